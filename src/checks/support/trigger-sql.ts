import type { Trigger } from '../../shared/database-schema';
import type { RepairStatement } from '../../shared/finding';
import { nameOf } from './names';
import { statement } from './repair';
import { alterTableSql, quoteName, quoteObject } from './sql-text';

type Named = { schema: string; name: string };

/** Whether it fires in an ordinary session, as an application's is. */
export function fires({ enabled }: Trigger): boolean {
  return enabled === 'origin' || enabled === 'always';
}

/** Makes a trigger and gives it its state. */
export function createTriggerSql(table: Named, trigger: Trigger): RepairStatement[] {
  const create = statement(trigger.definition, 'trigger', {
    lock: 'SHARE ROW EXCLUSIVE',
    lockedTable: nameOf(table),
    note: `${functionOf(trigger) ?? 'The function that it calls'} has to be there: what functions the database has is not read; where it lacks, take it from the migration too.`,
  });
  return trigger.enabled === 'origin' ? [create] : [create, triggerStateSql(table, trigger)];
}

/** `audit()`: what a trigger calls, as its definition names it. */
function functionOf({ definition }: Trigger): string | null {
  const called = / EXECUTE (?:FUNCTION|PROCEDURE) ((?:"(?:[^"]|"")*"|[^\s("])+)\(/i.exec(definition)?.[1];
  return called === undefined ? null : `Function ${called}()`;
}

/** Drops a trigger; its function stays. */
export function dropTriggerSql(table: Named, trigger: Trigger, note: string | null = null): RepairStatement {
  return statement(`DROP TRIGGER ${quoteName(trigger.name)} ON ${quoteObject(table)}`, 'drop-dependent', {
    lock: 'ACCESS EXCLUSIVE',
    lockedTable: nameOf(table),
    note,
  });
}

const STATE_WORDS: Record<Trigger['enabled'], string> = {
  origin: 'ENABLE TRIGGER',
  always: 'ENABLE ALWAYS TRIGGER',
  replica: 'ENABLE REPLICA TRIGGER',
  disabled: 'DISABLE TRIGGER',
};

/** Puts a trigger into its declared state. */
export function triggerStateSql(table: Named, trigger: Trigger): RepairStatement {
  return statement(
    alterTableSql(table, `${STATE_WORDS[trigger.enabled]} ${quoteName(trigger.name)}`),
    'trigger',
    {
      lock: 'SHARE ROW EXCLUSIVE',
      lockedTable: nameOf(table),
      note: 'What was written in the meantime is not made good: the trigger did not see it.',
    },
  );
}
