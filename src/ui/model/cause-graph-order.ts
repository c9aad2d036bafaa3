import { type CauseGraph, GRAPH_LAYERS, type GraphNode, type LooseGraph } from './cause-graph-types';

/** Passes over the columns, there and back; more does not untangle more. */
const SWEEPS = 3;

/** Gives each node its column and its row: beside what it is linked with, so that few edges cross. The same every time. */
export function inOrder({ nodes, edges }: LooseGraph): CauseGraph {
  const columns = GRAPH_LAYERS.map((layer) =>
    nodes
      .filter((node) => node.layer === layer)
      .sort((a, b) => Number(isFold(a)) - Number(isFold(b)) || compareText(a.label, b.label)),
  ).filter((column) => column.length > 0);
  const neighbours = new Map<string, string[]>();
  for (const { from, to } of edges) {
    neighbours.set(from, [...(neighbours.get(from) ?? []), to]);
    neighbours.set(to, [...(neighbours.get(to) ?? []), from]);
  }
  const place = new Map<string, number>();
  const settle = (column: readonly GraphNode[]) => {
    // Columns differ in length: what counts is how far down a node stands in its own.
    for (const [at, { id }] of column.entries()) place.set(id, (at + 0.5) / column.length);
  };
  columns.forEach(settle);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (const column of sweep % 2 === 0 ? columns : [...columns].reverse()) {
      const wanted = new Map(column.map(({ id }) => [id, middle(id, neighbours, place)]));
      column.sort(
        (a, b) =>
          Number(isFold(a)) - Number(isFold(b)) ||
          (wanted.get(a.id) ?? 0) - (wanted.get(b.id) ?? 0) ||
          compareText(a.label, b.label),
      );
      settle(column);
    }
  }
  return {
    nodes: columns.flatMap((some, column) => some.map((node, row) => ({ ...node, column, row }))),
    edges,
    columns: columns.flatMap((some) => {
      const layer = some[0]?.layer;
      if (layer === undefined) return [];
      const folded = some.reduce((sum, node) => sum + node.folded.length, 0);
      const shown = some.filter((node) => !isFold(node)).length;
      return [{ layer, total: shown + folded, shown }];
    }),
  };
}

/** The mean place of a node's neighbours; its own where it has none. */
function middle(
  id: string,
  neighbours: ReadonlyMap<string, readonly string[]>,
  place: ReadonlyMap<string, number>,
): number {
  const places = (neighbours.get(id) ?? []).map((other) => place.get(other) ?? 0);
  return places.length === 0
    ? (place.get(id) ?? 0)
    : places.reduce((sum, one) => sum + one, 0) / places.length;
}

function isFold({ kind }: GraphNode): boolean {
  return kind === 'more';
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
