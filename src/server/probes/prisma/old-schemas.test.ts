import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PrismaSchema } from '../../../shared/prisma-schema';
import { emptyToSchemaDdl } from '../../prisma/schema-engine';
import { EVERYTHING } from '../../testing/everything';
import { testContext } from '../testing-context';
import { readPrismaSchemaText } from './read-schema-text';
import { schemaPrismaProbe } from './schema';
import { readSchemaFiles } from './schema-files';

const DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'driftboard-old-schemas-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function read(text: string): Promise<PrismaSchema> {
  return readPrismaSchemaText([{ path: 'schema.prisma', text }]);
}

/** Through the file system, as a person's schema comes. */
async function readFile(name: string, text: string): Promise<PrismaSchema> {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  const observation = await schemaPrismaProbe.read(testContext({ schema: file }));
  if (!observation.ok) throw new Error(observation.reason);
  return observation.value;
}

const PRISMA_5 = `generator client {
  provider        = "prisma-client-js"
  previewFeatures = ["metrics", "extendedIndexes", "filterJson", "views", "multiSchema"]
  engineType      = "library"
  binaryTargets   = ["native", "rhel-openssl-3.0.x"]
}

datasource db {
  provider          = "postgres" // the old word
  url               = env("DATABASE_URL")
  directUrl         = env("DIRECT_URL")
  shadowDatabaseUrl = env("SHADOW_DATABASE_URL") // }
  relationMode      = "prisma"
}

model Link { // {
  id  Int    @id // }
  /// url = "not a setting" }
  url String
}
`;

