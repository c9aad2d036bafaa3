import type { IndexProposal } from '@/shared/query-plans';
import { gainOf } from '../../model/plan';
import { Code } from '../../parts/code';
import { countOf, percentOf } from '../../parts/format';
import { PartBar } from '../../parts/share-bar';
import { Bytes } from '../../parts/units';

const TRIED = {
  hypopg: 'as a hypothetical index on the database itself (hypopg)',
  shadow: 'on a copy of the structure with its statistics',
};

/** The indexes that would serve a query, each with what came of trying it. */
export function Proposals({
  proposals,
  said,
}: {
  proposals: readonly IndexProposal[];
  /** What stands above already: a statement that is in it is not said again. */
  said: string;
}) {
  if (proposals.length === 0) return null;
  return (
    <section aria-label="Proposed indexes" className="grid gap-3">
      {proposals.map((proposal) => (
        <div key={proposal.sql} className="grid gap-1">
          <p className="font-strong">
            Index on <code>{proposal.table}</code>{' '}
            <code>
              (
              {proposal.columns
                .map(({ name, order }) => (order === 'desc' ? `${name} desc` : name))
                .join(', ')}
              )
            </code>
            {proposal.predicate === null ? null : (
              <>
                {' '}
                where <code>{proposal.predicate}</code>
              </>
            )}
          </p>
          {said.includes(proposal.sql) ? null : <Code text={proposal.sql} what="the index" />}
          <Trial proposal={proposal} />
        </div>
      ))}
    </section>
  );
}

function Trial({ proposal }: { proposal: IndexProposal }) {
  const { triedBy, untriedBecause, costBefore, costAfter, taken, sizeBytes } = proposal;
  const gain = gainOf(proposal);
  if (triedBy === null || gain === null || costBefore === null || costAfter === null) {
    return <p className="text-muted">Not tried: {untriedBecause ?? 'nobody could.'}</p>;
  }
  return (
    <div className="grid max-w-xl gap-1">
      <p>
        Tried {TRIED[triedBy]}:{' '}
        {taken === false ? 'the planner does not take it up.' : `the plan costs ${percentOf(gain)} % less.`}
        {sizeBytes === null ? null : (
          <>
            {' '}
            It would take about <Bytes bytes={sizeBytes} />.
          </>
        )}
      </p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3">
        <Cost label="without it" cost={costBefore} most={Math.max(costBefore, costAfter)} />
        <Cost label="with it" cost={costAfter} most={Math.max(costBefore, costAfter)} />
      </dl>
    </div>
  );
}

function Cost({ label, cost, most }: { label: string; cost: number; most: number }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="contents">
        <PartBar percent={most === 0 ? 0 : (cost / most) * 100} />
        <span className="whitespace-nowrap text-right">cost {countOf(cost)}</span>
      </dd>
    </>
  );
}
