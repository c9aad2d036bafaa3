import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { z } from 'zod';
import { withClient } from '../../server/embedded/databases';
import type { DataSize, UpContext } from './options';

/** One line of the seed's standard output: a table that has been filled. */
const lineSchema = z.looseObject({ table: z.string(), rows: z.number().int().nonnegative() });

/**
 * Fills an empty Americano with data, in a process of its own. Data that is there stays, unless a marker says that its
 * loading was cut off: then it is loaded anew.
 */
export async function seed(context: UpContext, databaseUrl: string, size: DataSize): Promise<void> {
  await context.progress.phase('Data', async (update) => {
    const marker = join(context.dataDir, 'run', 'seeding');
    const cutOff = existsSync(marker);
    if (!cutOff && (await hasUsers(databaseUrl))) return 'Data: there already';
    await mkdir(dirname(marker), { recursive: true });
    await writeFile(marker, '');
    const script = await bundleSeed(context);
    const totals = { tables: 0, rows: 0 };
    await context.children.run(
      'Filling the database',
      {
        args: [script, '--size', size, ...(cutOff ? ['--reset'] : [])],
        cwd: context.projectRoot,
        // Not as an argument: those can be read by every user of the machine.
        env: { ...process.env, DATABASE_URL: databaseUrl },
        logFile: join(context.dataDir, 'logs', 'seed.log'),
        onLine: (line) => {
          const parsed = lineSchema.safeParse(parseJson(line));
          if (!parsed.success) return;
          totals.tables += 1;
          totals.rows += parsed.data.rows;
          update(`${parsed.data.table}, ${totals.rows.toLocaleString('en')} rows so far`);
        },
      },
      context.signal,
    );
    await rm(marker);
    return `Data: ${size}, ${totals.rows.toLocaleString('en')} rows in ${totals.tables} tables`;
  });
}

async function hasUsers(databaseUrl: string): Promise<boolean> {
  return withClient(databaseUrl, async (client) => {
    const result = await client.query('SELECT 1 FROM public.users LIMIT 1');
    return result.rows.length > 0;
  });
}

/** Into Driftboard's folder, where its packages are found. */
export async function bundleSeed(context: Pick<UpContext, 'projectRoot'>): Promise<string> {
  const outfile = join(context.projectRoot, '.data', 'build', 'seed.mjs');
  await build({
    absWorkingDir: context.projectRoot,
    entryPoints: [join(context.projectRoot, 'prisma', 'seed', 'main.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    alias: { '@': join(context.projectRoot, 'src') },
    logLevel: 'silent',
  });
  return outfile;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
