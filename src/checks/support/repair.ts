import type { Remedy, RepairStatement } from '../../shared/finding';

type Hazard = Partial<Omit<RepairStatement, 'sql' | 'phase'>>;

/**
 * One statement of a repair. What is not said is harmless: no lock on a table in use, no rewrite, no scan, no loss, and
 * it may stand in a transaction.
 */
export function statement(
  sql: string,
  phase: RepairStatement['phase'],
  hazard: Hazard = {},
): RepairStatement {
  return {
    sql: sql.trim().replace(/;?$/, ';'),
    phase,
    lock: null,
    lockedTable: null,
    rewrites: false,
    scans: false,
    dataLoss: 'none',
    transaction: 'inside',
    note: null,
    ...hazard,
  };
}

/** A repair in SQL whose text can be pasted: each statement on a line of its own, what to know before it as a comment. */
export function sqlRemedy(statements: readonly RepairStatement[]): Remedy {
  const text = statements.map(({ sql, note }) => (note === null ? sql : `-- ${note}\n${sql}`)).join('\n');
  return { kind: 'sql', text, statements: [...statements] };
}
