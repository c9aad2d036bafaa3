import { mkdir, mkdtemp, rename, rm, symlink, unlink, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Settings } from '../../shared/config';
import { watchedPlaces } from './places';
import { type FilesChanged, type FileWatch, watchFiles } from './watch-files';

// Each waits for what it waits for; the limit is for a machine that is busy with others.
vi.setConfig({ testTimeout: 60_000 });

let root: string;
let watching: FileWatch | undefined;
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'driftboard-watch-'));
  await mkdir(at('prisma/migrations/1_first'), { recursive: true });
  await mkdir(at('client/internal'), { recursive: true });
  await writeFile(at('prisma/schema.prisma'), 'model A {}');
  await writeFile(at('prisma/migrations/1_first/migration.sql'), 'SELECT 1');
  await writeFile(at('client/client.ts'), 'old');
  await writeFile(at('client/internal/class.ts'), 'old');
});
afterEach(async () => {
  watching?.close();
  watching = undefined;
  await rm(root, { recursive: true, force: true });
});

const at = (...parts: string[]) => path.join(root, ...parts);
const settings = (values: object = {}) =>
  Settings.parse({
    env: 'test',
    schema: at('prisma/schema.prisma'),
    migrations: at('prisma/migrations'),
    client: [at('client')],
    ...values,
  });

/** Watches, and gives each change that was told, in order; a generous limit stands for "at once". */
async function begin(
  options: Partial<Parameters<typeof watchFiles>[0]> = {},
  places = watchedPlaces(settings(), null),
) {
  const told: FilesChanged[] = [];
  watching = await watchFiles({
    places,
    onChange: (change) => told.push(change),
    onFault: (error) => {
      throw error;
    },
    settleMs: 60,
    ...options,
  });
  const waitFor = (count: number) =>
    vi.waitFor(() => expect(told.length).toBeGreaterThanOrEqual(count), { timeout: 15_000, interval: 20 });
  return { told, waitFor };
}

