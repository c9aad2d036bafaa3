import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { thisOwner } from '../owner';
import { type Exchange, exchangeFolders } from './exchange';
import { prepareSwap } from './prepare-swap';
import { recoverAside, recoverSwaps } from './recover-swap';
import { type StagedClient, type Swapped, swapClients } from './swap';
import { writeSwapJournal } from './swap-journal';

let root = '';
let swapDir = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'driftboard-swap-'));
  swapDir = join(root, 'swap');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const refuses: Exchange = async () => 'this file system cannot';

async function write(dir: string, text: string): Promise<string> {
  await mkdir(join(dir, 'internal'), { recursive: true });
  await writeFile(join(dir, 'client.ts'), text);
  await writeFile(join(dir, 'internal', 'class.ts'), text);
  return dir;
}

/** A client in use, and a new one made aside. */
async function client(name: string, former: string | null = 'old'): Promise<StagedClient> {
  const target = join(root, 'src', name);
  if (former !== null) await write(target, former);
  return { target, staged: await write(join(root, 'staged', name), 'new') };
}

async function text(dir: string): Promise<string> {
  const [one, other] = await Promise.all(
    ['client.ts', 'internal/class.ts'].map((path) => readFile(join(dir, path), 'utf8')),
  );
  expect(one).toBe(other);
  return one ?? '';
}

async function swap(clients: StagedClient[], exchange?: Exchange): Promise<Swapped> {
  return swapClients(clients, { swapDir, id: 'x', ...(exchange === undefined ? {} : { exchange }) });
}

/** What a kill of the process would have left: its journals, and nobody behind them. */
async function die(): Promise<void> {
  const folder = swapDir;
  for (const name of await readdir(folder)) {
    const journal = await readFile(join(folder, name), 'utf8');
    await writeFile(join(folder, name), journal.replace(/"pid":\d+/, '"pid":999999999'));
  }
}

async function expectTidy(...names: string[]): Promise<void> {
  expect((await readdir(join(root, 'src'))).sort()).toEqual(names.sort());
  expect(await readdir(swapDir).catch(() => [])).toEqual([]);
}

describe.each([
  ['in one step', exchangeFolders],
  ['by two renames', refuses],
])('a swap %s', (how, exchange) => {
  it('puts the new client in place and removes the old one', async () => {
    const one = await client('a');
    const swapped = await swap([one], exchange);
    expect(await text(one.target)).toBe('new');
    if (exchange === refuses)
      expect(swapped.notes[0]).toContain('For a moment there was none: this file system cannot');
    else expect(swapped.notes[0]).toMatch(how);
    await swapped.keep();
    expect(await text(one.target)).toBe('new');
    await expectTidy('a');
  });

  it('goes back, to nothing where there was none', async () => {
    const one = await client('a');
    const other = await client('b', null);
    const swapped = await swap([one, other], exchange);
    expect(await text(other.target)).toBe('new');
    await swapped.rollback();
    expect(await text(one.target)).toBe('old');
    await expectTidy('a');
  });

  it('puts the first one back when the second cannot be replaced', async () => {
    const one = await client('a');
    const other = await client('b');
    let calls = 0;
    const breaks: Exchange = async (left, right) => {
      calls += 1;
      if (calls === 2) throw new Error('EBUSY');
      return exchange(left, right);
    };
    await expect(swap([one, other], breaks)).rejects.toThrow(
      /b could not be replaced \(EBUSY\); the old one stays/,
    );
    expect([await text(one.target), await text(other.target)]).toEqual(['old', 'old']);
    await expectTidy('a', 'b');
  });

  it('after a kill between two clients all former ones come back', async () => {
    const clients = [await client('a'), await client('b')];
    await expect(
      swap(clients, async (left, right) => {
        if (right.endsWith('b')) return new Promise<null>((_resolve, reject) => reject(new Error('killed')));
        return exchange(left, right);
      }),
    ).rejects.toThrow('killed');
    // The same again, this time as a process leaves it that is gone in the middle.
    const again = await Promise.all(clients.map(({ target }) => write(join(root, 'again', target), 'new')));
    const entries = await Promise.all(
      clients.map(({ target }, index) => prepareSwap({ target, staged: again[index] ?? '' }, 'y')),
    );
    await writeSwapJournal(swapDir, 'y', entries);
    const [first] = entries;
    if (first?.kind !== 'folder') throw new Error('No folder.');
    if ((await exchange(first.fresh, first.target)) !== null) {
      await rename(first.target, first.former);
      await rename(first.fresh, first.target);
    }
    expect(await text(first.target)).toBe('new');
    expect(await recoverSwaps(swapDir, exchange)).toEqual([]);
    expect(await text(first.target)).toBe('new');
    await die();
    expect(await recoverSwaps(swapDir, exchange)).toEqual([
      expect.stringContaining('has its former client back'),
    ]);
    expect(await Promise.all(clients.map(({ target }) => text(target)))).toEqual(['old', 'old']);
    await expectTidy('a', 'b');
    expect(await recoverSwaps(swapDir, exchange)).toEqual([]);
  });

  it('after a kill behind the last client all new ones stay', async () => {
    const clients = [await client('a'), await client('b')];
    await swap(clients, exchange);
    await die();
    expect(await recoverSwaps(swapDir, exchange)).toEqual([]);
    expect(await Promise.all(clients.map(({ target }) => text(target)))).toEqual(['new', 'new']);
    await expectTidy('a', 'b');
  });
});

