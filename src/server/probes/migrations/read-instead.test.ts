import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ShadowUnavailableError } from '../../shadow';
import { testContext } from '../testing-context';
import { migrationsReplayProbe } from './replay';

vi.mock('../../shadow', async (original) => ({
  ...(await original<typeof import('../../shadow')>()),
  shadowServerVersion: () =>
    Promise.reject(new ShadowUnavailableError('There is no shadow database: none here.')),
}));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'driftboard-instead-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function replay(sql: string, shadowDatabaseUrl: string | null = null) {
  await mkdir(path.join(folder, '1_a'), { recursive: true });
  await writeFile(path.join(folder, '1_a', 'migration.sql'), sql);
  return migrationsReplayProbe.read(testContext({ migrations: folder, shadowDatabaseUrl }));
}

const TABLE = `CREATE TABLE t (id serial PRIMARY KEY, a int CHECK (a > 0)); CREATE INDEX i ON t (a) WHERE a > 1;
  CREATE SCHEMA other; CREATE TABLE other.u (id int);`;

describe('migrations without a server to run them on', () => {
  test('are read where their texts tell all, and that is said', async () => {
    expect(await replay(TABLE)).toMatchObject({
      ok: true,
      value: {
        schema: {
          schemas: ['public'],
          tables: [
            {
              name: 't',
              checks: [{ name: 't_a_check', expression: 'a > 0', source: { line: 1 } }],
              indexes: [{ name: 't_pkey' }, { name: 'i', origin: 'migration' }],
            },
          ],
          sequences: [{ name: 't_id_seq' }],
        },
        server: 'no server',
        migrations: ['1_a'],
        notes: [expect.stringMatching(/were read, not run\. There is no shadow database/)],
      },
      evidence: [{ text: expect.stringContaining("read in order by PostgreSQL's parser") }],
    });
  });

  test.each([
    ['a statement that cannot be followed', `${TABLE} DO $$ BEGIN END $$;`],
    ['a view', `${TABLE} CREATE VIEW v AS SELECT 1;`],
  ])('are unknown with %s', async (_name, sql) => {
    expect(await replay(sql)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('no shadow database'),
    });
  });

  test('are unknown where the named server is away', async () => {
    const observation = await replay(TABLE, 'postgresql://127.0.0.1:1/shadow');
    expect(observation).toMatchObject({ ok: false, reason: expect.stringContaining('no shadow database') });
  });
});
