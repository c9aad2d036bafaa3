import type { Verdict } from '@/shared/verdict';

/** From left to right: what comes of a thing stands further to the right. */
export const GRAPH_LAYERS = [
  'database',
  'migration',
  'table',
  'column',
  'key',
  'client',
  'process',
  'model',
  'route',
] as const;
export type GraphLayer = (typeof GRAPH_LAYERS)[number];

export type GraphNode = {
  id: string;
  /** What kind of thing it is, as a subject's kind (`table`, `index`, …), `route`, or `more` for a fold. */
  kind: string;
  layer: GraphLayer;
  /** Counted from the left, without empty layers. */
  column: number;
  /** Counted from the top within its column. */
  row: number;
  label: string;
  /** The worst of its findings; null where nothing was found at it itself: it only lies on the way. */
  verdict: Verdict | null;
  findingKeys: string[];
  /** Whether one of its findings is the root of a cause. */
  isRoot: boolean;
  /** What a fold stands for, in full; empty for all others. */
  folded: GraphNode[];
};

/** `to` comes of `from`; each sentence says why a link was drawn. */
export type GraphEdge = { from: string; to: string; whys: string[] };

export type CauseGraph = {
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** The layers that are there, from left to right; `total` counts what is folded too. */
  columns: { layer: GraphLayer; total: number; shown: number }[];
};

/** Every node and edge; columns and rows are not given yet. */
export type LooseGraph = { nodes: GraphNode[]; edges: GraphEdge[] };
