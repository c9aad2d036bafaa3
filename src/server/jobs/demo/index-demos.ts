import { z } from 'zod';
import { quoted, type Sql, withDatabase } from './database';
import { relationExists } from './table-demos';
import { defineDemo } from './types';

const IndexRecord = z.object({ definition: z.string() });

const DROPPED = 'idx_struggle_predictions_user_status_date';

/** A strategic index that only SQL in a migration declares. */
export const droppedIndex = defineDemo({
  name: 'dropped-index',
  title: `Drop the index ${DROPPED}`,
  record: IndexRecord,
  look: (context) => withDatabase(context, (sql) => readIndex(sql, DROPPED)),
  apply: (context, _record, { log }) =>
    withDatabase(context, async (sql) => {
      await sql.run(`DROP INDEX ${quoted('public', DROPPED)}`);
      log(`DROP INDEX ${DROPPED}`);
    }),
  undo: (context, { definition }, { log }) =>
    withDatabase(context, async (sql) => {
      if (await relationExists(sql, 'public', DROPPED)) return;
      await sql.run(definition);
      log(`${DROPPED} is there again.`);
    }),
});

const INVALID = { table: 'struggle_indicators', index: 'idx_struggle_indicators_user_severity' };
/** The build gives up after this: long enough to put its entry into the catalogue, which is the first thing it does. */
const BUILD_TIMEOUT_MS = 1_500;
/** PostgreSQL's query_canceled. */
const Cancelled = z.object({ code: z.literal('57014') });

/**
 * As it happens in life: an index is rebuilt with CONCURRENTLY, waits for a transaction that stays open, is cancelled,
 * and leaves an entry that no query uses and every write pays for.
 */
export const invalidIndex = defineDemo({
  name: 'invalid-index',
  title: `Let a rebuild of the index ${INVALID.index} break off`,
  record: IndexRecord,
  look: (context) => withDatabase(context, (sql) => readIndex(sql, INVALID.index)),
  apply: (context, { definition }, { log }) =>
    withDatabase(context, async (holder) => {
      await holder.run(`DROP INDEX IF EXISTS ${quoted('public', INVALID.index)}`);
      await holder.run('BEGIN');
      await holder.run(`LOCK TABLE ${quoted('public', INVALID.table)} IN ROW EXCLUSIVE MODE`);
      try {
        const build = definition.replace(/^CREATE INDEX /, 'CREATE INDEX CONCURRENTLY ');
        await withDatabase(context, async (builder) => {
          await builder.run(`SET lock_timeout = 0`);
          await builder.run(`SET statement_timeout = ${BUILD_TIMEOUT_MS}`);
          await expectCancelled(builder, build);
        });
        log(`${build} was cancelled while it waited for another transaction`);
      } finally {
        await holder.run('ROLLBACK');
      }
      if (await isValid(holder))
        throw new Error(`${INVALID.index} became valid all the same: heal, then try again.`);
    }),
  undo: (context, { definition }, { log }) =>
    withDatabase(context, async (sql) => {
      if (await isValid(sql)) return;
      await sql.run(`DROP INDEX IF EXISTS ${quoted('public', INVALID.index)}`);
      await sql.run(definition);
      log(`${INVALID.index} is valid again.`);
    }),
});

async function expectCancelled(sql: Sql, statement: string): Promise<void> {
  try {
    await sql.run(statement);
  } catch (error) {
    if (Cancelled.safeParse(error).success) return;
    throw error;
  }
}

async function isValid(sql: Sql): Promise<boolean> {
  const [row] = await sql.rows(
    'SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass($1)',
    z.object({ valid: z.boolean() }),
    [quoted('public', INVALID.index)],
  );
  return row?.valid === true;
}

async function readIndex(sql: Sql, name: string): Promise<z.infer<typeof IndexRecord>> {
  const [row] = await sql.rows(
    'SELECT pg_get_indexdef(indexrelid) AS definition FROM pg_index WHERE indexrelid = to_regclass($1) AND indisvalid',
    IndexRecord,
    [quoted('public', name)],
  );
  if (row === undefined) throw new Error(`There is no valid index ${name} to begin with: heal first.`);
  return row;
}
