import type { Index, Table } from '../../shared/database-schema';
import type { RepairStatement } from '../../shared/finding';
import { statement } from './repair';
import { concurrently, createIndexSql, dropIndexSql, rebuildIndexSql } from './sql-index';
import { alterTableSql, cutName, nameInText, quoteName, quoteObject } from './sql-text';

/** Where an index is to stand: on a table in use, or on one that the same repair has only just made. */
export type IndexPlace = Pick<Table, 'kind'> | 'new table';

const DOUBLES =
  'Fails where rows are doubled, and then leaves an index behind that is not valid: drop that one, clear the doubles, run it again.';

/** What makes an index; on a table in use without keeping anybody from writing, where PostgreSQL can do that. */
export function createIndexStatements(index: Index, place: IndexPlace): RepairStatement[] {
  const phase = index.unique ? 'unique' : 'index';
  // Somebody wrote it in words of their own, and those are kept.
  const isWritten = index.origin === 'migration' || index.origin === 'manifest';
  const plain = isWritten && index.definition.trim() !== '' ? index.definition : null;
  if (place === 'new table') return [statement(plain ?? createIndexSql(index), phase)];
  const on = { lockedTable: nameInText(index), scans: true } as const;
  if (place.kind !== 'table') {
    // CONCURRENTLY is not to be had on a partitioned table.
    return [statement(plain ?? createIndexSql(index), phase, { ...on, lock: 'SHARE', ...doubles(index) })];
  }
  const make = statement(
    plain === null
      ? createIndexSql({ ...index, constraint: null }, { concurrently: true })
      : concurrently(plain),
    phase,
    { ...on, lock: 'SHARE UPDATE EXCLUSIVE', transaction: 'outside', ...doubles(index) },
  );
  if (index.constraint !== 'unique') return [make];
  const name = quoteName(index.name);
  const add = alterTableSql(tableOf(index), `ADD CONSTRAINT ${name} UNIQUE USING INDEX ${name}`);
  return [make, statement(add, phase, { lock: 'ACCESS EXCLUSIVE', lockedTable: nameInText(index) })];
}

function doubles(index: Index): { dataLoss: 'possible'; note: string } | { note: null } {
  return index.unique ? { dataLoss: 'possible', note: DOUBLES } : { note: null };
}

/** What takes an index away. It holds no data, but queries that used it become slow, and what it guarded is open. */
export function dropIndexStatements(
  index: Index,
  place: Pick<Table, 'kind'>,
  phase: RepairStatement['phase'] = 'drop',
  note: string | null = null,
): RepairStatement[] {
  const online = index.constraint === null && place.kind === 'table';
  return [
    statement(dropIndexSql(index, { concurrently: online }), phase, {
      lock: online ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE',
      lockedTable: nameInText(index),
      transaction: online ? 'outside' : 'inside',
      note,
    }),
  ];
}

/** One index in the place of another of the same name: the old one serves until the new one stands, where that can be. */
export function replaceIndexStatements(old: Index, index: Index, table: Table): RepairStatement[] {
  const phase = index.unique ? 'unique' : 'index';
  if (old.constraint !== null) {
    return [...dropIndexStatements(old, table, phase), ...createIndexStatements(index, table)];
  }
  const aside = { ...old, name: cutName(old.name, '_old') };
  const rename = `ALTER INDEX ${quoteObject(old)} RENAME TO ${quoteName(aside.name)}`;
  return [
    statement(rename, phase, { note: 'The old one serves on under another name until the new one stands.' }),
    ...createIndexStatements(index, table),
    ...dropIndexStatements(aside, table, phase),
  ];
}

/** What makes an index that stands but is not valid a valid one, and keeps its name. */
export function rebuildIndexStatements(index: Index, table: Pick<Table, 'kind'>): RepairStatement[] {
  const phase = index.unique ? 'unique' : 'index';
  const whole = table.kind === 'partitioned table';
  return [
    statement(rebuildIndexSql(index, table), phase, {
      lock: whole ? 'SHARE' : 'SHARE UPDATE EXCLUSIVE',
      lockedTable: nameInText(index),
      scans: true,
      // REINDEX of a partitioned index is a series of its own transactions.
      transaction: 'outside',
      dataLoss: index.unique ? 'possible' : 'none',
      note: whole
        ? 'An index on a partitioned table becomes valid when each partition has its own attached to it (ALTER INDEX … ATTACH PARTITION …).'
        : index.unique
          ? 'Fails where rows are doubled: clear the doubles first.'
          : null,
    }),
  ];
}

function tableOf(index: Index): { schema: string; name: string } {
  return { schema: index.schema, name: index.table };
}
