import Link from 'next/link';
import { useMemo } from 'react';
import type { PlannedQuery } from '@/shared/query-plans';
import type { QueryRow } from '@/shared/rows';
import type { Found } from '../../model/findings';
import { drawnPlan } from '../../model/plan';
import { ORIGINS } from '../../model/query-origin';
import { storyLabel } from '../../model/stories';
import { Code } from '../../parts/code';
import { Disclosure } from '../../parts/disclosure';
import { Identifier } from '../../parts/identifier';
import { Count, Duration } from '../../parts/units';
import { VerdictMark } from '../../parts/verdict-mark';
import { ObjectSides } from '../database/object-sides';
import { FindingDetail } from '../finding-card';
import { Fact, Facts } from '../page-head';
import { PlanTree } from './plan-tree';
import { Proposals } from './proposals';

/** A query opened: who sends it, what is said against its plan with the index that lacks, the plan, the text. */
export function QueryDetail({
  row,
  findings,
  run,
}: {
  row: QueryRow;
  findings: readonly Found[];
  run: number;
}) {
  return (
    <div className="grid gap-4">
      {row.reason === null ? null : (
        <p className="flex flex-wrap items-baseline gap-x-3">
          <VerdictMark verdict="unknown" /> <span className="min-w-0">{row.reason}</span>
        </p>
      )}
      <Sender row={row} />
      <Said findings={findings} />
      <ObjectSides run={run} object={{ kind: 'query', schema: '', name: row.id }}>
        {(detail) => (detail.kind === 'query' ? <Planned query={detail.query} findings={findings} /> : null)}
      </ObjectSides>
    </div>
  );
}

/** What is said against its plan. One index often answers several objections: its repair is said once. */
function Said({ findings }: { findings: readonly Found[] }) {
  const repairs = new Set<string>();
  return findings.map(({ finding, check }) => {
    const { text } = finding.remedy;
    const again = repairs.has(text);
    repairs.add(text);
    return again ? (
      <p key={finding.key}>
        {finding.message}{' '}
        <span className="text-muted">
          <Identifier name={finding.rule} className="text-muted" /> The same index repairs it.
        </span>
      </p>
    ) : (
      <FindingDetail key={finding.key} finding={finding} checkId={check.id} />
    );
  });
}

function Sender({ row }: { row: QueryRow }) {
  return (
    <Facts>
      <Fact label="from">{ORIGINS[row.origin]}</Fact>
      <Fact label="story">{storyLabel(row.story)}</Fact>
      {row.calls === null ? null : (
        <Fact label="calls">
          <Count value={row.calls} />
        </Fact>
      )}
      {row.meanMs === null ? null : (
        <Fact label="mean time">
          <Duration ms={row.meanMs} />
        </Fact>
      )}
      <Fact label="sent by">
        {row.endpoints.length === 0 ? (
          'no route is named'
        ) : (
          <span className="inline-flex flex-wrap gap-x-3">
            {row.endpoints.map((id) => (
              <Link
                key={id}
                href={`/endpoints?open=${encodeURIComponent(id)}`}
                className="text-accent hover:underline"
              >
                {id}
              </Link>
            ))}
          </span>
        )}
      </Fact>
      <Fact label="id">
        <Identifier name={row.id} className="text-muted" />
      </Fact>
    </Facts>
  );
}

function Planned({ query, findings }: { query: PlannedQuery; findings: readonly Found[] }) {
  const plan = useMemo(
    () =>
      query.plan &&
      drawnPlan(
        query.plan,
        findings.map(({ finding }) => finding),
      ),
    [query.plan, findings],
  );
  const said = findings.map(({ finding }) => finding.remedy.text).join('\n');
  return (
    <div className="grid gap-4">
      <Proposals proposals={query.proposals} said={said} />
      {plan === null ? null : <PlanTree root={plan} />}
      <Disclosure summary="The query" open={plan === null}>
        <Code text={query.sql} what="the query" scroll />
      </Disclosure>
    </div>
  );
}
