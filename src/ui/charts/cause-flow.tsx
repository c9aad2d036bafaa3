'use client';
import '@xyflow/react/dist/base.css';
import {
  type Edge,
  Handle,
  MarkerType,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react';
import { cx } from 'class-variance-authority';
import { Minus, Plus, Scan } from 'lucide-react';
import { Fragment, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { CauseGraph, GraphLayer, GraphNode } from '../model/cause-graph-types';
import { layoutOf, NODE_HEIGHT, NODE_WIDTH, neighbourhood } from '../model/graph-layout';
import { IconButton } from '../parts/button';
import { VERDICTS } from '../parts/verdict';
import { VerdictShape } from '../parts/verdict-mark';

/** Below this size a label is not read any more: a graph that is wider is moved instead. */
const LEAST_ZOOM = 0.75;
const MOST_HEIGHT = 720;
const MARGIN = 16;

/** Room for what a column is called, over it. */
const HEAD_HEIGHT = 28;

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

type ThingNode = Node<{ node: GraphNode; selected: boolean; faded: boolean }, 'thing'>;
type HeadNode = Node<{ title: string; note: string }, 'head'>;
const NODE_TYPES = { thing: Thing, head: Head };

type FlowProps = {
  graph: CauseGraph;
  selected: string | null;
  onSelect: (node: GraphNode) => void;
};

/**
 * A graph of causes, from left to right, that is moved by hand and read by keyboard: each thing is a button. Nothing in it
 * moves by itself.
 */
export function CauseFlow(props: FlowProps) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState<number | null>(null);
  // Its size is known only in the browser, and says how large the labels may be.
  useLayoutEffect(() => setWidth(box.current?.clientWidth ?? null), []);
  const layout = useMemo(() => layoutOf(props.graph), [props.graph]);
  const wanted = width === null || layout.width === 0 ? 1 : (width - 2 * MARGIN) / layout.width;
  const zoom = Math.min(1, Math.max(LEAST_ZOOM, wanted));
  const height = Math.min(MOST_HEIGHT, (layout.height + HEAD_HEIGHT) * zoom + 2 * MARGIN);
  return (
    <ReactFlowProvider>
      <div className="grid gap-1">
        <Controls />
        <div ref={box} style={{ height }} className="max-h-[70vh] rounded border border-line bg-surface">
          {width === null ? null : <Flow {...props} zoom={zoom} />}
        </div>
      </div>
    </ReactFlowProvider>
  );
}

function Flow({ graph, selected, onSelect, zoom }: FlowProps & { zoom: number }) {
  const { nodes, edges } = useMemo(() => elementsOf(graph, selected), [graph, selected]);
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={NODE_TYPES}
      aria-label="Graph from causes to routes"
      defaultViewport={{ x: MARGIN, y: MARGIN, zoom }}
      minZoom={0.2}
      maxZoom={1.5}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      // The wheel belongs to the page.
      zoomOnScroll={false}
      zoomOnDoubleClick={false}
      preventScrolling={false}
      proOptions={{ hideAttribution: true }}
      onNodeClick={(_, node) => {
        if (node.type === 'thing') onSelect(node.data.node);
      }}
    />
  );
}

function Controls() {
  const flow = useReactFlow();
  return (
    <div className="no-print flex justify-end">
      <IconButton label="Larger" onClick={() => void flow.zoomIn()}>
        <Plus size={14} aria-hidden="true" />
      </IconButton>
      <IconButton label="Smaller" onClick={() => void flow.zoomOut()}>
        <Minus size={14} aria-hidden="true" />
      </IconButton>
      <IconButton label="All of it" onClick={() => void flow.fitView({ padding: 0.04 })}>
        <Scan size={14} aria-hidden="true" />
      </IconButton>
    </div>
  );
}

/** A long name may go on in a second line after what joins its words. */
function breakable(label: string) {
  return label.split(/(?<=[./_-])/).map((part, index) => (
    // A part has no other name than its place.
    <Fragment key={String(index)}>
      {part}
      <wbr />
    </Fragment>
  ));
}

/** What is told of a node to those who do not see its colour and its place. */
function spoken({ kind, label, verdict, isRoot }: GraphNode): string {
  const state = verdict === null ? 'on the way' : VERDICTS[verdict].word;
  return `${kind === 'more' ? '' : `${kind} `}${label}: ${state}${isRoot ? ', a root cause' : ''}`;
}

function Thing({
  data: { node, selected, faded },
  positionAbsoluteX,
  positionAbsoluteY,
}: NodeProps<ThingNode>) {
  const flow = useReactFlow();
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} className="invisible" />
      <button
        type="button"
        title={`${node.kind}: ${node.label}`}
        aria-label={spoken(node)}
        aria-pressed={selected}
        data-verdict={node.verdict ?? 'skipped'}
        style={{ width: NODE_WIDTH, height: NODE_HEIGHT }}
        // What the keyboard comes to is brought into sight.
        onFocus={(event) => {
          if (!event.currentTarget.matches(':focus-visible')) return;
          const middle = { x: positionAbsoluteX + NODE_WIDTH / 2, y: positionAbsoluteY + NODE_HEIGHT / 2 };
          void flow.setCenter(middle.x, middle.y, { zoom: flow.getZoom() });
        }}
        className={cx(
          'edge flex items-center gap-2 overflow-hidden rounded-sm border bg-bg py-0.5 pl-3 pr-2 text-left hover:border-accent',
          node.verdict === null ? 'border-dashed border-line-strong' : 'border-line-strong',
          selected && 'border-accent! bg-sunken',
          faded && 'border-line! text-muted',
        )}
      >
        {node.verdict === null ? null : (
          <VerdictShape verdict={node.verdict} className={cx(faded && 'opacity-50')} />
        )}
        <span className="line-clamp-2 min-w-0">
          {/* The column says what most of its things are. */}
          {node.kind === 'more' || node.kind === node.layer ? null : (
            <span className="text-muted">{node.kind.replace('-', ' ')} </span>
          )}
          <code className={cx(node.isRoot && 'font-strong')}>{breakable(node.label)}</code>
        </span>
      </button>
      <Handle type="source" position={Position.Right} isConnectable={false} className="invisible" />
    </>
  );
}

/** What the things below it are; how many of them are shown, where some are folded. */
function Head({ data: { title, note } }: NodeProps<HeadNode>) {
  return (
    <p style={{ width: NODE_WIDTH }} className="truncate">
      <span className="font-strong">{title}</span> <span className="text-muted">{note}</span>
    </p>
  );
}

type Elements = { nodes: (ThingNode | HeadNode)[]; edges: Edge[] };

function elementsOf(graph: CauseGraph, selected: string | null): Elements {
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
