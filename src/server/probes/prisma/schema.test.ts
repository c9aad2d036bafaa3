import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientFingerprint, schemaFingerprint } from '../../prisma/fingerprint';
import { testContext } from '../testing-context';
import { schemaDdlProbe } from './ddl';
import { schemaPrismaProbe } from './schema';

const DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'driftboard-schema-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, text: string): Promise<string> {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

describe('reading schema.prisma', () => {
  test('models, mapped names, stories and lines', async () => {
    const file = await write(
      'one.prisma',
      `${DATASOURCE}/// story: 5.3\n/// more\nmodel User {\n  id Int @id\n  mail String? @map("e_mail")\n  kind Kind\n  where Unsupported("point")\n  @@map("users")\n}\nenum Kind {\n  A\n  B @map("b")\n}\n`,
    );
    const observation = await schemaPrismaProbe.read(testContext({ schema: file }));
    expect(observation).toMatchObject({
      ok: true,
      value: {
        schemas: ['public'],
        provider: 'postgresql',
        relationMode: 'foreignKeys',
        notes: [],
        models: [
          {
            name: 'User',
            dbName: 'users',
            schema: 'public',
            story: '5.3',
            source: { file, line: 6 },
            fields: [
              { name: 'id', isId: true, source: { line: 7 } },
              { name: 'mail', dbName: 'e_mail', isRequired: false },
              { name: 'kind', kind: 'enum' },
              { name: 'where', kind: 'unsupported', type: 'point' },
            ],
          },
        ],
        enums: [
          {
            name: 'Kind',
            schema: 'public',
            values: [{ dbName: 'A' }, { dbName: 'b' }],
            source: { line: 13 },
          },
        ],
      },
    });
  });

  test('a folder of several files', async () => {
    await write('multi/base.prisma', DATASOURCE);
    await write('multi/models/user.prisma', 'model User {\n  id Int @id\n}\n');
    const observation = await schemaPrismaProbe.read(testContext({ schema: path.join(folder, 'multi') }));
    expect(observation).toMatchObject({
      ok: true,
      value: { models: [{ source: { file: path.join(folder, 'multi', 'models', 'user.prisma'), line: 1 } }] },
    });
  });

  test.each([
    ['nowhere.prisma', null, /does not exist: point --schema/],
    ['broken.prisma', `${DATASOURCE}model A {\n  id Intt @id\n}\n`, /broken\.prisma:5: .*Intt/],
    [
      'mysql.prisma',
      'datasource db {\n  provider = "mysql"\n}\nmodel A {\n  id Int @id\n}\n',
      /mysql.*PostgreSQL only/,
    ],
    ['bare.prisma', 'model A {\n  id Int @id\n}\n', /datasource/],
    ['empty', '', /datasource/],
  ])('%s is told in a sentence', async (name, text, sentence) => {
    if (text !== null) await write(name, text);
    const observation = await schemaPrismaProbe.read(testContext({ schema: path.join(folder, name) }));
    expect(observation).toMatchObject({ ok: false, reason: expect.stringMatching(sentence) });
  });

  test('what is not set is named, and what depends on it says the same', async () => {
    const context = testContext({});
    const logical = await schemaPrismaProbe.read(context);
    expect(logical).toMatchObject({
      ok: false,
      notConfigured: 'No --schema is set: point it to schema.prisma or its folder.',
    });
    const dependent = testContext({}, { 'schema.prisma': logical });
    expect(await schemaDdlProbe.read(dependent)).toEqual(logical);
  });
});

describe('the expected tables', () => {
  test('are remembered by content; a broken memory is made anew, and one that may not be written is no failure', async () => {
    const file = await write(
      'ddl.prisma',
      `${DATASOURCE}model User {\n  id Int @id\n  n Int\n  @@index([n])\n}\n`,
    );
    const dataDir = path.join(folder, 'data');
    const read = async (dir: string) => {
      const context = testContext({ schema: file });
      return schemaDdlProbe.read(
        testContext({ schema: file }, { 'schema.prisma': await schemaPrismaProbe.read(context) }, dir),
      );
    };
    const first = await read(dataDir);
    const second = await read(dataDir);
    if (!first.ok || !second.ok) throw new Error('The expected tables could not be read.');
    expect(second.value).toEqual(first.value);
    expect(second.evidence[0]?.answer).toContain('remembered');
    expect(first.value.tables[0]?.indexes[1]).toMatchObject({
      name: 'User_n_idx',
      source: { file, line: 4 },
    });

    const [kept = ''] = await readdir(path.join(dataDir, 'cache'));
    await writeFile(path.join(dataDir, 'cache', kept), '{"schema":');
    expect(await read(dataDir)).toMatchObject({ ok: true, value: first.value });
    expect(JSON.parse(await readFile(path.join(dataDir, 'cache', kept), 'utf8'))).toHaveProperty('schema');

    await chmod(dataDir, 0o500);
    expect(await read(path.join(file, 'not-a-folder'))).toMatchObject({ ok: true, value: first.value });
    await chmod(dataDir, 0o700);
  });
});

describe('fingerprints', () => {
  test('formatting does not count, content does', () => {
    expect(schemaFingerprint('model A {\r\n  id  Int\r\n}\r\n')).toBe(
      schemaFingerprint('model A { id Int }'),
    );
    expect(schemaFingerprint('a')).not.toBe(schemaFingerprint('b'));
    expect(clientFingerprint(schemaFingerprint('a'), '7.10.0')).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(clientFingerprint('x', '1')).not.toBe(clientFingerprint('x', '2'));
  });
});
