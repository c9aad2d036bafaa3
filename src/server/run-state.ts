import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { isAlive } from './embedded/processes';

/** What a running `driftboard up` tells other processes of the same user. It holds secrets: never print it. */
export const RunState = z.object({
  /** Of `driftboard up`. */
  pid: z.number().int().positive(),
  startedAt: z.iso.datetime(),
  databaseUrl: z.string().nullable(),
  baseUrl: z.url(),
  /** Of the Next server. */
  serverPid: z.number().int().positive(),
  /** Lets its bearer ask the server to load a new client. */
  reloadToken: z.string().min(1),
});
export type RunState = z.infer<typeof RunState>;

const fileOf = (dataDir: string) => join(dataDir, 'run', 'state.json');

/** The state of the `up` that runs on this data folder; null when none does (or its file is torn or of another version). */
export async function readRunState(dataDir: string): Promise<RunState | null> {
  const text = await readFile(fileOf(dataDir), 'utf8').catch(() => null);
  if (text === null) return null;
  const state = RunState.safeParse(parseJson(text));
  return state.success && (await isAlive(state.data.pid)) ? state.data : null;
}

/** Writes the state, readable by its owner only. */
export async function writeRunState(dataDir: string, state: RunState): Promise<void> {
  const file = fileOf(dataDir);
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${randomBytes(4).toString('hex')}`;
  await writeFile(temporary, `${JSON.stringify(RunState.parse(state), null, 2)}\n`, { mode: 0o600 });
  await rename(temporary, file);
}

/** Removes the state, if it is this process' own. */
export async function removeRunState(dataDir: string, pid: number): Promise<void> {
  if ((await readRunState(dataDir))?.pid === pid) await rm(fileOf(dataDir), { force: true });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