/** Long enough for a change that is told wrongly to be told. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 700));

// Without hints it is a mount that sends none; with hints, and looks so far apart that only a hint can be the reason.
describe.each([
  ['by hints of the system', { pollMs: 60_000 }],
  ['by looking alone', { hints: false, pollMs: 80 }],
])('%s', (_name, how) => {
  test('a save in place, and an editor that puts another file in its place', async () => {
    const { told, waitFor } = await begin(how);
    await writeFile(at('prisma/schema.prisma'), 'model B {}');
    await waitFor(1);
    expect(told[0]?.what).toEqual(['schema.prisma']);
    for (const [count, text] of [
      [2, 'model C {}'],
      [3, 'model D {}'],
    ] as const) {
      await writeFile(at('prisma/schema.prisma~'), text);
      await rename(at('prisma/schema.prisma~'), at('prisma/schema.prisma'));
      await waitFor(count);
      expect(told[count - 1]?.what).toEqual(['schema.prisma']);
    }
  });

  test('a client whose whole folder is exchanged, again and again, then changed inside', async () => {
    const { told, waitFor } = await begin(how);
    for (const [place, text] of ['one', 'two'].entries()) {
      await mkdir(at('staged/internal'), { recursive: true });
      await writeFile(at('staged/client.ts'), text);
      await writeFile(at('staged/internal/class.ts'), text);
      await rename(at('client'), at('former'));
      await rename(at('staged'), at('client'));
      await rm(at('former'), { recursive: true });
      await waitFor(place + 1);
    }
    expect(told.map(({ what }) => what)).toEqual([['generated client'], ['generated client']]);
    await writeFile(at('client/internal/class.ts'), 'changed inside of the new one');
    await waitFor(3);
  });

  test('folders that go and come back', async () => {
    const { told } = await begin(how);
    // A busy machine may tell the making of a folder and of its file apart: so the newest change counts, not its place.
    const toldSince = async (work: () => Promise<unknown>, what: string) => {
      const before = told.length;
      await work();
      await vi.waitFor(() => expect(told.slice(before).flatMap((change) => change.what)).toContain(what), {
        timeout: 15_000,
        interval: 20,
      });
    };
    await toldSince(() => rm(at('client'), { recursive: true }), 'generated client');
    await toldSince(async () => {
      await mkdir(at('client'));
      await writeFile(at('client/client.ts'), 'back');
    }, 'generated client');
    await toldSince(() => rm(at('prisma/migrations'), { recursive: true }), 'migrations');
    await toldSince(() => mkdir(at('prisma/migrations/2_second'), { recursive: true }), 'migrations');
    await toldSince(
      () => writeFile(at('prisma/migrations/2_second/migration.sql'), 'SELECT 2'),
      'migrations',
    );
  });

  test('a link to a file, and a link that is turned to another one', async () => {
    await mkdir(at('elsewhere'));
    await writeFile(at('elsewhere/one.prisma'), 'model A {}');
    await writeFile(at('elsewhere/two.prisma'), 'model A {}');
    await symlink(at('elsewhere/one.prisma'), at('linked.prisma'));
    const { waitFor } = await begin(how, watchedPlaces(settings({ schema: at('linked.prisma') }), null));
    await writeFile(at('elsewhere/one.prisma'), 'model B {}');
    await waitFor(1);
    await unlink(at('linked.prisma'));
    await symlink(at('elsewhere/two.prisma'), at('linked.prisma'));
    await waitFor(2);
  });
});

test('many files at once are one change, and several places are told together', async () => {
  const { told, waitFor } = await begin({ settleMs: 300 });
  for (let file = 0; file < 70; file += 1) await writeFile(at(`client/internal/model${file}.ts`), `${file}`);
  await writeFile(at('prisma/schema.prisma'), 'model B {}');
  await waitFor(1);
  await aWhile();
  expect(told.map(({ what }) => what)).toEqual([['schema.prisma', 'generated client']]);
});

test('what changes nothing is told to nobody: other files beside, other kinds inside, a schema put back', async () => {
  await mkdir(at('several'));
  await writeFile(at('several/a.prisma'), 'model A {}');
  const { told } = await begin(
    { settleMs: 300 },
    watchedPlaces(settings({ schema: at('several') }), at('driftboard.config.ts')),
  );
  await writeFile(at('several/notes.txt'), 'nothing of a schema');
  await writeFile(at('other.ts'), 'beside');
  await writeFile(at('several/b.prisma'), 'model B {}');
  await unlink(at('several/b.prisma'));
  await aWhile();
  expect(told).toEqual([]);
});

test('while somebody of ours is at work the change waits, and is told once when he is done', async () => {
  let busy = true;
  const { told, waitFor } = await begin({ isBusy: async () => busy, pollMs: 80 });
  await writeFile(at('client/client.ts'), 'half');
  await aWhile();
  expect(told).toEqual([]);
  await writeFile(at('client/client.ts'), 'whole');
  busy = false;
  await waitFor(1);
  await aWhile();
  expect(told.map(({ what }) => what)).toEqual([['generated client']]);
});

test('a touched file counts, and a watch that was closed tells nothing', async () => {
  const { told, waitFor } = await begin();
  await utimes(at('prisma/schema.prisma'), new Date(0), new Date(0));
  await waitFor(1);
  watching?.close();
  await writeFile(at('prisma/schema.prisma'), 'after the end');
  await aWhile();
  expect(told).toHaveLength(1);
});

test('places are named as a person would, and only those that are set are watched', () => {
  const what = (values: object, config: string | null = null) =>
    watchedPlaces(settings(values), config).map((place) => place.what);
  expect(what({}, at('driftboard.config.ts'))).toEqual([
    'schema.prisma',
    'migrations',
    'generated client',
    'driftboard.config.ts',
  ]);
  expect(what({ client: [at('a/client'), at('b/client')], manifest: at('routes.ts') })).toEqual([
    'schema.prisma',
    'migrations',
    'generated client a/client',
    'generated client b/client',
    'routes.ts',
  ]);
  expect(what({ schema: null, migrations: null, client: [] })).toEqual([]);
});
