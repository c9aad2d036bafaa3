import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeclaredIndex, DeclaredQuery, IndexManifest } from '../../../shared/index-manifest';
import { testContext } from '../testing-context';
import { indexesDeclaredProbe } from './declared';
import { readIndexManifest } from './manifest';

let folder: string;
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'driftboard-indexes-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(content: unknown): Promise<string> {
  files += 1;
  const file = path.join(folder, `indexes-${files}.json`);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  return file;
}
const known = { defaultSchema: 'public', endpoints: ['GET /api/goals'] };
async function reasonOf(content: unknown, of = known): Promise<string> {
  const read = await readIndexManifest(await write(content), of);
  return read.ok ? 'no fault' : read.reason;
}

const goals = {
  indexes: [
    {
      sql: 'CREATE INDEX CONCURRENTLY goals_due ON "goals" ("userId", due DESC NULLS LAST) INCLUDE (title) WHERE "doneAt" IS NULL;',
      queries: ['next goals'],
    },
  ],
  queries: [
    {
      name: 'next goals',
      sql: 'SELECT title FROM goals WHERE "userId" = $1 LIMIT $2',
      endpoints: ['GET /api/goals'],
      parameters: ['u1', 10],
    },
  ],
};

describe('an index manifest', () => {
  it('is read with the parts of each index and the line that names it', async () => {
    const file = await write(goals);
    const read = await readIndexManifest(file, known);
    expect(read).toMatchObject({
      ok: true,
      manifest: {
        file,
        indexes: [
          {
            queries: ['next goals'],
            index: {
              schema: 'public',
              table: 'goals',
              name: 'goals_due',
              columns: [{ name: 'userId' }, { name: 'due', order: 'desc', nulls: 'last' }],
              include: ['title'],
              origin: 'manifest',
              source: { file, line: 4 },
            },
          },
        ],
        queries: [{ name: 'next goals' }],
      },
    });
    const again = await readIndexManifest(file, known);
    expect(again.ok && read.ok && again.manifest === read.manifest).toBe(true);
  });

  it('may be a module', async () => {
    const file = path.join(folder, 'driftboard.indexes.ts');
    await writeFile(
      file,
      `const name: string = 'goals_due';\nexport default { indexes: [{ sql: \`CREATE INDEX \${name} ON app.goals (due)\` }] };`,
    );
    const read = await readIndexManifest(file, known);
    expect(read).toMatchObject({
      ok: true,
      manifest: { indexes: [{ index: { schema: 'app', source: { line: 1 } } }], queries: [] },
    });
  });

  it('has all of its faults named at once, each with its place', async () => {
    const reason = await reasonOf({
      indexes: [
        { sql: 'CREATE INDEX a ON t (x' },
        { sql: 'CREATE INDEX a ON t (x); CREATE INDEX b ON t (y)' },
        { sql: 'DROP INDEX a' },
        { sql: 'CREATE INDEX ON t (x)' },
        { sql: '-- nothing' },
        { sql: 'CREATE INDEX a ON t (x)', queries: ['nobody'], endpoints: ['GET /api/none'] },
        { sql: 'CREATE INDEX a ON t (y)' },
      ],
      queries: [
        { name: 'q', sql: 'SELECT 1; SELECT 2' },
        { name: 'q', sql: 'TRUNCATE t' },
        { name: 'r', sql: 'SELECT * INTO u FROM t' },
        { name: 's', sql: 'SELECT FROM WHERE' },
        { name: 'v', sql: '' + 'SELECT $1 + $3', parameters: [1] },
        { name: 'w', sql: 'SELECT 1', endpoints: ['POST /api/goals'] },
      ],
    });
    for (const fault of [
      'has 15 faults',
      "indexes[0].sql: is no SQL that PostgreSQL's parser takes (syntax error at end of input, at its end)",
      'indexes[1].sql: holds 2 statements: declare one index in each entry',
      'indexes[2].sql: is no CREATE INDEX',
      'indexes[3].sql: gives the index no name',
      'indexes[4].sql: holds no statement',
      'indexes[5].queries: no query of the manifest is called "nobody"',
      'indexes[5].endpoints: the endpoint manifest has no GET /api/none',
      'the index public.a is declared more than once',
      'queries[0].sql: holds 2 statements: declare each by itself',
      'queries[1].sql: is no SELECT, INSERT, UPDATE or DELETE',
      'queries[2].sql: is no SELECT, INSERT, UPDATE or DELETE',
      'queries[3].sql: is no SQL',
      'queries[4].sql: takes values up to $3, and `parameters` has 1',
      'queries[5].endpoints: the endpoint manifest has no POST /api/goals',
      'the query "q" is declared more than once',
    ]) {
      expect(reason).toContain(fault);
    }
  });

  it('is told as unreadable where it is half written, of another form, or not there', async () => {
    expect(await reasonOf('{ "indexes": [')).toMatch(
      /could not be read: .*JSON.*Correct the file or --index-manifest/,
    );
    expect(await reasonOf({ indexes: [{ sql: 5 }], more: true })).toMatch(
      /2 faults: indexes\[0\]\.sql: .*Unrecognized key/,
    );
    const gone = await readIndexManifest(path.join(folder, 'gone.ts'), known);
    expect(gone).toMatchObject({ ok: false, reason: expect.stringContaining('ENOENT') });
  });

  it('knows no endpoints where there is no manifest of them', async () => {
    const read = await readIndexManifest(await write(goals), { ...known, endpoints: null });
    expect(read.ok).toBe(true);
  });
});

describe('the probe', () => {
  it('is not configured without a file, and fails with the faults of one', async () => {
    expect(await indexesDeclaredProbe.read(testContext({}))).toMatchObject({
      notConfigured: expect.stringContaining('--index-manifest'),
    });
    const indexManifest = await write({ indexes: [{ sql: 'SELECT 1' }] });
    expect(await indexesDeclaredProbe.read(testContext({ indexManifest }))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('indexes[0].sql: is no CREATE INDEX'),
    });
  });
});

it('the form for editors is what the types say, and the documented example has every field', async () => {
  const script = path.join('scripts', 'manifest-schema.mjs');
  const ended = await promisify(execFile)(process.execPath, [script, '--check']);
  expect(ended.stderr).toBe('');
  const text = await readFile(path.join('docs', 'index-manifest.md'), 'utf8');
  const example = /```json\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  expect(await reasonOf(JSON.parse(example), { ...known, endpoints: ['GET /api/goals'] })).toBe('no fault');
  for (const { shape } of [IndexManifest, DeclaredIndex, DeclaredQuery])
    for (const field of Object.keys(shape)) expect(example, field).toContain(`"${field}":`);
});
