import type pg from 'pg';
import { type Row, type SeedContext, seedContext, type TableSeed } from './context';
import type { SizeName } from './sizes';
import { allTables } from './tables';

const ROWS_PER_INSERT = 2_000;

/** The base date of all activity, unless another is given. */
export const DEFAULT_BASE_MS = Date.UTC(2026, 10, 1);

/** One table has been filled: its rows, the rows of all tables so far, the time that it took. */
export type TableLoaded = { table: string; rows: number; total: number; elapsedMs: number };

/** The database holds users, and nobody asked to reset it. */
export class AlreadySeededError extends Error {
  override readonly name = 'AlreadySeededError';
}

/**
 * Fills every table of Americano, one transaction a table, and analyses the database at the end.
 * Yields after each table. The same size and base date give the same rows, always.
 * @throws AlreadySeededError when there are users and `reset` is false
 */
export async function* loadSeed(
  client: pg.ClientBase,
  options: { size: SizeName; reset: boolean; baseMs?: number },
): AsyncGenerator<TableLoaded> {
  const { rows: found } = await client.query('SELECT 1 FROM "users" LIMIT 1');
  if (found.length > 0 && !options.reset) {
    throw new AlreadySeededError(
      'The database already has users: pass --reset to delete all rows of Americano and load them anew.',
    );
  }
  const names = allTables.map((one) => `"${one.table}"`).join(', ');
  if (found.length > 0) await client.query(`TRUNCATE ${names} RESTART IDENTITY CASCADE`);
  const seed = seedContext(options.size, options.baseMs ?? DEFAULT_BASE_MS);
  let total = 0;
  for (const one of allTables) {
    const startedMs = performance.now();
    const rows = await loadTable(client, one, seed);
    total += rows;
    yield { table: one.table, rows, total, elapsedMs: Math.round(performance.now() - startedMs) };
  }
  await client.query(`ANALYZE ${names}`);
}

async function loadTable(client: pg.ClientBase, one: TableSeed, seed: SeedContext): Promise<number> {
  let count = 0;
  await client.query('BEGIN');
  try {
    for (const batch of batches(one.rows(seed))) {
      await insert(client, one.table, batch);
      count += batch.length;
    }
    await client.query('COMMIT');
    return count;
  } catch (error) {
    await client.query('ROLLBACK');
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The table ${one.table} could not be filled: ${reason}`, { cause: error });
  }
}

/** The rows travel as one JSON text; PostgreSQL casts each value to its column's type, enums and arrays too. */
async function insert(client: pg.ClientBase, table: string, batch: Row[]): Promise<void> {
  const columns = Object.keys(batch[0] ?? {})
    .map((name) => `"${name}"`)
    .join(', ');
  await client.query(
    `INSERT INTO "${table}" (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::"${table}", $1)`,
    [JSON.stringify(batch)],
  );
}

function* batches(rows: Iterable<Row>): Generator<Row[]> {
  let batch: Row[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length === ROWS_PER_INSERT) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
