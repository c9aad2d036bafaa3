import Link from 'next/link';
import { useMemo } from 'react';
import type { EndpointRow } from '@/shared/details';
import { budgetFor } from '@/shared/latency';
import type { Report } from '@/shared/report';
import { contractOf, type RouteRow } from '../../model/endpoints';
import { findingsByKey, graphInput, pick } from '../../model/findings';
import { requestText } from '../../model/request-text';
import { storyLabel } from '../../model/stories';
import { Code } from '../../parts/code';
import { Identifier } from '../../parts/identifier';
import { Duration } from '../../parts/units';
import { VerdictMark } from '../../parts/verdict-mark';
import { FindingDetail } from '../finding-card';
import { GraphButton, useGraph } from '../graph/graph-button';
import { GraphView } from '../graph/lazy';
import { Fact, Facts } from '../page-head';
import { EndpointHistoryPart } from './endpoint-history';
import { EndpointTries } from './endpoint-tries';

/** A route opened: what fails and why, then what was asked and answered, then its past. */
export function EndpointDetail({
  row,
  report,
  routes,
}: {
  row: RouteRow;
  report: Report;
  routes: readonly EndpointRow[];
}) {
  const findings = pick(findingsByKey(report), row.findingKeys);
  return (
    <div className="grid gap-4">
      {row.reason === null || findings.length > 0 ? null : (
        <p className="flex flex-wrap items-baseline gap-x-3">
          <VerdictMark verdict={row.verdict} /> <span className="min-w-0">{row.reason}</span>
        </p>
      )}
      <CausesOf row={row} report={report} routes={routes} />
      {findings.map(({ finding, check }) => (
        <FindingDetail key={finding.key} finding={finding} checkId={check.id} />
      ))}
      <Declared row={row} />
      <section aria-label="Request" className="grid gap-1">
        <p className="font-strong">Request</p>
        <Code text={requestText(row)} what="the request" />
      </section>
      <EndpointTries row={row} findings={findings.map(({ finding }) => finding)} />
      <EndpointHistoryPart row={row} />
    </div>
  );
}

/** What brings it about, with links, and drawn where that is wanted. */
function CausesOf({
  row,
  report,
  routes,
}: {
  row: RouteRow;
  report: Report;
  routes: readonly EndpointRow[];
}) {
  const [graph] = useGraph();
  const input = useMemo(() => graphInput(report, routes), [report, routes]);
  if (row.causes.length === 0) return null;
  return (
    <section aria-label="Cause" className="grid gap-2">
      {row.causes.map((cause) => (
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
      <div>
        <GraphButton />
      </div>
      {graph ? <GraphView input={input} around={row.id} /> : null}
    </section>
  );
}

/** What the manifest says of it. */
function Declared({ row }: { row: RouteRow }) {
  return (
    <Facts>
      <Fact label="expects">status {row.expectStatus}</Fact>
      <Fact label="holds it against">{contractOf(row)}</Fact>
      <Fact label="within">
        <Duration ms={row.budgetMs} />
      </Fact>
      <Fact label="the first after a start within">
        <Duration ms={budgetFor(row, true)} />
      </Fact>
      <Fact label="tries">{row.retries + 1} at most</Fact>
      <Fact label="story">{storyLabel(row.story)}</Fact>
      {row.request.auth === null ? null : <Fact label="authenticated by">{row.request.auth}</Fact>}
      {row.sideEffects === null ? null : <Fact label="changes">{row.sideEffects}</Fact>}
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
  );
}