describe('schemas of Prisma 5 and 6', () => {
  test.each([
    ['with line feeds', (text: string) => text],
    ['with carriage returns', (text: string) => text.replaceAll('\n', '\r\n')],
    ['with a byte order mark', (text: string) => `\ufeff${text}`],
    ['with both', (text: string) => `\ufeff${text.replaceAll('\n', '\r\n')}`],
  ])('are read %s', async (name, write) => {
    const schema = await readFile(`${name}/schema.prisma`, write(PRISMA_5));
    expect(schema).toMatchObject({
      provider: 'postgresql',
      relationMode: 'prisma',
      models: [{ name: 'Link', fields: [{ name: 'id', source: { line: 17 } }, { name: 'url' }] }],
    });
    expect(schema.notes).toHaveLength(4);
    expect(schema.notes[0]).toMatch(/schema\.prisma:10: the datasource's "url" was left out/);
    expect(schema.notes[3]).toMatch(/"metrics"/);
    const { sql } = await emptyToSchemaDdl(await readSchemaFiles(path.join(folder, name)));
    expect(sql).toContain('CREATE TABLE "Link"');
  });

  test.each([
    ['relationMode = "prisma"', 'prisma'],
    ['referentialIntegrity = "prisma"', 'prisma'],
    ['relationMode = "foreignKeys"', 'foreignKeys'],
    ['// relationMode = "prisma"', 'foreignKeys'],
    ['/* relationMode = "prisma" */', 'foreignKeys'],
  ])('%s is %s', async (setting, mode) => {
    const text = `datasource db {\n  provider = "postgresql"\n  ${setting}\n}\n`;
    expect((await read(text)).relationMode).toBe(mode);
  });

  test('a datasource in another file than the models counts', async () => {
    await readFile('apart/b.prisma', `${DATASOURCE}model B {\n  id Int @id\n}\n`);
    await writeFile(path.join(folder, 'apart', 'a.prisma'), 'model A {\n  id Int @id\n}\n');
    const observation = await schemaPrismaProbe.read(testContext({ schema: path.join(folder, 'apart') }));
    expect(observation).toMatchObject({ ok: true, value: { models: [{ name: 'A' }, { name: 'B' }] } });
  });
});

describe('a schema that Prisma refuses', () => {
  test.each([
    ['half written', `${DATASOURCE}model A {\n  id Int @id\n`, /schema\.prisma:4: /],
    [
      '@@schema without a list of schemas',
      `${DATASOURCE}model A {\n  id Int @id\n  @@schema("x")\n}\n`,
      /schema\.prisma:6: .*schema/,
    ],
    [
      'two models on one table',
      `${DATASOURCE}model A {\n  id Int @id\n  @@map("x")\n}\nmodel B {\n  id Int @id\n  @@map("x")\n}\n`,
      /schema\.prisma:10: .*"x".*"A"/,
    ],
    ['a reserved name', `${DATASOURCE}model async {\n  id Int @id\n}\n`, /schema\.prisma:4: .*reserved name/],
    [
      '@@fulltext',
      `${DATASOURCE}model A {\n  id Int @id\n  a String\n  @@fulltext([a])\n}\n`,
      /schema\.prisma:7: /,
    ],
    [
      'a composite type',
      `${DATASOURCE}type T {\n  a Int\n}\n`,
      /schema\.prisma:4: .*not supported on Postgres/,
    ],
  ])('%s: file, line and reason', async (_name, text, sentence) => {
    await expect(read(text)).rejects.toThrow(sentence);
  });

  test('folders that hold nothing or may not be read are told with a sentence', async () => {
    await mkdir(path.join(folder, 'hollow', 'deeper'), { recursive: true });
    await writeFile(path.join(folder, 'hollow', 'readme.md'), '');
    await expect(readSchemaFiles(path.join(folder, 'hollow'))).rejects.toThrow(/holds no \.prisma file/);
    await expect(readSchemaFiles(path.join(folder, 'hollow', 'readme.md', 'x'))).rejects.toThrow(
      /is no folder: point --schema/,
    );
  });
});

test('a schema of more than a megabyte is read whole', async () => {
  const words = 'a sentence that explains the model, with { and } and "quotes" in it. '.repeat(40);
  const models = Array.from(
    { length: 400 },
    (_, count) => `/// story: 9.${count}\n/// ${words}\nmodel M${count} {\n  id Int @id // ${count}\n}\n`,
  );
  const text = `${DATASOURCE}${models.join('')}`;
  expect(text.length).toBeGreaterThan(1_000_000);
  const schema = await read(text);
  expect(schema.models).toHaveLength(400);
  expect(schema.models[399]).toMatchObject({
    name: 'M399',
    story: '9.399',
    source: { line: 4 + 399 * 5 + 2 },
  });
}, 60_000);

describe('names that are words of SQL', () => {
  test('are names here', async () => {
    const schema = await read(
      `${DATASOURCE}model select {\n  where Int @id\n  order String\n}\nmodel user {\n  id Int @id\n  type from\n}\nenum from {\n  table\n  true\n}\n`,
    );
    expect(schema.models.map((model) => model.name)).toEqual(['select', 'user']);
    expect(schema.enums[0]?.values.map((value) => value.name)).toEqual(['table', 'true']);
  });
});

describe('what Prisma leaves out of its answer', () => {
  let schema: PrismaSchema;
  beforeAll(async () => {
    schema = await readPrismaSchemaText(await readSchemaFiles(EVERYTHING.schema));
  });

  test('a view is one', () => {
    const views = schema.models.filter((model) => model.kind === 'view');
    expect(views.map((view) => `${view.schema}.${view.dbName}`)).toEqual([
      'crm.active_contacts',
      'public.daily_totals',
    ]);
  });

  test('a model with @@ignore is there, with its lines', () => {
    expect(schema.models.filter((model) => model.ignored)).toMatchObject([
      {
        name: 'AuditTrail',
        dbName: 'audit_trail',
        schema: 'crm',
        kind: 'model',
        fields: [
          { name: 'at', type: 'DateTime', isRequired: true, hasDefault: true, kind: 'scalar' },
          { name: 'what', type: 'String', hasDefault: false },
        ],
        source: { line: expect.any(Number) },
      },
    ]);
  });

  test('extensions with version, schema and mapped name', () => {
    expect(schema.extensions?.map(({ source: _source, ...extension }) => extension)).toEqual([
      { name: 'citext', version: null, schema: null },
      { name: 'pg_trgm', version: null, schema: null },
      { name: 'hstore', version: '1.8', schema: null },
      { name: 'btree_gist', version: null, schema: 'tools' },
      { name: 'uuid-ossp', version: null, schema: 'tools' },
    ]);
    expect(schema.extensions?.[0]?.source).toMatchObject({ line: expect.any(Number) });
  });

  test('no extensions said is not the same as none', async () => {
    expect((await read(DATASOURCE)).extensions).toBeNull();
  });

  test('comments hide nothing and show nothing', async () => {
    const text = `${DATASOURCE}/* model Gone {\n  id Int @id\n} */\nmodel A {\n  /* id Int */ id Int @id\n  at Unsupported("circle")? // @map("y")\n  // @@ignore\n}\n`;
    expect((await read(text)).models).toMatchObject([
      {
        name: 'A',
        ignored: false,
        source: { line: 7 },
        fields: [
          { name: 'id', source: { line: 8 } },
          { name: 'at', dbName: 'at', kind: 'unsupported', source: { line: 9 } },
        ],
      },
    ]);
  });

  test('dimensions of types that only extensions have', async () => {
    const vector = await readPrismaSchemaText(await readSchemaFiles(EVERYTHING.vectorSchema));
    expect(vector.models[0]?.fields.map((field) => field.type)).toEqual([
      'Int',
      'vector(3)',
      'halfvec(1536)',
      'extensions.sparsevec(5)',
    ]);
  });
});
