import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { embeddedStatus, stopEmbedded } from '../../server/embedded';
import { withClient } from '../../server/embedded/databases';
import { isAlive } from '../../server/embedded/processes';
import { type RunState, readRunState } from '../../server/run-state';

/** Stands in for Next, so that this test takes seconds: `build` leaves a BUILD_ID, `start` answers what `up` asks. */
const FAKE_NEXT = `
const { mkdirSync, writeFileSync, appendFileSync } = require('node:fs');
if (process.argv[2] === 'build') { appendFileSync('builds.txt', 'x'); mkdirSync('.next', { recursive: true }); writeFileSync('.next/BUILD_ID', '1'); }
else require('node:http').createServer((request, response) => {
  appendFileSync('requests.txt', request.method + ' ' + request.url + '\\n');
  if (request.url === '/die') { console.error('out of ideas at postgresql://a:secret@h/b'); process.exit(3); }
  response.end(JSON.stringify(process.env));
}).listen(Number(process.argv[process.argv.indexOf('-p') + 1]), '127.0.0.1');`;

const SCHEMA = `generator client {
  provider = "prisma-client"
  output   = "../src/generated/americano"
}
datasource db {
  provider = "postgresql"
}
model User {
  id Int @id
  @@map("users")
}`;

const SEED = `import pg from 'pg';
const client = new pg.Client(process.env.DATABASE_URL);
await client.connect(); if (process.argv.includes('--reset')) await client.query('TRUNCATE users');
await client.query('INSERT INTO users SELECT generate_series(1, 12)'); await client.end();
console.log(JSON.stringify({ table: 'users', rows: 12 }));`;

let root: string;
let dataDir: string;
let running: ChildProcess[] = [];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'driftboard-up-'));
  dataDir = join(root, '.data');
  const repo = join(import.meta.dirname, '..', '..', '..');
  const files: Record<string, string> = {
    'package.json': '{"name": "driftboard", "type": "module"}',
    'driftboard.config.json': '{"embedded": true, "schema": "prisma/schema.prisma"}',
    'prisma/schema.prisma': SCHEMA,
    'prisma/migrations/1_init/migration.sql': 'CREATE TABLE users (id integer PRIMARY KEY);',
    'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
    'prisma/seed/main.ts': SEED,
    'src/app/page.tsx': '',
    'node_modules/next/dist/bin/next': FAKE_NEXT,
    'node_modules/next/package.json': '{"name": "next"}',
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(root, name, '..'), { recursive: true });
    await writeFile(join(root, name), text);
  }
  for (const name of await readdir(join(repo, 'node_modules'))) {
    if (!name.startsWith('.') && name !== 'next') {
      await symlink(join(repo, 'node_modules', name), join(root, 'node_modules', name));
    }
  }
  await cp(join(repo, 'tsconfig.json'), join(root, 'tsconfig.json'));
  await build({
    stdin: {
      contents: `import { runUp } from './index'; process.exit(await runUp(process.env.DRIFTBOARD_PORT ? {} : { port: 0 }));`,
      resolveDir: import.meta.dirname,
      loader: 'ts',
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    alias: { '@': join(repo, 'src') },
    outfile: join(dataDir, 'build', 'trial.mjs'),
  });
});

afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  running = [];
  await stopEmbedded(join(dataDir, 'pg'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

interface Trial {
  child: ChildProcess;
  output(): string;
  exit: Promise<number | null>;
}

function up(env: Record<string, string> = {}): Trial {
  const outer = { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'test' as const };
  const child = spawn(process.execPath, [join(dataDir, 'build', 'trial.mjs')], { env: { ...outer, ...env } });
  running.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  return { child, output: () => text, exit: new Promise((done) => child.once('close', done)) };
}

async function ready(trial: Trial): Promise<RunState> {
  while (!trial.output().includes('Stop it with Ctrl-C')) {
    if (trial.child.exitCode !== null) throw new Error(trial.output());
    await sleep(50);
  }
  const state = await readRunState(dataDir);
  if (state === null) throw new Error(`No state was written:\n${trial.output()}`);
  return state;
}

async function expectNothingLeft(state: RunState, postgresPid: number): Promise<void> {
  expect(await isAlive(state.serverPid)).toBe(false);
  expect(await isAlive(postgresPid)).toBe(false);
  expect(existsSync(join(dataDir, 'run', 'state.json'))).toBe(false);
  expect(existsSync(join(dataDir, 'run', 'up.lock'))).toBe(false);
}

async function postgresPid(): Promise<number> {
  const status = await embeddedStatus(join(dataDir, 'pg'));
  if (!status.running) throw new Error('PostgreSQL does not run.');
  return status.pid;
}

test('brings everything up from nothing, says where, and leaves nothing after Ctrl-C', async () => {
  const first = up();
  const state = await ready(first);
  const pid = await postgresPid();
  expect(first.output()).toMatch(/✓ PostgreSQL 18\.\d+ on port \d+ +\d+\.\d s/);
  expect(first.output()).toContain('✓ Schema: 1 migration applied');
  expect(first.output()).toContain('✓ Data: demo, 12 rows in 1 tables');
  expect(first.output()).toContain('✓ Prisma Client: generated');
  expect(first.output()).toContain('✓ Pages: built');
  expect(await readFile(join(root, 'requests.txt'), 'utf8')).toContain('POST /api/health/runs');
  const env: unknown = await (await fetch(state.baseUrl)).json();
  expect(env).toMatchObject({
    DATABASE_URL: state.databaseUrl,
    DRIFTBOARD_EMBEDDED: '1',
    DRIFTBOARD_BASE_URL: state.baseUrl,
    DRIFTBOARD_RELOAD_TOKEN: state.reloadToken,
    NODE_ENV: 'production',
  });
  const rows = await withClient(state.databaseUrl ?? '', (client) =>
    client.query('SELECT count(*)::int AS n FROM users'),
  );
  expect(rows.rows).toEqual([{ n: 12 }]);

  const second = up();
  expect(await second.exit).toBe(1);
  expect(second.output()).toContain(
    `Driftboard already runs at ${state.baseUrl} (process ${first.child.pid})`,
  );
  expect(await isAlive(pid)).toBe(true);

  first.child.kill('SIGINT');
  expect(await first.exit).toBe(130);
  await expectNothingLeft(state, pid);
});

test('does nothing twice: the next start finds schema, data, client and build up to date', async () => {
  const trial = up();
  const state = await ready(trial);
  const pid = await postgresPid();
  for (const line of [
    'Schema: up to date',
    'Data: there already',
    'Prisma Client: up to date',
    'Pages: up to date',
  ]) {
    expect(trial.output()).toContain(line);
  }
  expect(await readFile(join(root, 'builds.txt'), 'utf8')).toBe('x');
  trial.child.kill('SIGTERM');
  expect(await trial.exit).toBe(143);
  await expectNothingLeft(state, pid);
});

test('data whose loading was cut off is loaded anew', async () => {
  await writeFile(join(dataDir, 'run', 'seeding'), '');
  const trial = up();
  await ready(trial);
  expect(trial.output()).toContain('Data: demo, 12 rows');
  expect(existsSync(join(dataDir, 'run', 'seeding'))).toBe(false);
  trial.child.kill('SIGINT');
  await trial.exit;
});

test('when the server dies: its last words without secrets, exit 1, nothing left', async () => {
  const trial = up();
  const state = await ready(trial);
  const pid = await postgresPid();
  await fetch(`${state.baseUrl}/die`).catch(() => null);
  expect(await trial.exit).toBe(1);
  expect(trial.output()).toContain('out of ideas');
  expect(trial.output()).not.toContain('secret');
  await expectNothingLeft(state, pid);
});

test('after a kill -9 the server ends by itself, and the next start takes over PostgreSQL', async () => {
  const trial = up();
  const state = await ready(trial);
  const pid = await postgresPid();
  trial.child.kill('SIGKILL');
  await trial.exit;
  while (await isAlive(state.serverPid)) await sleep(20);
  expect(await isAlive(pid)).toBe(true);
  const next = up();
  const nextState = await ready(next);
  expect(next.output()).toContain('running already');
  expect(await postgresPid()).toBe(pid);
  next.child.kill('SIGINT');
  await next.exit;
  await expectNothingLeft(nextState, pid);
});

test('Ctrl-C in the middle of the first start leaves nothing either', async () => {
  const other = join(root, 'other-data');
  const trial = up({ DRIFTBOARD_DATA_DIR: other });
  while (!existsSync(join(other, 'pg-password'))) await sleep(20);
  trial.child.kill('SIGINT');
  trial.child.kill('SIGINT');
  expect(await trial.exit).toBe(130);
  expect(trial.output()).not.toContain('✗');
  expect(await embeddedStatus(join(other, 'pg'))).toEqual({ running: false });
  expect(existsSync(join(other, 'run', 'up.lock'))).toBe(false);
});

test('a database from outside is watched as it is, and no PostgreSQL is started', async () => {
  const trial = up({ DATABASE_URL: 'postgresql://app:secret@127.0.0.1:1/theirs' });
  const state = await ready(trial);
  expect(trial.output()).toContain('Watching postgresql://app:***@127.0.0.1:1/theirs');
  expect(await embeddedStatus(join(dataDir, 'pg'))).toEqual({ running: false });
  const env: unknown = await (await fetch(state.baseUrl)).json();
  expect(env).not.toHaveProperty('DRIFTBOARD_EMBEDDED');
  trial.child.kill('SIGINT');
  await trial.exit;
});

test('wrong settings and a taken port are told before anything starts', async () => {
  const trial = up({ DRIFTBOARD_PORT: 'http' });
  expect(await trial.exit).toBe(1);
  expect(trial.output()).toContain('The port must be a whole number');
  expect(trial.output()).not.toContain('PostgreSQL');
});
