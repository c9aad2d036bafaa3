'use client';
import { Handle, type Node, type NodeProps, Position, useReactFlow } from '@xyflow/react';
import { cx } from 'class-variance-authority';
import { Fragment } from 'react';
import type { GraphNode } from '../model/cause-graph-types';
import { NODE_HEIGHT, NODE_WIDTH } from '../model/graph-layout';
import { VERDICTS } from '../parts/verdict';
import { VerdictShape } from '../parts/verdict-mark';

export type ThingNode = Node<{ node: GraphNode; selected: boolean; faded: boolean }, 'thing'>;
export type HeadNode = Node<{ title: string; note: string }, 'head'>;

/** How React Flow draws each kind of node. */
export const NODE_TYPES = { thing: Thing, head: Head };

/** Whether the whole of it stands within the box that the graph is moved in: then nothing needs to move. */
function isInSight(thing: HTMLElement): boolean {
  const box = thing.closest('.react-flow')?.getBoundingClientRect();
  const { left, top, right, bottom } = thing.getBoundingClientRect();
  return (
    box !== undefined && left >= box.left && right <= box.right && top >= box.top && bottom <= box.bottom
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
          if (!event.currentTarget.matches(':focus-visible') || isInSight(event.currentTarget)) return;
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