describe('recovery', () => {
  it('brings back what two renames left without a successor, by the journal and without it', async () => {
    for (const journal of [true, false]) {
      const one = await client('a');
      const entry = await prepareSwap(one, 'x');
      if (entry.kind !== 'folder') throw new Error('No folder.');
      if (journal) await writeSwapJournal(swapDir, 'x', [entry]);
      await rename(entry.target, entry.former);
      if (journal) await die();
      const notes = journal ? await recoverSwaps(swapDir) : await recoverAside(one.target);
      expect(notes).toEqual([expect.stringContaining('is back in')]);
      expect(await text(one.target)).toBe('old');
      expect(await readdir(join(root, 'src'))).toEqual(['a']);
    }
  });

  it('leaves clients alone that somebody has generated since', async () => {
    const clients = [await client('a'), await client('b')];
    await swap(clients);
    await write(join(root, 'src', 'b'), 'by hand');
    await die();
    expect(await recoverSwaps(swapDir)).toEqual([]);
    expect(await Promise.all(clients.map(({ target }) => text(target)))).toEqual(['new', 'by hand']);
    await expectTidy('a', 'b');
  });

  it('lets a living process of another data folder work', async () => {
    const one = await client('a');
    await prepareSwap(one, 'x');
    const aside = join(root, 'src', '.driftboard-a');
    expect(await readFile(join(aside, '.gitignore'), 'utf8')).toBe('*\n');
    const me = await readFile(join(aside, 'owner'), 'utf8');
    const other = { ...(await thisOwner()), pid: process.ppid, born: null };
    await writeFile(join(aside, 'owner'), JSON.stringify(other));
    await expect(recoverAside(one.target)).rejects.toThrow(`Process ${process.ppid} regenerates the client`);
    await writeFile(join(aside, 'owner'), me.replace(/"pid":\d+/, '"pid":999999999'));
    expect(await recoverAside(one.target)).toEqual([]);
    expect(await readdir(join(root, 'src'))).toEqual(['a']);
  });

  it('says what to do with a journal that is broken', async () => {
    await mkdir(swapDir, { recursive: true });
    await writeFile(join(swapDir, 'z.json'), '{');
    await expect(recoverSwaps(swapDir)).rejects.toThrow(/whether the client is whole, then delete .*z\.json/);
  });
});

describe('a client behind a link', () => {
  async function linked(to: string): Promise<StagedClient> {
    const target = join(root, 'src', 'a');
    await write(join(root, 'src', to), 'old');
    await symlink(to, target, 'junction');
    return { target, staged: await write(join(root, 'staged', 'a'), 'new') };
  }

  it('gets a new folder, and the former one stays for a while', async () => {
    const one = await linked('a@1');
    const swapped = await swap([one]);
    expect(await readlink(one.target)).toBe('a@x');
    await swapped.keep();
    expect([await text(one.target), await text(join(root, 'src', 'a@1'))]).toEqual(['new', 'old']);
    await expectTidy('a', 'a@1', 'a@x');
  });

  it('goes back to the folder it named', async () => {
    const one = await linked('a@1');
    await (await swap([one])).rollback();
    expect([await readlink(one.target), await text(one.target)]).toEqual(['a@1', 'old']);
    await expectTidy('a', 'a@1');
  });

  it('stays as it is where it leads elsewhere, and the folder behind it is replaced', async () => {
    const one = await linked('shared');
    await (await swap([one])).keep();
    expect([await readlink(one.target), await text(join(root, 'src', 'shared'))]).toEqual(['shared', 'new']);
    await expectTidy('a', 'shared');
  });
});
