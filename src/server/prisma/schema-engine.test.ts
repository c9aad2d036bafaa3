import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { emptyToSchemaDdl, schemaToSchemaSql } from './schema-engine';

const OLD_STYLE = `generator client {
  provider        = "prisma-client-js"
  previewFeatures = ["metrics", "views"]
}

datasource db {
  provider  = "postgresql"
  url       = env("DATABASE_URL")
  directUrl = env("DIRECT_URL")
}

model Link {
  id  Int    @id
  url String
}
`;

describe('emptyToSchemaDdl', () => {
  it('writes the DDL of an older schema and says what it left out', async () => {
    const { sql, notes } = await emptyToSchemaDdl([{ path: 'schema.prisma', text: OLD_STYLE }]);
    expect(sql).toContain('CREATE TABLE "Link"');
    expect(sql).toContain('"url" TEXT NOT NULL');
    expect(notes).toHaveLength(3);
    expect(notes[0]).toBe(
      'schema.prisma:8: the datasource\'s "url" was left out: Prisma 7 has it in prisma.config.ts.',
    );
    expect(notes[2]).toMatch(/"metrics"/);
  });

  it('writes 66 tables and 51 enums for Americano', async () => {
    const text = await readFile('prisma/schema.prisma', 'utf8');
    const { sql, notes } = await emptyToSchemaDdl([{ path: 'prisma/schema.prisma', text }]);
    expect(sql.match(/^CREATE TABLE/gm)).toHaveLength(66);
    expect(sql.match(/^CREATE TYPE/gm)).toHaveLength(51);
    expect(notes).toEqual([]);
  });

  it('names the file, the line and the code of a schema that Prisma refuses', async () => {
    const broken = emptyToSchemaDdl([{ path: 'broken.prisma', text: `${OLD_STYLE}\nmodel Open {\n` }]);
    await expect(broken).rejects.toMatchObject({ name: 'SchemaEngineError', code: 'P1012' });
    await expect(broken).rejects.toThrow(/broken\.prisma:17/);
  });
});

describe('schemaToSchemaSql', () => {
  it('writes only what changed', async () => {
    const later = OLD_STYLE.replace('url String', 'url String\n  title String?');
    const { sql } = await schemaToSchemaSql(
      [{ path: 'schema.prisma', text: OLD_STYLE }],
      [{ path: 'schema.prisma', text: later }],
    );
    expect(sql.trim().split('\n')).toEqual([
      '-- AlterTable',
      'ALTER TABLE "Link" ADD COLUMN     "title" TEXT;',
    ]);
  });
});
