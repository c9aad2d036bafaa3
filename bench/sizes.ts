import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ensureDatabase } from '../src/server/embedded';
import { withClient } from '../src/server/embedded/databases';
import { applyMigrations } from '../src/server/prisma/schema-engine';
import { readSchemaFiles } from '../src/server/probes/prisma/schema-files';
import { synthetic } from './synthetic';

export const SIZES = ['real', 's500', 's2000', 's10000'] as const;
/** `real` is Americano; `s500` and its like are made up, of so many tables. */
export type Size = (typeof SIZES)[number] | `s${number}`;

/** Rows of the catalogue that describe a database: what growth is measured by. */
export const Objects = z.object({
  tables: z.number().int(),
  columns: z.number().int(),
  constraints: z.number().int(),
  indexes: z.number().int(),
});
export type Objects = z.infer<typeof Objects>;

/** One database and the schema that it was made from. */
export const Prepared = z.object({
  size: z.string(),
  databaseUrl: z.string(),
  schema: z.string(),
  migrations: z.string().nullable(),
  objects: Objects,
});
export type Prepared = z.infer<typeof Prepared>;

type Server = { url(database: string): string };

export function isSize(text: string): text is Size {
  return text === 'real' || /^s[1-9]\d{0,4}$/.test(text);
}

/** Makes the database of one size, and its `schema.prisma` in `folder`. */
export async function prepare(
  size: Size,
  server: Server,
  folder: string,
  projectRoot: string,
): Promise<Prepared> {
  await ensureDatabase(server.url('postgres'), size);
  const databaseUrl = server.url(size);
  const made =
    size === 'real'
      ? await makeReal(databaseUrl, projectRoot)
      : await makeSynthetic(Number(size.slice(1)), databaseUrl, path.join(folder, size));
  return { size, databaseUrl, ...made, objects: await settle(databaseUrl) };
}

async function makeReal(databaseUrl: string, projectRoot: string) {
  const schema = path.join(projectRoot, 'prisma', 'schema.prisma');
  const migrations = path.join(projectRoot, 'prisma', 'migrations');
  await applyMigrations({
    databaseUrl,
    schemaFiles: await readSchemaFiles(schema),
    migrationsDir: migrations,
  });
  return { schema, migrations };
}

/** A transaction locks what it makes: batches stay below the server's table of locks. */
const STATEMENTS_A_BATCH = 250;

async function makeSynthetic(tables: number, databaseUrl: string, folder: string) {
  const { schema: text, statements } = synthetic(tables);
  await mkdir(folder, { recursive: true });
  const schema = path.join(folder, 'schema.prisma');
  await writeFile(schema, text);
  await withClient(databaseUrl, async (client) => {
    for (let from = 0; from < statements.length; from += STATEMENTS_A_BATCH) {
      await client.query(statements.slice(from, from + STATEMENTS_A_BATCH).join('\n'));
    }
  });
  return { schema, migrations: null };
}

const COUNTS = `SELECT
  (SELECT count(*)::int FROM pg_catalog.pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r') AS tables,
  (SELECT count(*)::int FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
   WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
  (SELECT count(*)::int FROM pg_catalog.pg_constraint
   WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f', 'c', 'x')) AS constraints,
  (SELECT count(*)::int FROM pg_catalog.pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'i') AS indexes`;

/** Leaves the catalogue as one that has stood for a while: vacuumed, and with statistics for the planner. */
async function settle(databaseUrl: string): Promise<Objects> {
  return withClient(databaseUrl, async (client) => {
    for (const name of ['class', 'attribute', 'attrdef', 'constraint', 'index', 'type', 'enum', 'depend']) {
      await client.query(`VACUUM (ANALYZE) pg_catalog.pg_${name}`);
    }
    await client.query('CHECKPOINT');
    const { rows } = await client.query(COUNTS);
    return Objects.parse(rows[0]);
  });
}

export const objectCount = (objects: Objects) =>
  Object.values(objects).reduce((sum, count) => sum + count, 0);
