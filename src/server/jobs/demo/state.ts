import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { DemoName } from '../../../shared/job';
import { errorCode, errorText } from '../../probes/client/errors';

const DemoState = z.object({
  version: z.literal(1),
  demos: z.array(
    z.object({
      name: DemoName,
      since: z.string(),
      /** What the demo needs to undo itself; only it knows the form. */
      record: z.unknown(),
      /** False while it is being made, and for one that broke off: healing undoes what there is of it. */
      applied: z.boolean().default(true),
    }),
  ),
});
type DemoState = z.infer<typeof DemoState>;
export type DemoInForce = DemoState['demos'][number];

function stateFile(dataDir: string): string {
  return join(dataDir, 'demo', 'state.json');
}

/**
 * The demos that are in force, in the order in which they were made.
 * @throws Error with a sentence when the record cannot be read: nobody may then say that there are none
 */
export async function demosInForce(dataDir: string): Promise<DemoInForce[]> {
  const file = stateFile(dataDir);
  try {
    return DemoState.parse(JSON.parse(await readFile(file, 'utf8'))).demos;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw new Error(
      `The record of the demos in ${file} cannot be read (${errorCode(error) ?? errorText(error)}): start over with a fresh embedded database.`,
    );
  }
}

/** Keeps a demo's record; written before the demo changes anything, so that half a demo can be healed too. */
export async function rememberDemo(dataDir: string, demo: Omit<DemoInForce, 'since'>): Promise<void> {
  const others = (await demosInForce(dataDir)).filter(({ name }) => name !== demo.name);
  await write(dataDir, [...others, { ...demo, since: new Date().toISOString() }]);
}

/** Forgets a demo that was healed; one that is not in force is no error. */
export async function forgetDemo(dataDir: string, name: DemoName): Promise<void> {
  const demos = await demosInForce(dataDir);
  const others = demos.filter((demo) => demo.name !== name);
  if (others.length < demos.length) await write(dataDir, others);
}

async function write(dataDir: string, demos: DemoInForce[]): Promise<void> {
  const file = stateFile(dataDir);
  await mkdir(dirname(file), { recursive: true });
  const state: DemoState = { version: 1, demos };
  // A regeneration and a demo may write at the same time.
  const temporary = `${file}.${randomUUID()}.tmp`;
  await writeFile(temporary, JSON.stringify(state));
  await rename(temporary, file);
}
