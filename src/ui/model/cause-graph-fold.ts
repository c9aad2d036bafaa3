import { byVerdict, worstOf } from '../parts/verdict';
import type { GraphEdge, GraphLayer, GraphNode, LooseGraph } from './cause-graph-types';

/**
 * Lays what is beyond a limit in each layer into one node, `n more`, which holds it. Roots stay outside as long as there
 * is room, then what has most links; edges of what is folded lead to the fold.
 */
export function foldColumns(
  { nodes, edges }: LooseGraph,
  most: number,
  expanded: ReadonlySet<GraphLayer>,
): LooseGraph {
  const degree = new Map<string, number>();
  for (const { from, to } of edges) {
    for (const id of [from, to]) degree.set(id, (degree.get(id) ?? 0) + 1);
  }
  const layers = groupByLayer(nodes);
  const foldOf = new Map<string, string>();
  const shown = [...layers].flatMap(([layer, all]) => {
    if (all.length <= most || expanded.has(layer)) return all;
    const ranked = [...all].sort(
      (a, b) =>
        Number(b.isRoot) - Number(a.isRoot) ||
        byVerdict(a.verdict ?? 'skipped', b.verdict ?? 'skipped') ||
        (degree.get(b.id) ?? 0) - (degree.get(a.id) ?? 0) ||
        (a.label < b.label ? -1 : 1),
    );
    const fold = foldNode(layer, ranked.slice(Math.max(0, most - 1)));
    for (const { id } of fold.folded) foldOf.set(id, fold.id);
    return [...ranked.slice(0, Math.max(0, most - 1)), fold];
  });
  return { nodes: shown, edges: redirected(edges, foldOf) };
}

function groupByLayer(nodes: readonly GraphNode[]): Map<GraphLayer, GraphNode[]> {
  const layers = new Map<GraphLayer, GraphNode[]>();
  for (const node of nodes) layers.set(node.layer, [...(layers.get(node.layer) ?? []), node]);
  return layers;
}

function foldNode(layer: GraphLayer, folded: GraphNode[]): GraphNode {
  const verdicts = folded.flatMap(({ verdict }) => verdict ?? []);
  return {
    id: `more:${layer}`,
    kind: 'more',
    layer,
    column: 0,
    row: 0,
    label: `${folded.length} more`,
    verdict: verdicts.length === 0 ? null : worstOf(verdicts),
    findingKeys: folded.flatMap(({ findingKeys }) => findingKeys),
    isRoot: folded.some(({ isRoot }) => isRoot),
    folded,
  };
}

function redirected(edges: readonly GraphEdge[], foldOf: ReadonlyMap<string, string>): GraphEdge[] {
  const merged = new Map<string, GraphEdge>();
  for (const edge of edges) {
    const [from, to] = [foldOf.get(edge.from) ?? edge.from, foldOf.get(edge.to) ?? edge.to];
    if (from === to) continue;
    const id = `${from}\n${to}`;
    const whys = [...(merged.get(id)?.whys ?? []), ...edge.whys];
    merged.set(id, { from, to, whys: [...new Set(whys)] });
  }
  return [...merged.values()];
}
