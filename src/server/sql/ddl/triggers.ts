import type { AlterTableCmd, CreateTrigStmt } from 'libpg-query';
import type { Table, Trigger } from '../../../shared/database-schema';
import { truncateIdentifier } from '../identifier';
import { canonicalTrigger } from '../statement';
import { spell } from './spelled';
import { type DdlState, isLookedOver, noteAt, placeOf, type StatementSource, tableOf } from './state';

/** CREATE TRIGGER. What its function does is not compared. */
export function createTrigger(state: DdlState, statement: CreateTrigStmt, source: StatementSource): void {
  const table = tableOf(state, statement.relation);
  if (table === undefined) {
    if (!isLookedOver(state, statement.relation))
      noteAt(state, source, `a trigger on ${statement.relation?.relname}, a table not made before`);
    return;
  }
  const name = truncateIdentifier(statement.trigname ?? '');
  const trigger: Trigger = { name, definition: '', enabled: 'origin', ...placeOf(source) };
  const tree = { ...statement, trigname: name };
  spell(state, trigger, tree, () => {
    // The table may have been renamed or moved since.
    const relation = { ...tree.relation, schemaname: table.schema, relname: table.name };
    trigger.definition = canonicalTrigger({ ...tree, trigname: trigger.name, relation }, state.defaultSchema);
  });
  table.triggers = [...table.triggers.filter((one) => one.name !== name), trigger].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
}

const STATES = new Map<AlterTableCmd['subtype'], Trigger['enabled']>([
  ['AT_EnableTrig', 'origin'],
  ['AT_EnableTrigAll', 'origin'],
  ['AT_EnableTrigUser', 'origin'],
  ['AT_EnableAlwaysTrig', 'always'],
  ['AT_EnableReplicaTrig', 'replica'],
  ['AT_DisableTrig', 'disabled'],
  ['AT_DisableTrigAll', 'disabled'],
  ['AT_DisableTrigUser', 'disabled'],
]);

/** ENABLE and DISABLE TRIGGER. @returns whether the command was one of them */
export function setTriggerState(table: Table, command: AlterTableCmd): boolean {
  const enabled = STATES.get(command.subtype);
  if (enabled === undefined) return false;
  const all = /(All|User)$/.test(command.subtype ?? '');
  for (const trigger of table.triggers) if (all || trigger.name === command.name) trigger.enabled = enabled;
  return true;
}
