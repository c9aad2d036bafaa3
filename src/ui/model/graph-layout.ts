import { inOrder } from './cause-graph-order';
import type { CauseGraph } from './cause-graph-types';

/** Of a node, in pixels: room for two lines of a route's path. */
export const NODE_WIDTH = 240;
export const NODE_HEIGHT = 46;
const BETWEEN_COLUMNS = 72;
const BETWEEN_ROWS = 10;

export type GraphLayout = {
  places: ReadonlyMap<string, { x: number; y: number }>;
  width: number;
  height: number;
};

/** Where each node stands: columns from left to right, each in the middle of the height, nothing over another. */
export function layoutOf({ nodes }: Pick<CauseGraph, 'nodes'>): GraphLayout {
  const lengths = new Map<number, number>();
  for (const { column } of nodes) lengths.set(column, (lengths.get(column) ?? 0) + 1);
  const step = NODE_HEIGHT + BETWEEN_ROWS;
  const heightOf = (count: number) => Math.max(0, count * step - BETWEEN_ROWS);
  const height = heightOf(Math.max(0, ...lengths.values()));
  const places = nodes.map(({ id, column, row }) => {
    const top = (height - heightOf(lengths.get(column) ?? 0)) / 2;
    return [id, { x: column * (NODE_WIDTH + BETWEEN_COLUMNS), y: top + row * step }] as const;
  });
  const columns = lengths.size;
  return {
    places: new Map(places),
    width: Math.max(0, columns * (NODE_WIDTH + BETWEEN_COLUMNS) - BETWEEN_COLUMNS),
    height,
  };
}

/** Everything that leads to one node, and what comes of it. */
export function graphAround({ nodes, edges }: CauseGraph, id: string): CauseGraph {
  const kept = new Set([...reach(id, edges, 'to', 'from'), ...reach(id, edges, 'from', 'to')]);
  return inOrder({
    nodes: nodes.filter((node) => kept.has(node.id)),
    edges: edges.filter((edge) => kept.has(edge.from) && kept.has(edge.to)),
  });
}

function reach(
  start: string,
  edges: CauseGraph['edges'],
  at: 'from' | 'to',
  next: 'from' | 'to',
): Set<string> {
  const reached = new Set([start]);
  for (const id of reached) {
    for (const edge of edges) if (edge[at] === id) reached.add(edge[next]);
  }
  return reached;
}

/** A node and those that one link joins it with. */
export function neighbourhood({ edges }: Pick<CauseGraph, 'edges'>, id: string): Set<string> {
  return new Set([id, ...edges.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []))]);
}
