import type { Trigger } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import { weightOf, weightOfExtra } from './support/impact';
import { type MigratedTable, migratedTables } from './support/migrated-tables';
import { declaredBy, type MigrationsSide, nobodyDeclares } from './support/migrations-side';
import { tableInWords } from './support/names';
import { partFinding, partsResult } from './support/part-finding';
import { matchParts } from './support/part-match';
import { sqlRemedy } from './support/repair';
import { createTriggerSql, dropTriggerSql, fires, triggerStateSql } from './support/trigger-sql';
import { defineCheck } from './types';

const WHAT = 'triggers';

/** The triggers that plain SQL in the migrations declares, whether they fire, and those that only the database has. */
export const triggers = defineCheck({
  id: 'triggers',
  group: 'schema',
  title: 'Triggers',
  needs: ['schema.prisma', 'schema.ddl', 'database.catalogue'],
  uses: ['migrations.replay', 'migrations.folder'],
  run: (observed, settings) => {
    const all = migratedTables(observed, settings, WHAT, ({ triggers }) => triggers.length > 0);
    const findings: Finding[] = [];
    let compared = 0;
    for (const at of all.tables) {
      const { live, migrated } = at;
      const kept = (trigger: Trigger) => !all.ignore.part(live.schema, live.name, trigger.name);
      const expected = (migrated?.triggers ?? []).filter(kept);
      // Triggers fire in the order of their names: one of another name is another one.
      const match = matchParts(expected, live.triggers.filter(kept), (one) => one.definition, false);
      compared += expected.length + match.unexpected.length;
      for (const wanted of match.missing) findings.push(missing(at, wanted));
      for (const [wanted, found] of [...match.same, ...match.changed]) {
        if (wanted.definition !== found.definition) findings.push(redefined(at, wanted, found));
        if (wanted.enabled !== found.enabled) findings.push(otherState(at, wanted, found));
      }
      for (const found of match.unexpected) findings.push(unexpected(at, found, all.side));
    }
    return partsResult({ compared, findings }, all, WHAT);
  },
});

function missing(at: MigratedTable, trigger: Trigger): Finding {
  return partFinding(at, {
    rule: 'trigger.missing',
    kind: 'trigger',
    name: trigger.name,
    // Nobody but its author knows what it keeps right; nothing throws where it lacks.
    weight: weightOf(fires(trigger) ? 'loses integrity' : 'is drift'),
    source: trigger.source,
    message: `Trigger ${trigger.name} of ${tableInWords(at.live, at.model)} is declared by ${declaredBy(trigger.source)}, but the database has no such trigger, so what it does at each write is not done.`,
    expected: trigger.definition,
    observed: 'no such trigger',
    remedy: sqlRemedy(createTriggerSql(at.live, trigger)),
  });
}

function redefined(at: MigratedTable, wanted: Trigger, found: Trigger): Finding {
  return partFinding(at, {
    rule: 'trigger.definition',
    kind: 'trigger',
    name: wanted.name,
    weight: weightOf('loses integrity'),
    source: wanted.source,
    message: `Trigger ${wanted.name} of ${tableInWords(at.live, at.model)} is ${wanted.definition} by ${declaredBy(wanted.source)}, but ${found.definition} in the database.`,
    expected: wanted.definition,
    observed: found.definition,
    remedy: sqlRemedy([dropTriggerSql(at.live, found), ...createTriggerSql(at.live, wanted)]),
  });
}

function otherState(at: MigratedTable, wanted: Trigger, found: Trigger): Finding {
  const lost = fires(wanted) && !fires(found);
  return partFinding(at, {
    rule: 'trigger.disabled',
    kind: 'trigger',
    name: wanted.name,
    weight: weightOf(lost ? 'loses integrity' : 'weakens integrity'),
    source: wanted.source,
    message: `Trigger ${wanted.name} of ${tableInWords(at.live, at.model)} ${STATES[wanted.enabled]} by ${declaredBy(wanted.source)}, but ${STATES[found.enabled]} in the database.`,
    expected: STATES[wanted.enabled],
    observed: STATES[found.enabled],
    remedy: sqlRemedy([triggerStateSql(at.live, wanted)]),
  });
}

const STATES: Record<Trigger['enabled'], string> = {
  origin: 'fires at each ordinary write',
  always: 'fires at each write, also at replicated ones',
  replica: 'fires at replicated writes only',
  disabled: 'is disabled and never fires',
};

function unexpected(at: MigratedTable, trigger: Trigger, side: MigrationsSide): Finding {
  const effect = fires(trigger)
    ? 'it can change or refuse what the client writes'
    : `it ${STATES[trigger.enabled]}`;
  return partFinding(at, {
    rule: 'trigger.unexpected',
    kind: 'trigger',
    name: trigger.name,
    weight: weightOfExtra(fires(trigger) ? 'may refuse writes' : 'changes nothing', side.schema !== null),
    source: undefined,
    message: `Only the database has trigger ${trigger.name} on ${tableInWords(at.live, at.model)}: ${nobodyDeclares(side)}, and ${effect}.`,
    expected: 'no such trigger',
    observed: trigger.definition,
    remedy: sqlRemedy([
      dropTriggerSql(
        at.live,
        trigger,
        'If it is wanted, put it and its function into a migration instead of dropping it.',
      ),
    ]),
  });
}
