import Link from 'next/link';
import type { TableRow } from '@/shared/details';
import type { Found } from '../../model/findings';
import { tableDiff } from '../../model/table-diff';
import { Disclosure } from '../../parts/disclosure';
import { Identifier, Name } from '../../parts/identifier';
import { Bytes, Count } from '../../parts/units';
import { FindingDetail } from '../finding-card';
import { Fact, Facts } from '../page-head';
import { SideBySideTable } from './side-by-side';

/** A table opened: what is wrong with repair, the routes that use it, and all its parts on both sides. */
export function TableDetail({ row, findings }: { row: TableRow; findings: readonly Found[] }) {
  const parts = tableDiff(row.expected, row.observed);
  return (
    <div className="grid gap-4">
      {findings.map(({ finding, check }) => (
        <FindingDetail key={finding.key} finding={finding} checkId={check.id} />
      ))}
      {row.observed === null ? <p>The database has no such table.</p> : null}
      {row.expected === null ? <p>Neither schema.prisma nor a migration declares this table.</p> : null}
      <Facts>
        <Fact label="table">
          <Identifier name={`${row.schema}.${row.name}`} />
        </Fact>
        {row.model === null ? null : (
          <Fact label="model">
            <Identifier name={row.model} />
          </Fact>
        )}
        <Fact label="rows, estimated">
          <Count value={row.observed?.rowEstimate ?? null} />
        </Fact>
        <Fact label="size">
          <Bytes bytes={row.observed?.sizeBytes ?? null} />
        </Fact>
      </Facts>
      {row.endpoints.length === 0 ? (
        <p className="text-muted">No declared route reads this table.</p>
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
      {parts.map((part) =>
        part.rows.some((each) => each.differs) || part.title === 'Columns' ? (
          <SideBySideTable key={part.title} title={part.title} rows={part.rows} />
        ) : (
          <Disclosure key={part.title} summary={`${part.title}: ${part.rows.length}, equal on both sides`}>
            <SideBySideTable title={part.title} rows={part.rows} />
          </Disclosure>
        ),
      )}
    </div>
  );
}
