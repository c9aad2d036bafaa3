import { type Finding, REPAIR_PHASES, type RepairStatement } from '../shared/finding';
import type { RepairPlan } from '../shared/rehearsal';
import { covers, DECIDING, decidesOver } from './support/repair-covers';
import { repairScript } from './support/repair-script';
import { viewsInOrder } from './support/view-sql';

type Planned = RepairPlan['statements'][number];
type Other = RepairPlan['byOtherMeans'][number];

export type PlanOptions = {
  /** The schema of the connection, where it is not `public`: names written without a schema are looked up in it. */
  searchPath?: string | null;
};

/**
 * All repairs of a run as one: each statement once, in the order in which they run. What may
 * well be wanted (more than expected, and only worth knowing), what a migration that waits will bring, and what no SQL heals, stands beside it.
 * @param findings with their causes linked
 */
export function planRepair(findings: readonly Finding[], options: PlanOptions = {}): RepairPlan {
  const byKey = new Map(findings.map((finding) => [finding.key, finding]));
  const bySql: Finding[] = [];
  const byOtherMeans: Other[] = [];
  for (const finding of findings) {
    const other = otherMeans(finding, byKey);
    if (other === null) bySql.push(finding);
    else if (other !== 'follows') byOtherMeans.push(other);
  }

  const deciders = bySql.filter(({ rule }) => DECIDING.has(rule));
  const planned = new Map<string, Planned>();
  for (const finding of bySql) {
    if (bySql.some((one) => covers(one, finding))) continue;
    const keys = [finding.key, ...bySql.filter((other) => covers(finding, other)).map(({ key }) => key)];
    for (const statement of finding.remedy.statements ?? []) {
      if (deciders.some((other) => other !== finding && decidesOver(other, statement))) continue;
      const known = planned.get(statement.sql);
      if (known === undefined) planned.set(statement.sql, { ...statement, findingKeys: keys });
      else known.findingKeys = [...new Set([...known.findingKeys, ...keys])];
    }
  }
  const statements = inOrder(withoutContained([...planned.values()]));
  return {
    statements,
    byOtherMeans,
    script: repairScript(statements, bySql.length, options.searchPath ?? null),
  };
}

/** Null where the finding's own statements repair it; `follows` for a symptom that goes with its cause. */
function otherMeans(finding: Finding, byKey: ReadonlyMap<string, Finding>): Other | 'follows' | null {
  const { key, rule, remedy, severity, causedBy } = finding;
  const causes = causedBy.flatMap((cause) => byKey.get(cause) ?? []);
  const migration = causes.find(({ rule }) => rule === 'migration.pending' || rule === 'migration.failed');
  if (remedy.kind === 'sql' && migration !== undefined) {
    // Made by hand, it would stand in the way of the migration that makes it.
    return { findingKey: key, kind: migration.remedy.kind, text: migration.remedy.text };
  }
  if (remedy.kind === 'note' && causes.length > 0) return 'follows';
  // Something more than expected that only is worth knowing may well be wanted: a migration that was not read declares it,
  // or a narrow index is read faster than the wide one that could do its work.
  const isSpared = severity === 'info' && (rule.endsWith('.unexpected') || rule === 'index.redundant');
  const isRunnable = remedy.kind === 'sql' && (remedy.statements ?? []).length > 0 && !isSpared;
  return isRunnable ? null : { findingKey: key, kind: remedy.kind, text: remedy.text };
}

const ALTER = /^(ALTER TABLE (?:"(?:[^"]|"")*"\.)?"(?:[^"]|"")*") ([\s\S]*);$/;

/** Without a statement that is but one of the actions of another one on the same table. */
function withoutContained(statements: Planned[]): Planned[] {
  return statements.filter((one) => {
    const own = ALTER.exec(one.sql);
    if (own === null) return true;
    const whole = statements.find((other) => {
      const theirs = other === one ? null : ALTER.exec(other.sql);
      if (theirs === null || theirs[1] !== own[1] || other.phase !== one.phase) return false;
      return `, ${theirs[2]},`.includes(`, ${own[2]},`);
    });
    if (whole === undefined) return true;
    whole.findingKeys = [...new Set([...whole.findingKeys, ...one.findingKeys])];
    return false;
  });
}

/** By phase; within one as the checks found them, but what others stand on is dropped last. */
function inOrder(statements: readonly Planned[]): Planned[] {
  const rank = (statement: RepairStatement) => REPAIR_PHASES.indexOf(statement.phase);
  const sorted = [...statements].sort(
    (a, b) => rank(a) - rank(b) || dropRank(a) - dropRank(b) || computedRank(a) - computedRank(b),
  );
  return viewsInOrder(sorted);
}

/** A generated column reads others, which have to be as they should before it is made. */
function computedRank({ phase, sql }: Planned): number {
  return phase === 'column' && /^ALTER TABLE \S+ ADD COLUMN .* GENERATED ALWAYS AS \(/.test(sql) ? 1 : 0;
}

function dropRank(statement: Planned): number {
  if (statement.phase !== 'drop' && statement.phase !== 'drop-dependent') return 0;
  if (statement.findingKeys.some((key) => key.startsWith('foreign-key.'))) return 0;
  return /DROP CONSTRAINT/.test(statement.sql) ? 1 : 2;
}
