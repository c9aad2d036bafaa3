import type { PlanNode, QueryPlans } from '../../shared/query-plans';
import type { Thresholds } from '../../shared/thresholds';
import { nameOf } from './names';

/** A part of a plan that an index might make better. */
export type Objection = {
  rule: 'query.sequential-scan' | 'query.sort' | 'query.filter';
  schema: string;
  table: string;
  /** The node that reads the table. */
  scan: PlanNode;
  /** The sort on top of it, where its order may be had from an index as well. */
  sort: PlanNode | null;
  /** The join that throws the scan's rows away, where the scan itself has no filter. */
  join: PlanNode | null;
  /** Rows that are read, sorted or thrown away more than needed, as the planner reckons. */
  rows: number;
  /** Only the first rows are wanted: the rest is read for nothing. */
  isLimited: boolean;
  /** Sure enough to be said without having tried an index. */
  isPlain: boolean;
};

/** Of what a condition keeps no more than this share, an index is mostly worth it; about where the planner turns. */
const FEW = 0.1;
/** Where it keeps more than this share, no index can help. */
const MOST = 0.5;

const SCANS = new Set(['Seq Scan', 'Index Scan', 'Index Only Scan', 'Bitmap Heap Scan']);
/** Nodes that hand rows on one by one, in their order. */
const HANDS_ON = new Set(['Result', 'Subquery Scan', 'LockRows', 'ProjectSet']);

type Above = {
  limitRows: number | null;
  sort: PlanNode | null;
  join: PlanNode | null;
};

/**
 * What is to be said against a plan: large tables read whole for a few rows, rows sorted that an index could order, rows
 * read by an index and thrown away. It knows no index that might help: whoever asks looks for one.
 */
export function objectionsTo(
  plan: PlanNode,
  tables: QueryPlans['tables'],
  thresholds: Thresholds,
): Objection[] {
  const rowsOf = new Map(tables.map((table) => [nameOf(table), table.rows]));
  const found: Objection[] = [];
  const visit = (node: PlanNode, above: Above): void => {
    const objection = SCANS.has(node.type) ? againstScan(node, above, rowsOf, thresholds) : null;
    if (objection !== null) found.push(objection);
    for (const child of node.children) visit(child, below(node, above));
  };
  visit(plan, { limitRows: null, sort: null, join: null });
  return found;
}

function below(node: PlanNode, above: Above): Above {
  if (node.type === 'Limit') return { limitRows: node.rows, sort: null, join: null };
  if (node.type === 'Sort') return { limitRows: above.limitRows, sort: node, join: null };
  if (HANDS_ON.has(node.type)) return above;
  if (node.joinCondition !== null) return { limitRows: null, sort: null, join: node };
  // What a join's inner side is hashed from goes the same way.
  if (node.type === 'Hash' || node.type === 'Materialize') return { ...above, limitRows: null, sort: null };
  return { limitRows: null, sort: null, join: null };
}

function againstScan(
  scan: PlanNode,
  above: Above,
  rowsOf: ReadonlyMap<string, number>,
  thresholds: Thresholds,
): Objection | null {
  const { schema, table } = scan;
  if (schema === null || table === null) return null;
  const whole = rowsOf.get(nameOf({ schema, name: table })) ?? 0;
  if (whole < thresholds.largeTableRows) return null;
  const { sort, join, limitRows } = above;
  const isLimited = limitRows !== null;
  const about = { schema, table, scan, sort, join: null, isLimited };
  // A limit ends the reading early; a sort in between has to read everything first.
  const share = sort === null && limitRows !== null && scan.rows > 0 ? Math.min(1, limitRows / scan.rows) : 1;
  if (scan.type === 'Seq Scan' && scan.filter !== null && scan.rows <= MOST * whole) {
    const rows = whole * share;
    if (rows >= thresholds.largeTableRows)
      return { ...about, rule: 'query.sequential-scan', rows, isPlain: scan.rows <= FEW * whole };
  }
  if (scan.type === 'Seq Scan' && scan.filter === null && join !== null && join.rows <= FEW * whole)
    return { ...about, rule: 'query.sequential-scan', join, rows: whole, isPlain: false };
  if (sort !== null && scan.rows >= thresholds.plannedRows)
    return { ...about, rule: 'query.sort', rows: scan.rows, isPlain: isLimited };
  if (scan.type !== 'Seq Scan' && scan.filter !== null && scan.rowsRead !== null) {
    const thrownAway = (scan.rowsRead - scan.rows) * share;
    if (thrownAway >= thresholds.plannedRows)
      return {
        ...about,
        rule: 'query.filter',
        rows: thrownAway,
        isPlain: scan.rows <= FEW * scan.rowsRead,
      };
  }
  return null;
}
