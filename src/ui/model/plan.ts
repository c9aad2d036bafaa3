import type { Finding } from '@/shared/finding';
import type { IndexProposal, PlanNode } from '@/shared/query-plans';
import { countOf } from '../parts/format';

/** A node of a plan as it is drawn. */
export type DrawnNode = {
  /** Its place, from the root: `0.1.0`. */
  id: string;
  node: PlanNode;
  /** Of the whole plan's cost, what this node itself takes: 0 to 1. */
  share: number;
  /** What a rule objects to, in words; null where none does. */
  objection: string | null;
  /** What it looks up, throws away, joins and sorts by. */
  details: { label: string; text: string; code: boolean }[];
  children: DrawnNode[];
};

const OBJECTIONS: { rule: Finding['rule']; words: string; fits: (node: PlanNode) => boolean }[] = [
  {
    rule: 'query.sequential-scan',
    words: 'reads the whole table',
    fits: ({ type }) => type.includes('Seq Scan'),
  },
  { rule: 'query.sort', words: 'sorts what an index could order', fits: ({ type }) => type.includes('Sort') },
  {
    rule: 'query.filter',
    words: 'throws away after the index',
    fits: ({ type, filter }) => filter !== null && !type.includes('Seq Scan'),
  },
];

/** A plan as a tree to draw, with the nodes marked that the findings of its query are about. */
export function drawnPlan(plan: PlanNode, findings: readonly Finding[]): DrawnNode {
  const whole = ownCosts(plan);
  const draw = (node: PlanNode, id: string): DrawnNode => ({
    id,
    node,
    share: whole === 0 ? 0 : ownCost(node) / whole,
    objection: objectionTo(node, findings),
    details: detailsOf(node),
    children: node.children.map((child, place) => draw(child, `${id}.${place}`)),
  });
  return draw(plan, '0');
}

/** A node's cost holds that of those below it; under a LIMIT theirs may be the greater one, since it stops them early. */
function ownCost({ cost, children }: PlanNode): number {
  return Math.max(0, cost - children.reduce((sum, child) => sum + child.cost, 0));
}

function ownCosts(node: PlanNode): number {
  return node.children.reduce((sum, child) => sum + ownCosts(child), ownCost(node));
}

function objectionTo(node: PlanNode, findings: readonly Finding[]): string | null {
  const found = OBJECTIONS.find(
    ({ rule, fits }) =>
      fits(node) &&
      findings.some(
        ({ rule: said, subject }) =>
          said === rule &&
          (node.table === null || subject.table === undefined || subject.table === node.table),
      ),
  );
  return found?.words ?? null;
}

function detailsOf(node: PlanNode): DrawnNode['details'] {
  const read = node.rowsRead !== null && node.rowsRead > node.rows ? node.rowsRead : null;
  const listed = (keys: readonly string[]) => (keys.length === 0 ? null : keys.join(', '));
  return [
    { label: 'looks up', text: node.indexCondition, code: true },
    { label: 'joins on', text: node.joinCondition, code: true },
    {
      label: read === null ? 'keeps only' : `keeps of ${countOf(read)} rows only`,
      text: node.filter,
      code: true,
    },
    {
      label: 'reads',
      text: read === null || node.filter !== null ? null : `${countOf(read)} rows`,
      code: false,
    },
    { label: 'sorts by', text: listed(node.sortKeys), code: true },
    { label: 'in order already', text: listed(node.presortedKeys), code: true },
  ].flatMap(({ label, text, code }) => (text === null ? [] : [{ label, text, code }]));
}

/** `Index Scan`, `on goals g`, `by goals_userId_idx`: what a node is called, in parts. */
export function nodeName({ type, schema, table, index, alias }: PlanNode): {
  type: string;
  table: string | null;
  alias: string | null;
  index: string | null;
} {
  const name = table === null ? null : schema === null || schema === 'public' ? table : `${schema}.${table}`;
  return { type, table: name, alias: alias === table ? null : alias, index };
}

/** Of the plan's cost what a proposed index saves, 0 to 1; null where nobody tried it. */
export function gainOf({ costBefore, costAfter }: IndexProposal): number | null {
  if (costBefore === null || costAfter === null || costBefore <= 0) return null;
  return Math.max(0, 1 - costAfter / costBefore);
}
