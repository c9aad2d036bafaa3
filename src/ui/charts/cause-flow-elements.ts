import { type Edge, MarkerType } from '@xyflow/react';
import type { CauseGraph, GraphLayer } from '../model/cause-graph-types';
import { layoutOf, NODE_HEIGHT, NODE_WIDTH, neighbourhood } from '../model/graph-layout';
import type { HeadNode, ThingNode } from './cause-flow-nodes';

/** Room for what a column is called, over it. */
export const HEAD_HEIGHT = 28;

const LAYERS: Record<GraphLayer, string> = {
  database: 'Database',
  migration: 'Migrations',
  table: 'Tables and enums',
  column: 'Columns and values',
  key: 'Keys and indexes',
  client: 'Generated client',
  process: 'Processes',
  model: 'Models',
  route: 'Routes',
};

type Elements = { nodes: (ThingNode | HeadNode)[]; edges: Edge[] };

/** The graph as React Flow takes it; what has nothing to do with the thing that was pressed is faded. */
export function elementsOf(graph: CauseGraph, selected: string | null): Elements {
  const { places } = layoutOf(graph);
  const near = selected === null ? null : neighbourhood(graph, selected);
  const placeOf = (id: string) => places.get(id) ?? { x: 0, y: 0 };
  const heads = graph.columns.map(({ layer, total, shown }): HeadNode => {
    const first = graph.nodes.find((node) => node.layer === layer);
    return {
      id: `head:${layer}`,
      type: 'head',
      position: { x: placeOf(first?.id ?? '').x, y: 0 },
      width: NODE_WIDTH,
      height: HEAD_HEIGHT,
      data: { title: LAYERS[layer], note: shown === total ? String(total) : `${shown} of ${total}` },
    };
  });
  const things = graph.nodes.map(
    (node): ThingNode => ({
      id: node.id,
      type: 'thing',
      position: { x: placeOf(node.id).x, y: placeOf(node.id).y + HEAD_HEIGHT },
      width: NODE_WIDTH,
      height: NODE_HEIGHT,
      data: { node, selected: node.id === selected, faded: near !== null && !near.has(node.id) },
    }),
  );
  const edges = graph.edges.map(({ from, to }): Edge => {
    const told = from === selected || to === selected;
    const color = told ? 'var(--accent)' : 'var(--line-strong)';
    return {
      id: `${from} ${to}`,
      source: from,
      target: to,
      style: { stroke: color, strokeWidth: told ? 2 : 1, opacity: near === null || told ? 1 : 0.3 },
      markerEnd: { type: MarkerType.ArrowClosed, color },
    };
  });
  return { nodes: [...heads, ...things], edges };
}
