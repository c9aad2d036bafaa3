import { z } from 'zod';
import { parseSql } from '../../sql/parser';

const RangeVar = z.object({ RangeVar: z.object({ relname: z.string(), schemaname: z.string().optional() }) });
const Into = z.object({ relation: z.object({ relname: z.string(), schemaname: z.string().optional() }) });
const Cte = z.object({ CommonTableExpr: z.object({ ctename: z.string() }) });

/** The tables that a statement names, those of its own WITH left out; null where PostgreSQL's parser refuses it. */
export function tablesOf(sql: string): string[] | null {
  const tables = new Set<string>();
  const own = new Set<string>();
  try {
    for (const { node } of parseSql(sql)) visit(node, tables, own);
  } catch {
    return null;
  }
  return [...tables].filter((table) => !own.has(table));
}

const SYSTEM = new Set(['pg_catalog', 'information_schema']);

function visit(node: unknown, tables: Set<string>, own: Set<string>): void {
  if (Array.isArray(node)) {
    for (const part of node) visit(part, tables, own);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  for (const found of [RangeVar.safeParse(node).data?.RangeVar, Into.safeParse(node).data?.relation]) {
    if (found !== undefined && !SYSTEM.has(found.schemaname ?? '')) tables.add(found.relname);
  }
  const cte = Cte.safeParse(node).data?.CommonTableExpr.ctename;
  if (cte !== undefined) own.add(cte);
  for (const part of Object.values(node)) visit(part, tables, own);
}
