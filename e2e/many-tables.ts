import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { synthetic } from '../bench/synthetic';
import { ensureDatabase, startEmbedded } from '../src/server/embedded';
import { ROOT, startDashboard } from './dashboard';

/** So many statements go to the server in one message. */
const BATCH = 500;

/** A dashboard of its own on a real database of so many tables, and on the schema that declares them. */
export async function startOnManyTables(
  tables: number,
): Promise<{ baseUrl: string; stop: () => Promise<void> }> {
  await mkdir(path.join(ROOT, '.data'), { recursive: true });
  const folder = await mkdtemp(path.join(ROOT, '.data', 'e2e-many-'));
  const server = await startEmbedded({
    dataDir: path.join(folder, 'postgres'),
    durable: false,
    // One transaction a batch holds a lock on each table that it makes.
    settings: { max_locks_per_transaction: '2048' },
  });
  const end = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const { schema, statements } = synthetic(tables);
    const file = path.join(folder, 'schema.prisma');
    await writeFile(file, schema);
    await ensureDatabase(server.url('postgres'), 'many');
    await create(server.url('many'), statements);
    const dashboard = await startDashboard([], path.join(folder, 'dashboard'), {
      DATABASE_URL: server.url('many'),
      DRIFTBOARD_SCHEMA: file,
      DRIFTBOARD_TIMEOUT_MS: '120000',
    });
    return {
      baseUrl: dashboard.baseUrl,
      stop: async () => {
        await dashboard.stop();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

async function create(url: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (let from = 0; from < statements.length; from += BATCH) {
      await client.query(statements.slice(from, from + BATCH).join('\n'));
    }
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
}
