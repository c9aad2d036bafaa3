import type { ExclusionConstraint } from '../shared/database-schema';
import type { Finding, RepairStatement } from '../shared/finding';
import { weightOf, weightOfExtra } from './support/impact';
import { type MigratedTable, migratedTables } from './support/migrated-tables';
import { declaredBy, type MigrationsSide, nobodyDeclares } from './support/migrations-side';
import { tableInWords } from './support/names';
import { partFinding, partsResult } from './support/part-finding';
import { matchParts } from './support/part-match';
import { sqlRemedy, statement } from './support/repair';
import { alterTableSql, quoteName } from './support/sql-text';
import { defineCheck } from './types';

const WHAT = 'exclusion constraints';

/** The EXCLUDE constraints that plain SQL in the migrations declares, and those that only the database has. */
export const exclusions = defineCheck({
  id: 'exclusions',
  group: 'schema',
  title: 'Exclusion constraints',
  needs: ['schema.prisma', 'schema.ddl', 'database.catalogue'],
  uses: ['migrations.replay', 'migrations.folder'],
  run: (observed, settings) => {
    const all = migratedTables(observed, settings, WHAT, ({ exclusions }) => exclusions.length > 0);
    const findings: Finding[] = [];
    let compared = 0;
    for (const at of all.tables) {
      const { live, migrated } = at;
      const kept = (one: ExclusionConstraint) => !all.ignore.part(live.schema, live.name, one.name);
      const expected = (migrated?.exclusions ?? []).filter(kept);
      const match = matchParts(expected, live.exclusions.filter(kept), (one) => one.definition);
      compared += expected.length + match.unexpected.length;
      for (const wanted of match.missing) findings.push(missing(at, wanted, undefined));
      // One difference, one finding: another definition under its name is what stands instead of the declared one.
      for (const [wanted, found] of match.changed) findings.push(missing(at, wanted, found));
      for (const found of match.unexpected) findings.push(unexpected(at, found, all.side));
    }
    return partsResult({ compared, findings }, all, WHAT);
  },
});

function missing(
  at: MigratedTable,
  wanted: ExclusionConstraint,
  instead: ExclusionConstraint | undefined,
): Finding {
  const add = statement(
    alterTableSql(at.live, `ADD CONSTRAINT ${quoteName(wanted.name)} ${wanted.definition}`),
    'exclusion',
    {
      lock: 'ACCESS EXCLUSIVE',
      lockedTable: at.id,
      scans: true,
      note: 'Builds its index while it holds the lock, and fails at the first two rows that exclude one another.',
    },
  );
  return partFinding(at, {
    rule: 'exclusion.missing',
    kind: 'exclusion',
    name: wanted.name,
    weight: weightOf('loses integrity'),
    source: wanted.source,
    message: `Exclusion constraint ${wanted.name} of ${tableInWords(at.live, at.model)} is ${wanted.definition} by ${declaredBy(wanted.source)}, but the database has ${instead === undefined ? 'no such constraint' : `${instead.definition} under its name`}, so rows that exclude one another can come in.`,
    expected: wanted.definition,
    observed: instead?.definition ?? 'no such constraint',
    remedy: sqlRemedy(instead === undefined ? [add] : [drop(at, instead), add]),
  });
}

function unexpected(at: MigratedTable, found: ExclusionConstraint, side: MigrationsSide): Finding {
  return partFinding(at, {
    rule: 'exclusion.unexpected',
    kind: 'exclusion',
    name: found.name,
    weight: weightOfExtra('may refuse writes', side.schema !== null),
    source: undefined,
    message: `Only the database has exclusion constraint ${found.name} on ${tableInWords(at.live, at.model)}, ${found.definition}: ${nobodyDeclares(side)}, and it refuses writes that schema.prisma allows.`,
    expected: 'no such constraint',
    observed: found.definition,
    remedy: sqlRemedy([drop(at, found)]),
  });
}

function drop(at: MigratedTable, found: ExclusionConstraint): RepairStatement {
  return statement(alterTableSql(at.live, `DROP CONSTRAINT ${quoteName(found.name)}`), 'drop-dependent', {
    lock: 'ACCESS EXCLUSIVE',
    lockedTable: at.id,
    note: 'Its index goes with it. If it is wanted, put it into a migration instead of dropping it.',
  });
}
