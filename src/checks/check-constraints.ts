import type { CheckConstraint } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import { checkSql, checkText } from './support/check-sql';
import { weightOf, weightOfExtra } from './support/impact';
import { type MigratedTable, migratedTables } from './support/migrated-tables';
import { declaredBy, type MigrationsSide, nobodyDeclares } from './support/migrations-side';
import { tableInWords } from './support/names';
import { partFinding, partsResult } from './support/part-finding';
import { matchParts } from './support/part-match';
import { sqlRemedy, statement } from './support/repair';
import { alterTableSql, quoteName } from './support/sql-text';
import { defineCheck } from './types';

const WHAT = 'check constraints';

/** The CHECK constraints that plain SQL in the migrations declares, and those that only the database has. */
export const checkConstraints = defineCheck({
  id: 'check-constraints',
  group: 'schema',
  title: 'Check constraints',
  needs: ['schema.prisma', 'schema.ddl', 'database.catalogue'],
  uses: ['migrations.replay', 'migrations.folder'],
  run: (observed, settings) => {
    const all = migratedTables(observed, settings, WHAT, ({ checks }) => checks.length > 0);
    const findings: Finding[] = [];
    let compared = 0;
    for (const at of all.tables) {
      const { live, migrated } = at;
      const kept = (check: CheckConstraint) => !all.ignore.part(live.schema, live.name, check.name);
      const expected = (migrated?.checks ?? []).filter(kept);
      const match = matchParts(expected, live.checks.filter(kept), ruleOf);
      compared += expected.length + match.unexpected.length;
      for (const [wanted, found] of match.same) {
        const difference = stateDifference(at, wanted, found);
        if (difference !== null) findings.push(difference);
      }
      for (const [wanted, found] of match.changed) findings.push(redefined(at, wanted, found));
      for (const wanted of match.missing) findings.push(missing(at, wanted));
      for (const found of match.unexpected) findings.push(unexpected(at, found, all.side));
    }
    return partsResult({ compared, findings }, all, WHAT);
  },
});

/** What it asks of a row, and of whose rows; whether it is enforced and validated is its state. */
function ruleOf(check: CheckConstraint): string {
  return `${check.expression}${check.noInherit ? ' no inherit' : ''}`;
}

function missing(at: MigratedTable, check: CheckConstraint): Finding {
  return partFinding(at, {
    rule: 'check-constraint.missing',
    kind: 'check-constraint',
    name: check.name,
    // One that is not enforced does nothing, and neither does its absence.
    weight: weightOf(check.enforced ? 'loses integrity' : 'is drift'),
    source: check.source,
    message: `Check constraint ${check.name} of ${tableInWords(at.live, at.model)}, ${checkText(check)}, is declared by ${declaredBy(check.source)}, but the database has no such constraint, so rows that it forbids can come in.`,
    expected: checkText(check),
    observed: 'no such constraint',
    remedy: sqlRemedy(checkSql(at.live, check)),
  });
}

function redefined(at: MigratedTable, wanted: CheckConstraint, found: CheckConstraint): Finding {
  return partFinding(at, {
    rule: 'check-constraint.definition',
    kind: 'check-constraint',
    name: wanted.name,
    weight: weightOf(wanted.enforced ? 'loses integrity' : 'is drift'),
    source: wanted.source,
    message: `Check constraint ${wanted.name} of ${tableInWords(at.live, at.model)} is ${checkText(wanted)} by ${declaredBy(wanted.source)}, but ${checkText(found)} in the database.`,
    expected: checkText(wanted),
    observed: checkText(found),
    remedy: sqlRemedy([dropSql(at, found), ...checkSql(at.live, wanted)]),
  });
}

function stateDifference(at: MigratedTable, wanted: CheckConstraint, found: CheckConstraint): Finding | null {
  if (wanted.enforced !== found.enforced) return enforcement(at, wanted, found);
  if (!wanted.enforced || found.validated || !wanted.validated) return null;
  return partFinding(at, {
    rule: 'constraint.not-validated',
    kind: 'check-constraint',
    name: found.name,
    weight: weightOf('weakens integrity'),
    source: wanted.source,
    message: `Check constraint ${found.name} of ${tableInWords(at.live, at.model)} holds for all rows by ${declaredBy(wanted.source)}, but in the database it is NOT VALID: rows older than it were never checked.`,
    expected: 'validated',
    observed: 'not validated',
    remedy: sqlRemedy([validateSql(at, found)]),
  });
}

function enforcement(at: MigratedTable, wanted: CheckConstraint, found: CheckConstraint): Finding {
  // PostgreSQL alters the enforcement of foreign keys only: a check is made anew.
  return partFinding(at, {
    rule: 'check-constraint.definition',
    kind: 'check-constraint',
    name: wanted.name,
    weight: weightOf(wanted.enforced ? 'loses integrity' : 'may refuse writes'),
    source: wanted.source,
    message: `Check constraint ${found.name} of ${tableInWords(at.live, at.model)} is ${inForce(wanted)} by ${declaredBy(wanted.source)}, but ${inForce(found)} in the database.`,
    expected: checkText(wanted),
    observed: checkText(found),
    remedy: sqlRemedy([dropSql(at, found), ...checkSql(at.live, wanted)]),
  });
}

function inForce(check: CheckConstraint): string {
  return check.enforced ? 'enforced' : 'NOT ENFORCED, so that it does nothing,';
}

function unexpected(at: MigratedTable, check: CheckConstraint, side: MigrationsSide): Finding {
  const effect = check.enforced
    ? 'it refuses writes that schema.prisma allows'
    : 'it is NOT ENFORCED and does nothing';
  return partFinding(at, {
    rule: 'check-constraint.unexpected',
    kind: 'check-constraint',
    name: check.name,
    weight: weightOfExtra(check.enforced ? 'may refuse writes' : 'changes nothing', side.schema !== null),
    source: undefined,
    message: `Only the database has check constraint ${check.name} on ${tableInWords(at.live, at.model)}, ${checkText(check)}: ${nobodyDeclares(side)}, and ${effect}.`,
    expected: 'no such constraint',
    observed: checkText(check),
    remedy: sqlRemedy([dropSql(at, check)]),
  });
}

function dropSql(at: MigratedTable, check: CheckConstraint) {
  return statement(alterTableSql(at.live, `DROP CONSTRAINT ${quoteName(check.name)}`), 'drop-dependent', {
    lock: 'ACCESS EXCLUSIVE',
    lockedTable: at.id,
    note: 'If it is wanted, put it into a migration instead of dropping it.',
  });
}

function validateSql(at: MigratedTable, check: CheckConstraint) {
  return statement(alterTableSql(at.live, `VALIDATE CONSTRAINT ${quoteName(check.name)}`), 'validate', {
    lock: 'SHARE UPDATE EXCLUSIVE',
    lockedTable: at.id,
    scans: true,
    dataLoss: 'none',
    note: 'Fails at the first row that does not fit; reads and writes go on meanwhile.',
  });
}
