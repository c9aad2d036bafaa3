'use client';
import { useMemo, useState } from 'react';
import { CauseFlow } from '../../charts/lazy';
import { causeGraph, type GraphInput } from '../../model/cause-graph';
import type { CauseGraph, GraphLayer } from '../../model/cause-graph-types';
import { graphAround } from '../../model/graph-layout';
import { Disclosure } from '../../parts/disclosure';
import { plural } from '../../parts/format';
import { Name } from '../../parts/identifier';
import { Plain } from '../../parts/plain-table';
import { Empty } from '../../parts/small';
import { VerdictMark } from '../../parts/verdict-mark';
import { GraphDetail } from './graph-detail';

/**
 * From root causes to routes: drawn, and as a table behind it.
 * @param around the route that it is about; without one it shows all
 */
export function GraphView({ input, around }: { input: GraphInput; around?: string }) {
  const [expanded, setExpanded] = useState<ReadonlySet<GraphLayer>>(new Set());
  const [selected, setSelected] = useState<string | null>(null);
  const whole = useMemo(() => narrowed(causeGraph(input, ALL), around), [input, around]);
  const shown = useMemo(
    () => (around === undefined ? causeGraph(input, { expanded }) : whole),
    [input, around, expanded, whole],
  );
  if (whole.nodes.length === 0) return <Empty>Nothing was found wrong, so there is no cause to draw.</Empty>;
  const node = shown.nodes.find(({ id }) => id === selected);
  return (
    <div className="grid gap-2">
      <p className="text-muted">
        {plural(whole.nodes.length, 'thing')} and {plural(whole.edges.length, 'link')}; each link leads from a
        cause to what comes of it. Press one to see why.
      </p>
      <CauseFlow
        graph={shown}
        selected={node?.id ?? null}
        onSelect={(pressed) => {
          if (pressed.kind === 'more') setExpanded(new Set([...expanded, pressed.layer]));
          else setSelected(pressed.id === selected ? null : pressed.id);
        }}
      />
      <div aria-live="polite">
        {node === undefined ? null : <GraphDetail node={node} graph={shown} findings={input.findings} />}
      </div>
      <Disclosure summary={`The same as a table, ${plural(whole.edges.length, 'link')}`}>
        <GraphTable graph={whole} />
      </Disclosure>
    </div>
  );
}

const ALL = { mostPerColumn: Number.POSITIVE_INFINITY };

function narrowed(graph: CauseGraph, around: string | undefined): CauseGraph {
  return around === undefined ? graph : graphAround(graph, `route:${around}`);
}

type LinkRow = { from: CauseGraph['nodes'][number]; to: CauseGraph['nodes'][number]; whys: string[] };

/** Every link, with nothing folded: for a screen reader and for copying. */
function GraphTable({ graph }: { graph: CauseGraph }) {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const linked = new Set(graph.edges.flatMap(({ from, to }) => [from, to]));
  const rows = graph.edges.flatMap(({ from, to, whys }): LinkRow[] => {
    const [cause, effect] = [byId.get(from), byId.get(to)];
    return cause === undefined || effect === undefined ? [] : [{ from: cause, to: effect, whys }];
  });
  const alone = graph.nodes.filter(({ id }) => !linked.has(id));
  return (
    <>
      <Plain
        caption="Links from causes to what comes of them"
        columns={[
          { id: 'from', header: 'Source', cell: ({ from }) => <Name>{from.label}</Name> },
          { id: 'why', header: 'Why', cell: ({ whys }) => whys.join(' ') },
          { id: 'to', header: 'Target', cell: ({ to }) => <Name>{to.label}</Name> },
          {
            id: 'state',
            header: 'State of the target',
            cell: ({ to }) =>
              to.verdict === null ? (
                <span className="text-muted">on the way</span>
              ) : (
                <VerdictMark verdict={to.verdict} />
              ),
          },
        ]}
        rows={rows}
        look={{ key: ({ from, to }) => `${from.id} ${to.id}`, verdict: ({ to }) => to.verdict ?? 'skipped' }}
      />
      {alone.length === 0 ? null : (
        <p className="pt-2">Without a link: {alone.map(({ label }) => label).join(', ')}.</p>
      )}
    </>
  );
}
