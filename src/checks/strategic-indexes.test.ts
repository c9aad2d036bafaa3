import { describe, expect, it } from 'vitest';
import type { Index } from '../shared/database-schema';
import type { ReadIndexManifest } from '../shared/index-manifest';
import { declaredIndexes } from './declared-indexes';
import { strategicIndexes } from './strategic-indexes';
import {
  databaseSchema,
  index,
  migrationsFolder,
  migrationsReplay,
  prismaSchemaOf,
  table,
  unique,
} from './testing/builders';
import { changed, expectNeeds, keysOf, onlyFinding, runCheck } from './testing/sides';

const ofSchema = index('missions', ['userId']);
const strategic = index('missions', ['userId', 'date desc'], {
  name: 'missions_recent',
  include: ['score'],
  origin: 'migration',
  definition: 'CREATE INDEX "missions_recent" ON "missions" ("userId", "date" DESC) INCLUDE ("score")',
  source: { file: 'prisma/migrations/7_strategic/migration.sql', line: 12 },
});
const declared = databaseSchema([table('missions', { indexes: [ofSchema] })]);

function observed(migrated: Index[], live: Index[]) {
  return {
    'schema.prisma': prismaSchemaOf(declared),
    'schema.ddl': declared,
    'migrations.folder': migrationsFolder(['7_strategic'], { indexes: migrated }),
    'database.catalogue': changed(declared, 'missions', (missions) => {
      missions.indexes.push(...live);
    }),
  };
}

