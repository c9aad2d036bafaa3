import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { Job } from '../../shared/job';
import { errorCode } from '../probes/client/errors';
import { Owner, ownerLives, thisOwner } from './owner';

/** A job as its lock names it: who does it, and where others can watch it. */
export const Ticket = z.object({
  jobId: z.string(),
  /** Null for what is no job. */
  kind: Job.shape.kind.nullable(),
  title: z.string(),
  /** What exactly is asked for: only the same is joined. */
  request: z.string(),
  since: z.string(),
  via: Job.shape.startedBy.shape.via,
  owner: Owner,
  /** The file of its journal; null for work that keeps none. */
  journal: z.string().nullable(),
});
export type Ticket = z.infer<typeof Ticket>;

/** For work that is no job of its own: it locks others out, and nobody can watch it. */
export async function ticketOf(title: string): Promise<Ticket> {
  const owner = await thisOwner();
  const since = new Date().toISOString();
  return {
    jobId: randomUUID(),
    kind: null,
    title,
    request: '',
    since,
    via: 'command-line',
    owner,
    journal: null,
  };
}

/** A dead holder's lock is taken over at once, so whoever waits so long stands before a fault. */
const GIVE_UP_AFTER_MS = 10_000;
/** Two that want to take over the same dead lock step back, each for a while of its own. */
const STEP_BACK_MS = 25;
/** A lock that cannot be read is being written, or was left half-written when its process died. */
const TORN_AFTER_MS = 2_000;

/** Names the job that holds a lock. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
  constructor(readonly holder: Ticket) {
    const next = holder.journal === null ? '' : ', or cancel it on the dashboard';
    super(
      `“${holder.title}” is under way (process ${holder.owner.pid}, since ${holder.since}): wait for its end${next}.`,
    );
  }
}

/**
 * Takes locks for a job, all of them or none; those that the same job holds already count as taken. The lock of a
 * process that died is taken over.
 * @returns gives them back; calling it twice does no harm
 * @throws LockedError when a living process holds one of them for another job
 */
export async function takeLocks(files: readonly string[], ticket: Ticket): Promise<() => Promise<void>> {
  const taken: string[] = [];
  const release = async () => {
    for (const file of taken.splice(0)) await rm(file, { force: true });
  };
  try {
    // In one order for everybody, so that of two jobs that want the same ones, one gets them all.
    for (const file of [...new Set(files)].sort()) {
      if (await takeLock(file, ticket)) taken.push(file);
    }
  } catch (error) {
    await release();
    throw error;
  }
  return release;
}

/** @returns false when the same job holds it already */
async function takeLock(file: string, ticket: Ticket): Promise<boolean> {
  await mkdir(dirname(file), { recursive: true });
  const deadline = Date.now() + GIVE_UP_AFTER_MS;
  for (;;) {
    if (await create(file, JSON.stringify(ticket))) return true;
    const held = await lockState(file);
    if (held.state === 'held') {
      if (held.ticket.jobId === ticket.jobId) return false;
      throw new LockedError(held.ticket);
    }
    if (Date.now() > deadline) {
      throw new Error(`The lock ${file} could not be taken within ${GIVE_UP_AFTER_MS / 1000} s: delete it.`);
    }
    if (held.state === 'dead' && !(await removeDead(file, ticket.owner)))
      await sleep(Math.random() * STEP_BACK_MS);
    if (held.state === 'torn') await sleep(STEP_BACK_MS);
  }
}

export type LockState = { state: 'free' | 'torn' | 'dead' } | { state: 'held'; ticket: Ticket };

/** Who holds a lock now. */
export async function lockState(file: string): Promise<LockState> {
  try {
    const { mtimeMs } = await stat(file);
    const ticket = parse(Ticket, await readFile(file, 'utf8'));
    if (ticket === null) return { state: Date.now() - mtimeMs < TORN_AFTER_MS ? 'torn' : 'dead' };
    return (await ownerLives(ticket.owner, mtimeMs)) ? { state: 'held', ticket } : { state: 'dead' };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { state: 'free' };
    throw error;
  }
}

/** Makes a file with its whole text in one step; false when there is one. */
async function create(file: string, text: string): Promise<boolean> {
  const draft = `${file}.${randomUUID()}.draft`;
  try {
    await writeFile(draft, text, { flag: 'wx' });
    await link(draft, file);
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EEXIST') return false;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
    return await createWithoutLink(file, text);
  } finally {
    await rm(draft, { force: true });
  }
}

/** For file systems without hard links; here a reader may meet the lock before its text. */
async function createWithoutLink(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Removes a lock whose holder is dead. To look and then to remove are two steps, and in between another process may
 * have taken it over: its fresh lock would be removed. So whoever wants to remove claims it first, under a name of its
 * own, and goes on only where it sees no other living claim; the later of two sees the earlier, so never do both go on.
 * @returns false when another process is at it
 */
async function removeDead(file: string, owner: Owner): Promise<boolean> {
  const claim = `${file}.${randomUUID()}.claim`;
  await create(claim, JSON.stringify(owner));
  try {
    if (await isClaimedByOthers(file, claim)) return false;
    if ((await lockState(file)).state === 'dead') await rm(file, { force: true });
    return true;
  } finally {
    await rm(claim, { force: true });
  }
}

async function isClaimedByOthers(file: string, own: string): Promise<boolean> {
  const folder = dirname(file);
  const prefix = `${basename(file)}.`;
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (path === own || !name.startsWith(prefix) || !name.endsWith('.claim')) continue;
    if (await claimLives(path)) return true;
    // Nobody else has a claim of this name, so removing it harms nobody.
    await rm(path, { force: true });
  }
  return false;
}

async function claimLives(path: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(path);
    const owner = parse(Owner, await readFile(path, 'utf8'));
    return owner === null ? Date.now() - mtimeMs < TORN_AFTER_MS : await ownerLives(owner, mtimeMs);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

function parse<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
