import Link from 'next/link';
import type { Finding } from '@/shared/finding';
import type { CauseGraph, GraphNode } from '../../model/cause-graph-types';
import { lookOf } from '../../model/findings';
import { Name } from '../../parts/identifier';
import { VerdictShape } from '../../parts/verdict-mark';

/** What stands behind one thing of the graph: its findings, and why its links were drawn. */
export function GraphDetail({
  node,
  graph,
  findings,
}: {
  node: GraphNode;
  graph: CauseGraph;
  findings: readonly Finding[];
}) {
  const own = findings.filter(({ key }) => node.findingKeys.includes(key));
  const labels = new Map(graph.nodes.map(({ id, label }) => [id, label]));
  return (
    <section aria-label={`About ${node.label}`} className="grid gap-2 border-l-2 border-line-strong pl-3">
      <p>
        <span className="text-muted">{node.kind} </span>
        <Name>{node.label}</Name>
        {node.kind === 'route' ? (
          <>
            {' '}
            <Link
              href={`/endpoints?open=${encodeURIComponent(node.label)}`}
              className="text-accent underline underline-offset-4"
            >
              its request and answer
            </Link>
          </>
        ) : null}
      </p>
      {own.length === 0 ? (
        <p className="text-muted">Nothing was found at it itself: it lies on the way.</p>
      ) : (
        <ul>
          {own.map((finding) => (
            <li key={finding.key} className="flex gap-2 py-0.5">
              <VerdictShape verdict={lookOf(finding)} className="mt-1" />
              {finding.message}
            </li>
          ))}
        </ul>
      )}
      <Whys
        title="Comes of"
        rows={graph.edges.flatMap(({ from, to, whys }) =>
          to === node.id ? [{ other: labels.get(from) ?? from, whys }] : [],
        )}
      />
      <Whys
        title="Brings about"
        rows={graph.edges.flatMap(({ from, to, whys }) =>
          from === node.id ? [{ other: labels.get(to) ?? to, whys }] : [],
        )}
      />
    </section>
  );
}

function Whys({ title, rows }: { title: string; rows: { other: string; whys: string[] }[] }) {
  if (rows.length === 0) return null;
  return (
    <div>
      <p className="text-muted">{title}</p>
      <ul>
        {rows.map(({ other, whys }) => (
          <li key={other}>
            <Name>{other}</Name> <span className="text-muted">{whys.join(' ')}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
