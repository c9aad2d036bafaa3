import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
import { createJobRunner } from './runner';
import { type CommandLine, startCommandLine } from './testing/command-line';

const WITHOUT_POST = testSchema()
  .replace(/\/\/\/ story: 5\.1\nmodel Post \{[\s\S]*?\n\}\n/, '')
  .replace('  posts Post[]\n', '');

let database: TestDatabase;
let application: TestApplication;
const started: CommandLine[] = [];

beforeAll(async () => {
  database = await createTestDatabase('kill');
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(TEST_TABLES).finally(() => client.end());
});
afterAll(() => database?.drop());
beforeEach(async () => {
  application = await createTestApplication();
});
afterEach(async () => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL');
  await application.remove();
});

/** Bringing an application to the new client takes its while. */
const SLOW_RESTART = { DRIFTBOARD_RESTART_COMMAND: 'sleep 3' };

function regenerate(env: Readonly<Record<string, string>> = {}): CommandLine {
  const args = ['regenerate', '--only', 'client', '--database-url', database.url];
  const one = startCommandLine(application, args, env);
  started.push(one);
  return one;
}

/** The files of the client with their texts, without their times. */
async function contents(): Promise<Record<string, string>> {
  const names = await readdir(application.client, { recursive: true });
  const texts: Record<string, string> = {};
  for (const name of names.sort()) {
    const file = join(application.client, name);
    if ((await stat(file)).isFile()) texts[name] = await readFile(file, 'utf8');
  }
  return texts;
}

async function models(): Promise<string[]> {
  const found = await readClientOnDisk({ dir: application.client, name: 'client' });
  return found.state === 'complete' ? found.client.models.map((model) => model.name) : [];
}

const STEPS = [
  ['schema', 'Check the schema'],
  ['generate', 'Generate the client aside'],
  ['check', 'Judge the new client'],
  ['swap', 'Put it in place'],
  ['load', 'Bring the running application to it'],
] as const;

describe('a process that is killed while it regenerates', () => {
  it.each(STEPS)(
    'in the step %s leaves a whole client and a job that is told as interrupted',
    async (_id, title) => {
      await application.generate(testSchema());
      const fresh = await contents();
      await application.generate(WITHOUT_POST);
      const former = await contents();
      await application.write(testSchema());

      const owner = regenerate(SLOW_RESTART);
      await owner.says(`  ${title} …`);
      const watcher = regenerate();
      owner.child.kill('SIGKILL');
      expect(await owner.ended).toBe('SIGKILL');
      expect([former, fresh]).toContainEqual(await contents());

      // It came before the kill, and joined; or after it, and did it anew.
      const code = await watcher.ended;
      const interrupted =
        /was interrupted( in “.+”)?: its process died|The process that did this \(\d+\) ended in the middle/;
      expect(watcher.said()).toMatch(interrupted);
      if (code === 0) expect(watcher.said()).toContain('Now it is done anew.');
      else expect(watcher.said()).toContain('joined');
      expect([former, fresh]).toContainEqual(await contents());

      const runner = createJobRunner({
        dataDir: application.dataDir,
        environment: 'local',
        locks: [],
        onChange: () => undefined,
        onForeignEnd: () => undefined,
        onFault: (error) => {
          throw error;
        },
      });
      await runner.refresh();
      const job = runner.list().find((each) => each.startedBy.pid === owner.pid);
      await runner.close();
      expect(job).toMatchObject({
        state: 'interrupted',
        outcome: expect.stringContaining(String(owner.pid)),
      });

      if (code !== 0) {
        const next = regenerate();
        expect(await next.ended, next.said()).toBe(0);
      }
      expect(await models()).toEqual(['User', 'Post']);
      expect(await readdir(dirname(application.client))).toEqual(['generated']);
      const locks = clientLocks(findProjectRoot(), { client: [application.client], schema: null });
      for (const lock of locks) expect(await lockState(lock)).toEqual({ state: 'free' });
    },
  );
});
