'use client';
import '@xyflow/react/dist/base.css';
import { ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { Minus, Plus, Scan } from 'lucide-react';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { CauseGraph, GraphNode } from '../model/cause-graph-types';
import { layoutOf } from '../model/graph-layout';
import { IconButton } from '../parts/button';
import { elementsOf, HEAD_HEIGHT } from './cause-flow-elements';
import { NODE_TYPES } from './cause-flow-nodes';

/** Below this size a label is not read any more: a graph that is wider is moved instead. */
const LEAST_ZOOM = 0.75;
const MOST_HEIGHT = 720;
const MARGIN = 16;

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
