import type { CheckConstraint, Sequence, Table } from '../../shared/database-schema';
import type { RepairStatement } from '../../shared/finding';
import { checkText } from './check-sql';
import { createPolicySql } from './policy-sql';
import { statement } from './repair';
import { alterSequenceSql, sameOptions, usualSequence } from './sequence-sql';
import { alterTableSql, cutName, quoteName } from './sql-text';
import { createTriggerSql } from './trigger-sql';

/** What the migrations declare of a table beyond what Prisma can say. */
export type MigratedParts = {
  table: Table;
  /** All that the migrations make. */
  sequences: readonly Sequence[];
};

/** What a table that is made anew carries beyond its columns, keys and indexes. Nobody uses it yet, so that nobody waits. */
export function tablePartStatements({ table, sequences }: MigratedParts): RepairStatement[] {
  return [
    ...sequenceStatements(table, sequences),
    ...table.checks.map((check) => newCheck(table, check)),
    ...table.exclusions.map((exclusion) =>
      statement(
        alterTableSql(table, `ADD CONSTRAINT ${quoteName(exclusion.name)} ${exclusion.definition}`),
        'exclusion',
      ),
    ),
    ...table.triggers.flatMap((trigger) => createTriggerSql(table, trigger)).map(unlocked),
    ...securityStatements(table),
  ];
}

/** The same statement on what the repair has only just made. */
export function unlocked(one: RepairStatement): RepairStatement {
  return { ...one, lock: null, lockedTable: null };
}

function newCheck(table: Table, check: CheckConstraint): RepairStatement {
  const later = check.enforced && !check.validated ? ' NOT VALID' : '';
  return statement(
    alterTableSql(table, `ADD CONSTRAINT ${quoteName(check.name)} ${checkText(check)}${later}`),
    'check',
  );
}

function securityStatements(table: Table): RepairStatement[] {
  const { enabled, forced, policies } = table.rowSecurity;
  const actions = [
    enabled ? 'ENABLE ROW LEVEL SECURITY' : '',
    forced ? 'FORCE ROW LEVEL SECURITY' : '',
  ].filter((action) => action !== '');
  return [
    ...policies.map((policy) => unlocked(createPolicySql(table, policy))),
    ...(actions.length === 0
      ? []
      : [
          statement(alterTableSql(table, ...actions), 'row-security', {
            note: 'Each role sees only what a policy allows it.',
          }),
        ]),
  ];
}

/** The sequences under its columns, where they count otherwise than PostgreSQL's own would. */
function sequenceStatements(table: Table, sequences: readonly Sequence[]): RepairStatement[] {
  return sequences.flatMap((sequence) => {
    const { ownedBy } = sequence;
    const column = table.columns.find(({ name }) => name === ownedBy?.column);
    const isOurs = sequence.schema === table.schema && ownedBy?.table === table.name;
    if (!isOurs || column === undefined || (column.identity === null && column.default !== 'nextval'))
      return [];
    // CREATE TABLE names it anew, whatever the migrations called it.
    const made = { schema: table.schema, name: cutName(`${table.name}_${column.name}`, '_seq') };
    const usual = usualSequence(sequence);
    return sameOptions(sequence, usual) ? [] : [alterSequenceSql(made, sequence, usual, 'primary-key')];
  });
}
