import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Settings } from '../../shared/config';
import type { DashboardEvent } from '../../shared/events';
import { takeLocks, ticketOf } from '../jobs/lock';
import { lockFilesOf } from '../jobs/lock-files';
import { createBus } from './bus';
import { type Files, watchEnvironmentFiles } from './files';

// Each waits for what it waits for; the limit is for a machine that is busy with others.
vi.setConfig({ testTimeout: 60_000 });

let root: string;
let files: Files | undefined;
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'driftboard-files-'));
  await mkdir(at('client'));
  await writeFile(at('schema.prisma'), 'model A {}');
  await writeFile(at('client/client.ts'), 'old');
  await writeFile(at('driftboard.config.ts'), 'export default {}');
});
afterEach(async () => {
  files?.close();
  await rm(root, { recursive: true, force: true });
});

const at = (name: string) => path.join(root, name);
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 900));

/** A dashboard's watch, with runs that only count. */
async function begin({ viewer = true } = {}) {
  const events: DashboardEvent[] = [];
  const bus = createBus((error) => {
    throw error;
  });
  if (viewer) bus.subscribe((event) => events.push(event));
  const faults: unknown[] = [];
  const watch = watchEnvironmentFiles({
    settings: Settings.parse({ env: 'test', schema: at('schema.prisma'), client: [at('client')] }),
    configFile: at('driftboard.config.ts'),
    projectRoot: root,
    bus,
    onFault: (error) => faults.push(error),
  });
  files = watch;
  const fresh = vi.fn(async () => {
    await watch.beforeRun();
    throw new Error('A run of a test has no record.');
  });
  watch.verifyWith({ fresh });
  await watch.beforeRun();
  const waitFor = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 20 });
  return { events, bus, fresh, watch, faults, waitFor };
}

test('a change is told by its name, and verified once', async () => {
  const { events, fresh, waitFor } = await begin();
  await writeFile(at('schema.prisma'), 'model B {}');
  await waitFor(() => expect(fresh).toHaveBeenCalledTimes(1));
  expect(events).toMatchObject([{ type: 'files.changed', what: ['schema.prisma'], verifies: true }]);
  await aWhile();
  expect(fresh).toHaveBeenCalledTimes(1);
});

test('what a run has read is not told after it', async () => {
  const { events, watch } = await begin();
  await writeFile(at('schema.prisma'), 'model B {}');
  await watch.beforeRun();
  await aWhile();
  expect(events).toEqual([]);
});

test('without a viewer a change waits for the first one', async () => {
  const { bus, fresh, waitFor } = await begin({ viewer: false });
  await writeFile(at('schema.prisma'), 'model B {}');
  await aWhile();
  expect(fresh).not.toHaveBeenCalled();
  const events: DashboardEvent[] = [];
  bus.subscribe((event) => events.push(event));
  await waitFor(() => expect(fresh).toHaveBeenCalledTimes(1));
  expect(events).toMatchObject([{ type: 'files.changed', what: ['schema.prisma'] }]);
});

test('the settings file is told, not verified by, since only the next start takes it up', async () => {
  const { events, fresh, watch, waitFor } = await begin();
  expect(watch.settingsChangedAt()).toBeNull();
  await writeFile(at('driftboard.config.ts'), 'export default { failOn: "warning" }');
  await waitFor(() => expect(events).toHaveLength(1));
  expect(events).toMatchObject([{ type: 'files.changed', what: ['driftboard.config.ts'], verifies: false }]);
  expect(watch.settingsChangedAt()).not.toBeNull();
  expect(fresh).not.toHaveBeenCalled();
});

test('between the steps of a regeneration nothing is verified, after its end once', async () => {
  const { events, fresh, waitFor } = await begin();
  const release = await takeLocks(lockFilesOf(root, [at('client')]), await ticketOf('regenerate'));
  await writeFile(at('client/client.ts'), 'half');
  await aWhile();
  expect(events).toEqual([]);
  await writeFile(at('client/client.ts'), 'whole');
  await release();
  await waitFor(() => expect(fresh).toHaveBeenCalledTimes(1));
  await aWhile();
  expect(events).toMatchObject([{ what: ['generated client'] }]);
});