describe('strategic-indexes', () => {
  it('passes where the database has them, and counts only what the schema does not declare', () => {
    const migrated = [strategic, { ...ofSchema, origin: 'migration' as const }];
    expect(runCheck(strategicIndexes, observed(migrated, [strategic]))).toEqual({
      compared: 1,
      findings: [],
    });
    expect(keysOf(runCheck(strategicIndexes, observed(migrated, [{ ...strategic, name: 'x' }])))).toEqual([]);
  });

  it('finds a missing one with the line of its migration and its own words', () => {
    expect(onlyFinding(runCheck(strategicIndexes, observed([strategic], [])))).toMatchObject({
      key: 'index.missing:public.missions:userId,date desc include score',
      severity: 'error',
      impact: 'performance',
      subject: { name: 'missions_recent', model: 'Missions', story: '5.1' },
      source: { file: 'prisma/migrations/7_strategic/migration.sql', line: 12 },
      message: expect.stringContaining('declared by migration 7_strategic'),
      remedy: {
        text: 'CREATE INDEX CONCURRENTLY "missions_recent" ON "missions" ("userId", "date" DESC) INCLUDE ("score");',
      },
    });
  });

  it('does not say CONCURRENTLY twice', () => {
    const already = { ...strategic, definition: 'create index concurrently x on missions (a);' };
    expect(onlyFinding(runCheck(strategicIndexes, observed([already], []))).remedy.text).toBe(
      already.definition,
    );
  });

  it('finds another definition under its name', () => {
    const finding = onlyFinding(
      runCheck(strategicIndexes, observed([strategic], [{ ...strategic, include: [] }])),
    );
    expect(finding).toMatchObject({ rule: 'index.definition', severity: 'error' });
    expect(finding.expected).toContain('include (score)');
  });

  it('takes a lacking unique one for a loss of integrity', () => {
    const guard = unique('missions', ['slot'], { origin: 'migration', predicate: 'open' });
    expect(onlyFinding(runCheck(strategicIndexes, observed([guard], []))).impact).toBe('integrity');
  });

  it('leaves to the schema what bears a name of the schema', () => {
    const former = { ...strategic, name: ofSchema.name };
    expect(runCheck(strategicIndexes, observed([former], [])).nothingToCompare).toMatch(/no index beyond/);
  });

  it('says nothing of a table that lacks whole, and then has compared nothing', () => {
    const without = { ...observed([strategic], []), 'database.catalogue': databaseSchema([]) };
    expect(runCheck(strategicIndexes, without)).toEqual({ compared: 0, findings: [] });
  });

  it('is unknown where nothing is declared but not every statement was understood', () => {
    const notes = ['a/migration.sql:1: DoStmt is not understood.', 'Two.', 'Three.', 'Four.'];
    const folder = migrationsFolder(['7_strategic'], { notes });
    const result = runCheck(strategicIndexes, { ...observed([], []), 'migrations.folder': folder });
    expect(result).toMatchObject({ compared: 0, unknown: expect.stringContaining('DoStmt') });
    expect(result.unknown).toMatch(/Three\. \(and 1 more\)$/);
    expect(result.nothingToCompare).toBeUndefined();
  });

  it('is unknown where a migration cannot be read, and still tells what it found', () => {
    const unreadable = [{ name: '8_lost', reason: 'there is none in this folder' }];
    const folder = migrationsFolder(['7_strategic'], { indexes: [strategic], unreadable });
    const result = runCheck(strategicIndexes, { ...observed([], []), 'migrations.folder': folder });
    expect(result).toMatchObject({ compared: 1, unknown: expect.stringContaining('8_lost/migration.sql') });
    expect(keysOf(result)).toHaveLength(1);
  });

  it('takes them from the replay where there is one, which knows what no reading can follow', () => {
    const notes = ['a/migration.sql:1: DoStmt is not understood.'];
    const replayed = (live: Index[]) => ({
      ...observed([], live),
      'migrations.folder': migrationsFolder(['7_strategic'], { notes }),
      'migrations.replay': migrationsReplay(
        databaseSchema([table('missions', { indexes: [ofSchema, strategic] })]),
      ),
    });
    expect(runCheck(strategicIndexes, replayed([strategic]))).toEqual({ compared: 1, findings: [] });
    expect(onlyFinding(runCheck(strategicIndexes, replayed([])))).toMatchObject({
      rule: 'index.missing',
      source: strategic.source,
      remedy: { text: expect.stringContaining(' INCLUDE ("score");') },
    });
    const none = { ...replayed([]), 'migrations.replay': migrationsReplay(declared) };
    expect(runCheck(strategicIndexes, none).nothingToCompare).toMatch(/no index beyond/);
  });

  it('leaves out what a pattern names, and cannot run without its needs', () => {
    expect(
      keysOf(runCheck(strategicIndexes, observed([strategic], []), ['missions.missions_recent'])),
    ).toEqual([]);
    const { 'schema.prisma': _used, ...needed } = observed([strategic], []);
    expectNeeds(strategicIndexes, needed);
    const { 'migrations.folder': _folder, ...neither } = needed;
    expect(() => strategicIndexes.runWith(neither, { ignore: [] })).toThrow('without any of');
    expect(onlyFinding(runCheck(strategicIndexes, needed)).subject.model).toBeUndefined();
  });
});

