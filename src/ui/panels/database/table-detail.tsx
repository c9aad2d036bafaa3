'use client';
import Link from 'next/link';
import type { TableRow } from '@/shared/rows';
import type { Found } from '../../model/findings';
import { presenceSentence, type Unread } from '../../model/sides';
import { tableDiff } from '../../model/table-diff';
import { Identifier, Name } from '../../parts/identifier';
import { Bytes, Count } from '../../parts/units';
import { FindingDetail } from '../finding-card';
import { Fact, Facts } from '../page-head';
import { ObjectSides } from './object-sides';
import { PartSides } from './part-sides';
import { UnreadSides } from './unread-sides';

/** Prisma's own table: no schema and no migration declares it. */
const HISTORY_TABLE = '_prisma_migrations';

/** A table or view opened: what is wrong with repair, the routes that use it, and its parts on the three sides. */
export function TableDetail({
  row,
  findings,
  run,
  unread,
}: {
  row: TableRow;
  findings: readonly Found[];
  run: number;
  unread: Unread;
}) {
  const thing = row.kind.endsWith('table') ? 'table' : 'view';
  const sentence =
    row.name === HISTORY_TABLE
      ? 'Prisma keeps its history of migrations here; nothing has to declare it.'
      : presenceSentence(row.present, thing);
  return (
    <div className="grid gap-4">
      {findings.map(({ finding, check }) => (
        <FindingDetail key={finding.key} finding={finding} checkId={check.id} />
      ))}
      {sentence === null ? null : <p>{sentence}</p>}
      <Facts>
        <Fact label={row.kind}>
          <Identifier name={`${row.schema}.${row.name}`} />
        </Fact>
        {row.model === null ? null : (
          <Fact label="model">
            <Identifier name={row.model} />
          </Fact>
        )}
        {row.present.database === true && row.kind !== 'view' ? (
          <>
            <Fact label="rows, estimated">
              <Count value={row.rowEstimate} />
            </Fact>
            <Fact label="size">
              <Bytes bytes={row.sizeBytes} />
            </Fact>
          </>
        ) : null}
      </Facts>
      {row.endpoints.length === 0 ? (
        <p className="text-muted">No declared route reads this {thing}.</p>
      ) : (
        <p className="flex flex-wrap gap-x-4">
          <span className="text-muted">read by</span>
          {row.endpoints.map((id) => (
            <Link
              key={id}
              href={`/endpoints?open=${encodeURIComponent(id)}`}
              className="text-accent hover:underline"
            >
              <Name>{id}</Name>
            </Link>
          ))}
        </p>
      )}
      <UnreadSides unread={unread} />
      <ObjectSides run={run} object={{ kind: 'table', schema: row.schema, name: row.name }}>
        {(detail) =>
          detail.kind !== 'table'
            ? null
            : tableDiff(detail.sides, unread).map((part) => (
                <PartSides key={part.title} part={part} unread={unread} />
              ))
        }
      </ObjectSides>
    </div>
  );
}
