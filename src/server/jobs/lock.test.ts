import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LockedError, lockState, type Ticket, takeLocks, ticketOf } from './lock';
import { clientLocks } from './lock-files';
import { SILENT_AFTER_MS } from './owner';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftboard-lock-'));
  file = join(folder, 'locks', 'one.lock');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function leave(ticket: Ticket, path = file): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, JSON.stringify(ticket));
}

async function dead(change: Partial<Ticket['owner']> = {}): Promise<Ticket> {
  const ticket = await ticketOf('Regenerate the client');
  return { ...ticket, owner: { ...ticket.owner, pid: 999_999_999, ...change } };
}

describe('takeLocks', () => {
  it('lets one job in, and the next when it is given back', async () => {
    const [one, two] = [await ticketOf('Regenerate the client'), await ticketOf('Demo')];
    const release = await takeLocks([file], one);
    expect(await lockState(file)).toEqual({ state: 'held', ticket: one });
    await expect(takeLocks([file], two)).rejects.toThrow(LockedError);
    await (await takeLocks([file], one))();
    expect(await lockState(file)).toMatchObject({ state: 'held' });
    await release();
    await release();
    await (await takeLocks([file], two))();
    expect(await readdir(dirname(file))).toEqual([]);
  });

  it('takes all or none', async () => {
    const other = join(folder, 'locks', 'two.lock');
    const release = await takeLocks([other], await ticketOf('Demo'));
    await expect(takeLocks([file, other], await ticketOf('Regenerate the client'))).rejects.toThrow(
      LockedError,
    );
    expect(await lockState(file)).toEqual({ state: 'free' });
    await release();
  });

  it.each([
    ['died', {}],
    ['gave its number to another process', { pid: process.pid, born: '1' }],
  ])('takes over from a process that %s', async (_what, owner) => {
    await leave(await dead(owner));
    expect(await lockState(file)).toEqual({ state: 'dead' });
    const own = await ticketOf('Regenerate the client');
    await takeLocks([file], own);
    expect(await lockState(file)).toEqual({ state: 'held', ticket: own });
    expect(await readdir(dirname(file))).toEqual(['one.lock']);
  });

  it('takes over a lock that was left half-written, and waits for one that is being written', async () => {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, '{"jobId":');
    expect(await lockState(file)).toEqual({ state: 'torn' });
    await utimes(file, new Date(0), new Date(0));
    await takeLocks([file], await ticketOf('Regenerate the client'));
    expect(await lockState(file)).toMatchObject({ state: 'held' });
  });

  it('believes a process that it cannot see as long as it gives signs of life', async () => {
    await leave(await dead({ place: 'another machine' }));
    expect(await lockState(file)).toMatchObject({ state: 'held' });
    const silent = new Date(Date.now() - SILENT_AFTER_MS - 1_000);
    await utimes(file, silent, silent);
    expect(await lockState(file)).toEqual({ state: 'dead' });
  });

  it('gives a dead lock to exactly one of many takers, and removes claims of the dead', async () => {
    await leave(await dead());
    await writeFile(`${file}.left.claim`, JSON.stringify((await dead()).owner));
    const takers = await Promise.all(Array.from({ length: 20 }, () => ticketOf('Regenerate the client')));
    const results = await Promise.allSettled(takers.map((ticket) => takeLocks([file], ticket)));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(LockedError);
    }
    expect(await readdir(dirname(file))).toEqual(['one.lock']);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ owner: { pid: process.pid } });
  });
});

describe('clientLocks', () => {
  it('names the same folder alike on every way to it, and others apart', () => {
    const locks = (...client: string[]) => clientLocks(folder, { client, schema: null });
    expect(locks(join(folder, 'a'))).toEqual(locks(`${folder}/b/../a/`));
    expect(locks(join(folder, 'a'))).not.toEqual(locks(join(folder, 'b')));
    expect(locks(join(folder, 'a'), join(folder, 'b'))).toHaveLength(2);
  });
});
