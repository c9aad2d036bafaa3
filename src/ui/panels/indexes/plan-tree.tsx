import { cx } from 'class-variance-authority';
import { type DrawnNode, nodeName } from '../../model/plan';
import { countOf } from '../../parts/format';
import { PartBar } from '../../parts/share-bar';
import { VerdictShape } from '../../parts/verdict-mark';

/**
 * A plan as a tree: what PostgreSQL would do, the last step at the top and what it stands on below it. Each node has its
 * part of the whole cost, and the one that a rule objects to says so.
 */
export function PlanTree({ root }: { root: DrawnNode }) {
  return (
    <section aria-label="Plan" className="grid gap-1">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-strong">Plan</span>
        <span className="text-muted">
          cost {countOf(root.node.cost)}, {countOf(root.node.rows)} rows expected
        </span>
      </p>
      <ul className="rounded border border-line bg-sunken px-3 py-2">
        <Step step={root} />
      </ul>
    </section>
  );
}

function Step({ step }: { step: DrawnNode }) {
  const { node, share, objection, details, children } = step;
  const percent = Math.round(share * 100);
  return (
    <li className="min-w-0">
      <div
        data-verdict={objection === null ? 'pass' : 'warn'}
        className={cx(
          'grid grid-cols-[minmax(0,1fr)_7rem] items-start gap-x-3 py-1 max-sm:grid-cols-1',
          objection !== null && 'edge pl-2.5',
        )}
      >
        <div className="min-w-0">
          <p className="flex flex-wrap items-baseline gap-x-1.5">
            <NodeName step={step} />
            {objection === null ? null : (
              <span className="inline-flex items-center gap-1.5 font-strong text-verdict">
                <VerdictShape verdict="warn" /> {objection}
              </span>
            )}
          </p>
          {details.map(({ label, text, code }) => (
            <p key={label} className="text-muted">
              {label} {code ? <code>{text}</code> : text}
            </p>
          ))}
        </div>
        <p className="grid gap-1 sm:text-right">
          <span className="text-muted">
            {countOf(node.rows)} {node.rows === 1 ? 'row' : 'rows'} · {percent} %
          </span>
          <PartBar percent={percent} loud={objection !== null} />
        </p>
      </div>
      {children.length === 0 ? null : (
        <ul className="ml-1 border-l border-line-strong pl-3 sm:pl-4">
          {children.map((child) => (
            <Step key={child.id} step={child} />
          ))}
        </ul>
      )}
    </li>
  );
}

function NodeName({ step: { node } }: { step: DrawnNode }) {
  const { type, table, alias, index } = nodeName(node);
  return (
    <>
      <span className="font-strong">{type}</span>
      {table === null ? null : (
        <span>
          <span className="text-muted">on </span>
          <code>{table}</code>
          {alias === null ? null : <code className="text-muted"> {alias}</code>}
        </span>
      )}
      {index === null ? null : (
        <span>
          <span className="text-muted">by </span>
          <code>{index}</code>
        </span>
      )}
    </>
  );
}
