import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../../shared/job';
import { loadConfig } from '../config';
import { createTestDatabase, type TestDatabase } from '../embedded/testing';
import { readClientOnDisk } from '../probes/client/read-client';
import {
  createTestApplication,
  TEST_TABLES,
  type TestApplication,
  testSchema,
} from '../probes/client/testing';
import { findProjectRoot } from '../project-root';
import { lockState } from './lock';
import { clientLocks } from './lock-files';
import { createJobRunner, type JobRunner } from './runner';
import { regenerateJob } from './specs';
import { type CommandLine, startCommandLine } from './testing/command-line';
import { installFakePrisma } from './testing/fake-prisma';

const WITHOUT_POST = testSchema()
  .replace(/\/\/\/ story: 5\.1\nmodel Post \{[\s\S]*?\n\}\n/, '')
  .replace('  posts Post[]\n', '');

let database: TestDatabase;
let application: TestApplication;
let runner: JobRunner;
const started: CommandLine[] = [];
const changes: Job[] = [];

beforeAll(async () => {
  database = await createTestDatabase('one-job');
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(TEST_TABLES).finally(() => client.end());
});
afterAll(() => database?.drop());
beforeEach(async () => {
  application = await createTestApplication();
  await application.generate(WITHOUT_POST);
  changes.length = 0;
  runner = createJobRunner({
    dataDir: application.dataDir,
    environment: 'local',
    locks: locks(),
    onChange: (job) => changes.push(job),
    onForeignEnd: () => undefined,
    onFault: (error) => {
      throw error;
    },
  });
});
afterEach(async () => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL');
  await runner.close();
  await application.remove();
});

function locks(): string[] {
  return clientLocks(findProjectRoot(), { client: [application.client], schema: null });
}

function commandLine(): CommandLine {
  const one = startCommandLine(application, [
    'regenerate',
    '--only',
    'client',
    '--database-url',
    database.url,
  ]);
  started.push(one);
  return one;
}

/** As the dashboard asks, in a process of its own: this one. */
async function askAsDashboard(): Promise<Job> {
  const { settings } = await loadConfig({
    flags: { schema: application.schema, client: [application.client], databaseUrl: database.url },
    env: { NODE_ENV: 'test' },
    cwd: application.root,
    projectRoot: findProjectRoot(),
  });
  const place = { projectRoot: findProjectRoot(), dataDir: application.dataDir };
  return runner.start(regenerateJob({ settings, ...place, reloadToken: null, verify: null }));
}

async function ended(id: string): Promise<Job> {
  for (;;) {
    await runner.refresh();
    const job = runner.list().find((each) => each.id === id);
    if (job !== undefined && job.state !== 'running') return job;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function models(): Promise<string[]> {
  const found = await readClientOnDisk({ dir: application.client, name: 'client' });
  return found.state === 'complete' ? found.client.models.map((model) => model.name) : [];
}

/** The lines of the steps and of the log, without the times. */
function story(commandLine: CommandLine): string[] {
  return commandLine
    .said()
    .split('\n')
    .filter((line) => /^([✓✗○] | {2,4}\S)/.test(line))
    .map((line) => line.replace(/ \d+\.\d s$/, ''));
}

describe('one job for all who ask', () => {
  it('is done once for two command lines and a dashboard that ask together', async () => {
    const prisma = await installFakePrisma(application, { waits: true });
    await application.write(testSchema());
    const lines = [commandLine(), commandLine()];
    const job = await askAsDashboard();
    const joined =
      /joined “Regenerate the client”, which process (\d+) of (the dashboard|a command line) began \d+ s ago/;
    const others = lines.filter(({ pid }) => pid !== job.startedBy.pid);
    for (const other of others) await other.says(joined);
    for (const other of others) expect(joined.exec(other.said())?.[1]).toBe(String(job.startedBy.pid));
    expect([process.pid, ...lines.map(({ pid }) => pid)]).toContain(job.startedBy.pid);
    await prisma.open();

    expect(await Promise.all(lines.map((each) => each.ended))).toEqual([0, 0]);
    const end = await ended(job.id);
    expect(end).toMatchObject({
      state: 'succeeded',
      outcome: expect.stringContaining('1 model added: Post'),
    });
    for (const line of lines) {
      expect(line.said()).toContain(end.outcome);
      for (const entry of end.log) expect(line.said()).toContain(entry.text);
      expect(line.said()).toContain('✓ Put it in place');
    }
    expect(new Set(changes.map(({ id }) => id))).toEqual(new Set([job.id]));
    expect(await prisma.starts()).toBe(1);
    expect(await models()).toEqual(['User', 'Post']);
    for (const lock of locks()) expect(await lockState(lock)).toEqual({ state: 'free' });
  });

  it('is cancelled for all by any of them, and the old client stays', async () => {
    const prisma = await installFakePrisma(application, { waits: true });
    await application.write(testSchema());
    const owner = commandLine();
    await owner.says('Generate the client aside …');
    const watcher = commandLine();
    await watcher.says('joined');
    const leaver = commandLine();
    await leaver.says('joined');
    leaver.child.kill('SIGINT');
    expect(await leaver.ended).toBe(130);
    expect(leaver.said()).toContain(`left; the job goes on in process ${owner.pid}`);

    const { id, state } = await askAsDashboard();
    expect(state).toBe('running');
    expect(runner.cancel(id)).toBe(true);
    expect(await Promise.all([owner.ended, watcher.ended])).toEqual([130, 130]);
    expect(story(watcher)).toEqual(story(owner));
    expect(await ended(id)).toMatchObject({ state: 'cancelled', startedBy: { pid: owner.pid } });
    expect(await prisma.starts()).toBe(1);
    expect(await models()).toEqual(['User']);
  });

  it('fails for all with the same sentence and code', async () => {
    const prisma = await installFakePrisma(application, {
      waits: true,
      program: "console.error('Error: the generator is broken'); process.exit(1);",
    });
    const lines = [commandLine(), commandLine()];
    await Promise.race(lines.map((each) => each.says('joined')));
    await prisma.open();
    expect(await Promise.all(lines.map((each) => each.ended))).toEqual([1, 1]);
    expect(story(lines[0] ?? commandLine())).toEqual(story(lines[1] ?? commandLine()));
    expect(lines[0]?.said()).toContain('prisma generate ended with code 1: Error: the generator is broken');
    expect(await prisma.starts()).toBe(1);
  });
});
