import Link from 'next/link';
import type { IndexRow } from '@/shared/details';
import type { Found } from '../../model/findings';
import { indexText } from '../../model/table-diff';
import { Code } from '../../parts/code';
import { Name, Source } from '../../parts/identifier';
import { FindingDetail } from '../finding-card';
import { Fact, Facts } from '../page-head';

/** An index opened: what is wrong with repair, its definition on both sides, where it is declared. */
export function IndexDetail({ row, findings }: { row: IndexRow; findings: readonly Found[] }) {
  const { expected, observed } = row;
  const schema = (observed ?? expected)?.schema ?? 'public';
  return (
    <div className="grid gap-4">
      {findings.map(({ finding, check }) => (
        <FindingDetail key={finding.key} finding={finding} checkId={check.id} />
      ))}
      <Facts>
        <Fact label="table">
          <Link
            href={`/database?open=${encodeURIComponent(`${schema}.${row.table}`)}`}
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
    </div>
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
