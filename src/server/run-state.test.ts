import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readRunState, removeRunState, writeRunState } from './run-state';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftboard-state-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const state = {
  pid: process.pid,
  startedAt: '2026-01-02T03:04:05.000Z',
  databaseUrl: null,
  baseUrl: 'http://127.0.0.1:3000',
  serverPid: 1,
  reloadToken: 'token',
};

test('is written for its owner only, read back, and removed by its owner only', async () => {
  await writeRunState(folder, state);
  expect((await stat(join(folder, 'run', 'state.json'))).mode & 0o777).toBe(0o600);
  expect(await readRunState(folder)).toEqual(state);
  await removeRunState(folder, process.pid + 1);
  expect(await readRunState(folder)).toEqual(state);
  await removeRunState(folder, process.pid);
  expect(await readRunState(folder)).toBeNull();
});

test('is ignored when its process is dead, or the file is torn', async () => {
  // Larger than any process number that Linux or macOS gives out.
  await writeRunState(folder, { ...state, pid: 4_194_305 });
  expect(await readRunState(folder)).toBeNull();
  await writeFile(join(folder, 'run', 'state.json'), '{"pid": 1');
  expect(await readRunState(folder)).toBeNull();
});