describe('strategic-indexes with an index manifest', () => {
  const listed = {
    ...strategic,
    origin: 'manifest' as const,
    source: { file: 'driftboard.indexes.ts', line: 4 },
  };
  const read = (declaredIndex: Index): ReadIndexManifest => ({
    file: 'driftboard.indexes.ts',
    indexes: [
      {
        sql: declaredIndex.definition,
        endpoints: ['GET /api/missions'],
        queries: ['latest missions', 'best missions'],
        index: declaredIndex,
      },
    ],
    queries: [
      { name: 'latest missions', sql: 'SELECT 1', endpoints: ['GET /api/missions', 'GET /api/today'] },
      { name: 'best missions', sql: 'SELECT 2', endpoints: [] },
      { name: 'other', sql: 'SELECT 3', endpoints: ['GET /api/other'] },
    ],
  });
  const withManifest = (declaredIndex: Index, migrated: Index[], live: Index[]) => ({
    ...observed(migrated, live),
    'indexes.declared': read(declaredIndex),
  });
  const alone = (live: Index[], declaredIndex: Index = listed) => {
    const { 'migrations.folder': _none, ...others } = withManifest(declaredIndex, [], live);
    return others;
  };

  it('counts once what both declare, and tells what a missing one served', () => {
    expect(runCheck(strategicIndexes, withManifest(listed, [strategic], [strategic]))).toEqual({
      compared: 1,
      findings: [],
    });
    const renamed = { ...listed, name: 'by_another_name' };
    expect(runCheck(strategicIndexes, withManifest(renamed, [strategic], [strategic])).compared).toBe(1);
    const finding = onlyFinding(runCheck(strategicIndexes, withManifest(listed, [strategic], [])));
    expect(finding.message).toContain(
      'is declared by migration 7_strategic and driftboard.indexes.ts to serve GET /api/missions and GET /api/today (queries "latest missions" and "best missions"), but',
    );
    expect(finding.affects).toEqual(['GET /api/missions', 'GET /api/today']);
    expect(finding.source).toEqual(strategic.source);
  });

  it('expects what the manifest alone declares, with or without migrations', () => {
    expect(runCheck(strategicIndexes, alone([strategic]))).toEqual({ compared: 1, findings: [] });
    for (const sidesOf of [alone([]), withManifest(listed, [], [])]) {
      expect(onlyFinding(runCheck(strategicIndexes, sidesOf))).toMatchObject({
        key: 'index.missing:public.missions:userId,date desc include score',
        source: { file: 'driftboard.indexes.ts', line: 4 },
        message: expect.stringContaining('declared by driftboard.indexes.ts to serve'),
        remedy: {
          text: 'CREATE INDEX CONCURRENTLY "missions_recent" ON "missions" ("userId", "date" DESC) INCLUDE ("score");',
        },
      });
    }
    const near = { ...strategic, predicate: 'open' };
    expect(onlyFinding(runCheck(strategicIndexes, alone([near])))).toMatchObject({
      rule: 'index.definition',
      affects: ['GET /api/missions', 'GET /api/today'],
    });
  });

  it('tells where two declarations mean two indexes by one name, and judges neither', () => {
    const other = { ...listed, include: [] };
    expect(
      onlyFinding(runCheck(strategicIndexes, withManifest(other, [strategic], [strategic]))),
    ).toMatchObject({
      key: 'index.definition:public.missions:missions_recent:declared twice',
      severity: 'warning',
      expected: expect.stringMatching(/on public\.missions, by driftboard\.indexes\.ts$/),
      observed: expect.stringMatching(/include \(score\).*by migration 7_strategic$/),
      remedy: { kind: 'edit' },
    });
    const asSchema = index('missions', ['date'], { name: ofSchema.name, origin: 'manifest' });
    expect(onlyFinding(runCheck(strategicIndexes, alone([], asSchema)))).toMatchObject({
      message: expect.stringContaining('by schema.prisma: one name cannot stand for both'),
    });
  });

  it('says that there is nothing to compare where it declares only what the schema does', () => {
    const own = { ...ofSchema, origin: 'manifest' as const };
    expect(runCheck(strategicIndexes, alone([], own)).nothingToCompare).toContain('driftboard.indexes.ts');
    const dropped = {
      ...alone([], own),
      'database.catalogue': databaseSchema([table('missions')]),
    };
    // The check of the schema's own indexes finds it, and tells what it served.
    expect(onlyFinding(runCheck(declaredIndexes, dropped)).affects).toContain('GET /api/today');
  });

  it('keeps what it declares from being called unexpected', () => {
    expect(keysOf(runCheck(declaredIndexes, alone([strategic])))).toEqual([]);
    const { 'indexes.declared': _manifest, ...without } = alone([strategic]);
    expect(onlyFinding(runCheck(declaredIndexes, without)).rule).toBe('index.unexpected');
  });
});
