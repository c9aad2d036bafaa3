import Link from 'next/link';
import type { EndpointRow } from '@/shared/details';
import type { Report } from '@/shared/report';
import { LatencyChart } from '../../charts/lazy';
import type { EndpointHistory } from '../../model/endpoints';
import { findingsByKey, pick } from '../../model/findings';
import { storyLabel } from '../../model/stories';
import { Code } from '../../parts/code';
import { Disclosure } from '../../parts/disclosure';
import { Identifier } from '../../parts/identifier';
import { Ago, Clock } from '../../parts/time';
import { Bytes, Duration } from '../../parts/units';
import { VerdictMark } from '../../parts/verdict-mark';
import { FindingDetail } from '../finding-card';
import { Fact, Facts } from '../page-head';

type Row = EndpointRow & { history: EndpointHistory };

/** A route opened: what fails and why, then what was asked and answered, then its past. */
export function EndpointDetail({ row, report }: { row: Row; report: Report }) {
  const findings = pick(findingsByKey(report), row.findingKeys);
  const causes = report.causes.filter((cause) => cause.endpoints.includes(row.id));
  return (
    <div className="grid gap-4">
      {row.reason === null || findings.length > 0 ? null : <p>{row.reason}</p>}
      {causes.map((cause) => (
        <p key={cause.key}>
          <span className="text-muted">Cause: </span>
          <Link
            href={`/?open=${encodeURIComponent(cause.key)}`}
            className="text-accent underline underline-offset-4"
          >
            {cause.title}
          </Link>
        </p>
      ))}
      {findings.map(({ finding, check }) => (
        <FindingDetail key={finding.key} finding={finding} checkId={check.id} />
      ))}
      <Facts>
        <Fact label="expects">status {row.expectStatus}</Fact>
        <Fact label="within">
          <Duration ms={row.budgetMs} />
        </Fact>
        <Fact label="story">{storyLabel(row.story)}</Fact>
        {row.models.length === 0 ? null : (
          <Fact label="models">
            <span className="inline-flex flex-wrap gap-x-3">
              {row.models.map((model) => (
                <Identifier key={model} name={model} />
              ))}
            </span>
          </Fact>
        )}
      </Facts>
      {row.tries.length === 0 ? <p className="text-muted">No request was made in this run.</p> : null}
      {row.tries.map((tried, index) => (
        <Try
          key={tried.startedAt}
          tried={tried}
          title={`Request ${index + 1} of ${row.tries.length}${row.cold && index === 0 ? ', the first since the process started' : ''}`}
        />
      ))}
      <Disclosure summary={`History, ${row.history.bars.length} runs`}>
        <LatencyChart history={row.history} budgetMs={row.budgetMs} />
        <HistoryTable history={row.history} />
      </Disclosure>
    </div>
  );
}

function Try({ tried, title }: { tried: EndpointRow['tries'][number]; title: string }) {
  return (
    <section aria-label={title} className="grid gap-1">
      <p className="flex flex-wrap gap-x-4">
        <span className="font-strong">{title}</span>
        {tried.status === null ? null : <span>status {tried.status}</span>}
        <Duration ms={tried.durationMs} />
        {tried.firstByteMs === null ? null : (
          <span className="text-muted">
            first byte <Duration ms={tried.firstByteMs} />
          </span>
        )}
        <Bytes bytes={tried.bodyBytes} />
        <span className="text-muted">{tried.contentType}</span>
        <span className="text-muted">
          <Ago at={tried.startedAt} />
        </span>
      </p>
      <Code text={`GET ${tried.url}`} what="the request" />
      {tried.transportError === null ? (
        <Code text={tried.bodyText} what="the answer" scroll={tried.bodyText.length > 900} />
      ) : (
        <p data-verdict="fail" className="text-verdict">
          <code>{tried.transportError.code}</code> {tried.transportError.message}
        </p>
      )}
    </section>
  );
}

/** The table behind the ribbon and the sparkline, newest first. */
function HistoryTable({ history }: { history: EndpointHistory }) {
  return (
    <table className="w-full max-w-md border-collapse text-left">
      <thead className="text-muted">
        <tr>
          {['Run', 'Moment', 'State', 'Time'].map((head) => (
            <th key={head} scope="col" className="border-b border-line py-1 font-normal last:text-right">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {history.bars
          .map((bar, index) => (
            <tr key={bar.number} className="border-b border-line">
              <td className="py-0.5">#{bar.number}</td>
              <td>
                <Clock at={bar.startedAt} />
              </td>
              <td>{bar.verdict === null ? 'not measured' : <VerdictMark verdict={bar.verdict} />}</td>
              <td className="text-right">
                <Duration ms={history.latenciesMs[index] ?? null} />
              </td>
            </tr>
          ))
          .reverse()}
      </tbody>
    </table>
  );
}
