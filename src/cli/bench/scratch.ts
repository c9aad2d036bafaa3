import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { applyMigrations } from '../../server/prisma/schema-engine';
import { readSchemaFiles } from '../../server/probes/prisma/schema-files';
import { withShadowDatabase } from '../../server/shadow';
import { bundleSeed } from '../up/seed';
import type { BenchPlace } from './subject';

export type Scratch = {
  /** With the password: never print it. */
  url: string;
  /** `PostgreSQL 18.4`. */
  server: string;
  rows: number;
};

const Loaded = z.object({ table: z.string(), total: z.number() });

/**
 * Makes a database with Americano's migrations and its `large` data, beside the one in use on the PostgreSQL that comes
 * along, runs the work in it and takes it away, also when interrupted. What a killed run left, the next one sweeps.
 */
export async function withScratch<T>(place: BenchPlace, work: (scratch: Scratch) => Promise<T>): Promise<T> {
  const { projectRoot, dataDir, signal, tell } = place;
  tell('bench: making a database of its own on the PostgreSQL that comes along.');
  return withShadowDatabase({ shadowDatabaseUrl: null, dataDir, signal }, async ({ url, server }) => {
    await applyMigrations({
      databaseUrl: url,
      schemaFiles: await readSchemaFiles(path.join(projectRoot, 'prisma', 'schema.prisma')),
      migrationsDir: path.join(projectRoot, 'prisma', 'migrations'),
    });
    return work({ url, server, rows: await fill(url, place) });
  });
}

/** @returns how many rows were loaded */
async function fill(url: string, { projectRoot, signal, tell }: BenchPlace): Promise<number> {
  tell('bench: loading the `large` data, which takes a minute or two.');
  const script = await bundleSeed({ projectRoot });
  const child = spawn(process.execPath, [script, '--size', 'large'], {
    cwd: projectRoot,
    // Not as an argument: those can be read by every user of the machine.
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  const ended = once(child, 'close');
  // An interruption ends it while its lines are still read.
  ended.catch(() => undefined);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString()}`.slice(-2_000);
  });
  let total = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const loaded = Loaded.safeParse(JSON.parse(line));
    if (!loaded.success) continue;
    if (Math.floor(loaded.data.total / ROWS_TOLD) > Math.floor(total / ROWS_TOLD))
      tell(`bench: ${loaded.data.total.toLocaleString('en')} rows so far`);
    total = loaded.data.total;
  }
  await ended;
  signal.throwIfAborted();
  if (child.exitCode === 0) return total;
  throw new Error(
    `The \`large\` data could not be loaded: ${said.trim() || `it ended with ${child.exitCode}`}`,
  );
}

const ROWS_TOLD = 400_000;
