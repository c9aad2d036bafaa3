import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../server/embedded/testing';
import { RunEvent } from '../shared/events';

const ROOT = path.resolve(import.meta.dirname, '../..');
const schemaWith = (fields: string) => `
datasource db {
  provider = "postgresql"
}
model Thing {
  id Int @id
  ${fields}
}
`;

let folder: string;
let schema: string;
let database: TestDatabase;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'driftboard-watch-cli-'));
  schema = path.join(folder, 'schema.prisma');
  database = await createTestDatabase('watch');
  await sql('CREATE TABLE "Thing" (id integer PRIMARY KEY)');
});
afterEach(async () => {
  await Promise.all([...running].map((child) => end(child, 'SIGKILL')));
});
afterAll(async () => {
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

async function sql(text: string): Promise<void> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(text).finally(() => client.end());
}

function begin(args: readonly string[], env: Record<string, string> = {}) {
  const own = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('DRIFTBOARD_') && name !== 'DATABASE_URL',
  );
  const child = spawn(process.execPath, [path.join(ROOT, 'bin', 'driftboard.mjs'), 'verify', ...args], {
    cwd: folder,
    env: { ...Object.fromEntries(own), NODE_ENV: 'production', NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const text = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text.out += part;
  });
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    text.err += part;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const waitFor = (check: () => void) => vi.waitFor(check, { timeout: 60_000, interval: 50 });
  return { child, text, ended, waitFor };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  running.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill(signal);
  await closed;
}

const watched = () => ['--watch', '--database-url', database.url, '--schema', schema, '--only', 'schema'];

test('a change is told in one line with what is new and resolved; Ctrl-C ends with the code of the last run', async () => {
  await writeFile(schema, schemaWith(''));
  const { child, text, ended, waitFor } = begin(watched());
  await waitFor(() => expect(text.out).toContain('pass'));
  await writeFile(schema, schemaWith('name String?'));
  await waitFor(() =>
    expect(text.out).toMatch(/^schema\.prisma changed \d\d:\d\d:\d\d → fail, \d+ findings? \(\d+ new\)$/m),
  );
  expect(text.out).toContain('column.missing');
  // As an editor saves.
  await writeFile(`${schema}~`, schemaWith(''));
  await rename(`${schema}~`, schema);
  await waitFor(() => expect(text.out).toMatch(/→ pass, no finding \(\d+ resolved\)$/m));
  await writeFile(schema, schemaWith('size Int?'));
  await waitFor(() => expect(text.out.match(/→ fail/g)).toHaveLength(2));
  child.kill('SIGINT');
  expect(await ended).toBe(1);
});

test('as a stream it is one whole run after the other, and the database is looked at without a change of a file', async () => {
  await writeFile(schema, schemaWith(''));
  const { child, text, ended, waitFor } = begin([...watched(), '--format', 'ndjson'], {
    DRIFTBOARD_INTERVAL_MS: '700',
  });
  const events = () =>
    text.out
      .split('\n')
      .slice(0, -1)
      .map((line) => RunEvent.parse(JSON.parse(line)));
  const verdicts = () => events().flatMap((e) => (e.type === 'run.finished' ? [e.report.verdict] : []));
  await waitFor(() => expect(verdicts()).toContain('pass'));
  await sql('ALTER TABLE "Thing" ADD extra text');
  try {
    await waitFor(() => expect(verdicts().at(-1)).not.toBe('pass'));
    child.kill('SIGTERM');
    await ended;
    const ids = events().map(({ runId }) => runId);
    // Never two at once: all events of a run stand together.
    expect(ids.filter((id, place) => id !== ids[place - 1])).toHaveLength(new Set(ids).size);
  } finally {
    await sql('ALTER TABLE "Thing" DROP COLUMN extra');
  }
});

test('what cannot go with it is named, all at once', async () => {
  await writeFile(schema, schemaWith(''));
  const args = [...watched(), '--format', 'json', '--out', 'report.json', '--repair', 'r.sql', '--rehearse'];
  const { text, ended } = begin(args);
  expect(await ended).toBe(64);
  for (const option of ['--format json', '--out', '--repair', '--rehearse'])
    expect(text.err).toContain(`${option} cannot go with --watch`);
});

test('a settings file that is broken is told and waited for, and then taken up', async () => {
  await writeFile(schema, schemaWith(''));
  const settings = path.join(folder, 'driftboard.config.json');
  const good = { databaseUrl: database.url, schema: 'schema.prisma', only: ['schema'] };
  await writeFile(settings, JSON.stringify(good));
  try {
    const { child, text, ended, waitFor } = begin(['--watch']);
    await waitFor(() => expect(text.out).toContain('pass'));
    await writeFile(settings, JSON.stringify({ ...good, failOn: 'sometimes' }));
    await waitFor(() => expect(text.err).toContain('nothing was verified'));
    await writeFile(settings, JSON.stringify({ ...good, ignore: ['Thing'] }));
    await waitFor(() => expect(text.out).toMatch(/^driftboard\.config\.json changed .* → /m));
    child.kill('SIGINT');
    expect([0, 1, 2]).toContain(await ended);
  } finally {
    await rm(settings, { force: true });
  }
});
