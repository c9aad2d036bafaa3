import { describe, expect, it } from 'vitest';
import type { Extension } from '../shared/database-schema';
import { extensions } from './extensions';
import {
  databaseSchema,
  extension,
  migrationsFolder,
  migrationsReplay,
  prismaSchemaOf,
  table,
} from './testing/builders';
import { expectNeeds, keysOf, onlyFinding, runCheck } from './testing/sides';

const schema = databaseSchema([table('users')]);
const plpgsql = extension('plpgsql', { version: '1.0', schema: 'pg_catalog' });
const trigrams = extension('pg_trgm', { version: '1.6', schema: 'public' });
const catalogue = (...list: Extension[]) => ({ ...schema, extensions: [plpgsql, ...list] });
const prisma = (list: Extension[] | null) => prismaSchemaOf(schema, { extensions: list });
const replayed = (...list: Extension[]) => ({
  'migrations.replay': migrationsReplay({ ...schema, extensions: [plpgsql, ...list] }),
  'migrations.folder': migrationsFolder(['1_init']),
});

describe('extensions', () => {
  it('passes where each one that is declared is there, by the schema or by a migration', () => {
    const observed = {
      'schema.prisma': prisma([extension('pg_trgm')]),
      'database.catalogue': catalogue(trigrams),
    };
    expect(runCheck(extensions, observed)).toEqual({ compared: 1, findings: [] });
    // The version that the shadow server happens to bring is no demand.
    const migrated = {
      'schema.prisma': prisma(null),
      'database.catalogue': catalogue({ ...trigrams, version: '1.5', schema: 'ext' }),
      ...replayed(trigrams),
    };
    expect(runCheck(extensions, migrated)).toEqual({ compared: 1, findings: [] });
  });

  it('finds a missing one and installs it as it was asked for', () => {
    const wanted = extension('pg_trgm', { version: '1.6', schema: 'ext' });
    const observed = { 'schema.prisma': prisma([wanted]), 'database.catalogue': catalogue() };
    expect(onlyFinding(runCheck(extensions, observed))).toMatchObject({
      key: 'extension.missing:pg_trgm',
      severity: 'error',
      impact: 'write',
      expected: 'version 1.6 in schema ext',
      remedy: {
        statements: [{ sql: `CREATE EXTENSION IF NOT EXISTS "pg_trgm" WITH SCHEMA "ext" VERSION '1.6';` }],
      },
    });
    const migrated = {
      'schema.prisma': prisma(null),
      'database.catalogue': catalogue(),
      ...replayed(trigrams),
    };
    expect(onlyFinding(runCheck(extensions, migrated)).expected).toBe('installed');
  });

  it('finds another version and another schema where the datasource block names one', () => {
    const observed = {
      'schema.prisma': prisma([extension('pg_trgm', { version: '1.5', schema: 'ext' })]),
      'database.catalogue': catalogue(trigrams),
    };
    const finding = onlyFinding(runCheck(extensions, observed));
    expect(finding).toMatchObject({
      key: 'extension.version:pg_trgm',
      severity: 'warning',
      impact: 'none',
      expected: 'version 1.5 in schema ext',
      observed: 'version 1.6 in schema public',
    });
    expect(finding.remedy.statements).toHaveLength(2);
  });

  it('finds one that only the database has: a warning, or information where the migrations were not read', () => {
    const observed = { 'schema.prisma': prisma([]), 'database.catalogue': catalogue(trigrams) };
    expect(onlyFinding(runCheck(extensions, observed))).toMatchObject({
      key: 'extension.unexpected:pg_trgm',
      severity: 'info',
    });
    expect(onlyFinding(runCheck(extensions, { ...observed, ...replayed() })).severity).toBe('warning');
    const { 'migrations.folder': folder } = replayed();
    expect(runCheck(extensions, { ...observed, 'migrations.folder': folder }).unknown).toMatch(
      /which extensions/,
    );
  });

  it('takes one that the replay had to leave out for declared', () => {
    const observed = {
      'schema.prisma': prisma(null),
      'database.catalogue': catalogue(extension('vector')),
      'migrations.replay': migrationsReplay(schema, {
        notes: ['The shadow server has no extension vector, so CREATE EXTENSION was left out.'],
      }),
    };
    expect(runCheck(extensions, observed)).toEqual({ compared: 1, findings: [] });
  });

  it('never counts plpgsql; leaves out what a pattern names; needs its needs', () => {
    const observed = { 'schema.prisma': prisma(null), 'database.catalogue': catalogue() };
    expect(runCheck(extensions, observed).nothingToCompare).toMatch(/plpgsql/);
    const extra = { ...observed, 'database.catalogue': catalogue(trigrams) };
    expect(keysOf(runCheck(extensions, extra, ['pg_*']))).toEqual([]);
    expectNeeds(extensions, observed);
  });
});
