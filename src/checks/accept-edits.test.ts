import { describe, expect, it } from 'vitest';
import type { Index } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import { withAcceptEdits } from './accept-edits';
import { columns } from './columns';
import { extensions } from './extensions';
import { indexUse } from './index-use';
import { fieldLine, parseField, withoutAttribute } from './support/accept-text';
import { column, databaseSchema, index, prismaSchemaOf, table } from './testing/builders';
import { changed, runCheck, sides } from './testing/sides';
import { databaseUsage, tableUsed } from './testing/usage-builders';

const declared = databaseSchema([table('users', { columns: [column('id'), column('email')] })]);
const TEXT =
  'model Users {\n  id    String @id\n  email String @unique // its address\n\n  @@map("users")\n}';

function editOf(live: ReturnType<typeof databaseSchema>, text: string | undefined = TEXT): Finding['accept'] {
  const observed = sides(declared, live);
  const schema = prismaSchemaOf(declared);
  const [file] = schema.files;
  if (file === undefined) throw new Error('The schema of the test has no file.');
  const withText = { ...schema, files: [{ ...file, ...(text === undefined ? {} : { text }) }] };
  const found = runCheck(columns, observed).findings;
  return withAcceptEdits(found, { schema: withText, catalogue: live })[0]?.accept;
}

describe('withAcceptEdits', () => {
  it('rewrites the line of a field and keeps what else it says', () => {
    const live = changed(declared, 'users', (users) => {
      users.columns = [column('id'), column('email', { type: 'character varying(40)', nullable: true })];
    });
    expect(editOf(live)).toEqual({
      file: 'prisma/schema.prisma',
      line: 3,
      action: 'replace',
      text: '  email String @db.VarChar(40) @unique // its address',
    });
  });

  it('puts a field that lacks after the last one, and takes away one that the database lacks', () => {
    const more = changed(declared, 'users', (users) => {
      users.columns.push(column('age', { type: 'smallint', nullable: true }));
    });
    expect(editOf(more)).toMatchObject({ line: 3, action: 'insert', text: '  age Int? @db.SmallInt' });
    const less = changed(declared, 'users', (users) => {
      users.columns = [column('id')];
    });
    expect(editOf(less)).toMatchObject({ line: 3, action: 'remove', text: '' });
  });

  it('offers none where the key would go, or where something else speaks of the field', () => {
    const less = changed(declared, 'users', (users) => {
      users.columns = [column('id')];
    });
    expect(editOf(less, TEXT.replace('\n\n', '\n  @@index([email])\n'))).toBeUndefined();
    const noKey = changed(declared, 'users', (users) => {
      users.columns = [column('email')];
    });
    expect(editOf(noKey)).toBeUndefined();
  });
});

describe('the edit that goes with an index that may go', () => {
  const edit = (attributes: string, over: Partial<Index> = {}) => {
    const live = databaseSchema([table('users', { indexes: [index('users', ['email'], over)] })]);
    const usage = databaseUsage({ tables: [tableUsed('users')] });
    const found = runCheck(indexUse, { 'database.catalogue': live, 'database.usage': usage }).findings;
    expect(found.map(({ rule }) => rule)).toEqual(['index.unused']);
    const schema = prismaSchemaOf(declared);
    const [file] = schema.files;
    if (file === undefined) throw new Error('The schema of the test has no file.');
    const text = TEXT.replace('  @@map', `${attributes}\n  @@map`);
    return withAcceptEdits(found, { schema: { ...schema, files: [{ ...file, text }] }, catalogue: live })[0]
      ?.accept;
  };

  it('takes its attribute away, where the one of its columns is it', () => {
    expect(edit('  @@index([email])')).toEqual({
      file: 'prisma/schema.prisma',
      line: 5,
      action: 'remove',
      text: '',
    });
    expect(edit('  @@index([email, id])')).toBeUndefined();
    expect(edit('  @@index([email])\n  @@index([email], map: "b")')).toBeUndefined();
    expect(edit('  @@index([email])', { predicate: 'email IS NOT NULL' })).toBeUndefined();
  });
});

describe('a line of a field', () => {
  it.each([
    '  id String @id',
    '  tags String[] @default([])',
    '  place Unsupported("point(1 )")?',
    '  at DateTime? @default(now()) @db.Timestamptz(3) // when',
  ])('comes back as it was: %s', (line) => {
    const parsed = parseField(line);
    expect(parsed === null ? null : fieldLine(parsed)).toBe(line);
  });

  it('loses one attribute with whatever stands in its brackets', () => {
    const rest = ' @default(dbgenerated("f(\')\') ]")) @unique';
    expect(withoutAttribute(rest, /\s*@default/)).toBe(' @unique');
    expect(withoutAttribute(rest, /\s*@unique/)).toBe(' @default(dbgenerated("f(\')\') ]"))');
    expect(withoutAttribute(rest, /\s*@id/)).toBe(rest);
  });
});

describe('the edit that accepts an extension', () => {
  const edit = (text: string, name: string) => {
    const live = databaseSchema([table('users')]);
    live.extensions = [{ name, version: '1.0', schema: 'public' }];
    const schema = prismaSchemaOf(declared);
    const files = [{ path: 'prisma/schema.prisma', sha256: 'x', text }];
    const observed = { 'schema.prisma': { ...schema, extensions: null }, 'database.catalogue': live };
    const found = extensions.runWith(observed, { ignore: [] }).findings;
    return withAcceptEdits(found, { schema: { ...schema, files }, catalogue: live })[0]?.accept;
  };

  it('adds to the lists that are there', () => {
    const text =
      'generator c {\n  previewFeatures = ["views"]\n}\ndatasource db {\n  extensions = [citext] // ours\n}';
    expect(edit(text, 'uuid-ossp')).toMatchObject({
      line: 5,
      action: 'replace',
      text: '  extensions = [citext, uuid_ossp(map: "uuid-ossp")] // ours',
      and: [{ line: 2, action: 'replace', text: '  previewFeatures = ["views", "postgresqlExtensions"]' }],
    });
  });

  it('leaves a feature that is on, and offers nothing where a list stands on several lines or a block lacks', () => {
    const on = 'generator c {\n  previewFeatures = ["postgresqlExtensions"]\n}\ndatasource db {\n}';
    expect(edit(on, 'citext')).toEqual({
      file: 'prisma/schema.prisma',
      line: 4,
      action: 'insert',
      text: '  extensions = [citext]',
    });
    expect(edit(on.replace('db {\n', 'db {\n  extensions = [\n  a\n  ]\n'), 'citext')).toBeUndefined();
    expect(edit('datasource db {\n}', 'citext')).toBeUndefined();
  });
});
