import Link from 'next/link';
import { indexText } from '@/shared/object-text';
import type { DetailOf } from '@/shared/objects';
import type { IndexRow } from '@/shared/rows';
import type { Found } from '../../model/findings';
import { Code } from '../../parts/code';
import { Name, Source } from '../../parts/identifier';
import { Ago } from '../../parts/time';
import { Bytes, Count } from '../../parts/units';
import { ObjectSides } from '../database/object-sides';
import { FindingDetail } from '../finding-card';
import { Fact, Facts } from '../page-head';

/** An index opened: what is wrong with repair, its definition on both sides, where it is declared. */
export function IndexDetail({
  row,
  findings,
  run,
}: {
  row: IndexRow;
  findings: readonly Found[];
  run: number;
}) {
  const { schema, table, name } = row;
  return (
    <div className="grid gap-4">
      {findings.map(({ finding, check }) => (
        <FindingDetail key={finding.key} finding={finding} checkId={check.id} />
      ))}
      <ObjectSides
        run={run}
        object={{
          kind: 'index',
          schema,
          table,
          name,
          ...(row.origin === 'not declared' ? { declared: 'no' } : {}),
        }}
      >
        {(detail) => (detail.kind === 'index' ? <BothSides row={row} detail={detail} /> : null)}
      </ObjectSides>
    </div>
  );
}

function BothSides({ row, detail }: { row: IndexRow; detail: DetailOf<'index'> }) {
  const { expected, observed } = detail;
  return (
    <>
      <Facts>
        <Fact label="table">
          <Link
            href={`/database?open=${encodeURIComponent(`${row.schema}.${row.table}`)}`}
            className="text-accent hover:underline"
          >
            <Name>{row.table}</Name>
          </Link>
        </Fact>
        {expected?.source === undefined ? null : (
          <Fact label="declared in">
            <Source source={expected.source} />
          </Fact>
        )}
        {observed === null ? null : (
          <Fact label="state">
            {observed.valid ? 'valid' : 'invalid: PostgreSQL does not use it'}
            {observed.ready ? '' : ', not ready'}
          </Fact>
        )}
        {observed === null ? null : (
          <>
            <Fact label="scans">
              <Count value={row.scans} />
            </Fact>
            {row.lastScanAt === null ? null : (
              <Fact label="last scan">
                <Ago at={row.lastScanAt} />
              </Fact>
            )}
            <Fact label="size">
              <Bytes bytes={row.sizeBytes} />
            </Fact>
            {row.writesADay === null ? null : (
              <Fact label="rows written a day">
                <Count value={row.writesADay} />
              </Fact>
            )}
          </>
        )}
      </Facts>
      <div className="grid gap-4 md:grid-cols-2">
        <Side
          title="Expected"
          text={expected === null ? null : indexText(expected)}
          sql={expected?.definition ?? null}
        />
        <Side
          title="Observed"
          text={observed === null ? null : indexText(observed)}
          sql={observed?.definition ?? null}
        />
      </div>
    </>
  );
}

function Side({ title, text, sql }: { title: string; text: string | null; sql: string | null }) {
  return (
    <div className="min-w-0">
      <h2 className="text-sm">{title}</h2>
      {text === null || sql === null ? (
        <p className="text-muted">
          {title === 'Expected' ? 'Nothing declares it.' : 'It is not in the database.'}
        </p>
      ) : (
        <>
          <p className="pb-1 font-mono text-mono text-muted">{text}</p>
          <Code text={sql} what={`the ${title.toLowerCase()} definition`} />
        </>
      )}
    </div>
  );
}
