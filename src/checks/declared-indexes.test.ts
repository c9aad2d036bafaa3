import { describe, expect, it } from 'vitest';
import type { Index } from '../shared/database-schema';
import { declaredIndexes } from './declared-indexes';
import { databaseSchema, index, migrationsFolder, migrationsReplay, table, unique } from './testing/builders';
import { changed, expectNeeds, keysOf, onlyFinding, runCheck, sides, sqlOf } from './testing/sides';

const wanted = index('struggle_predictions', ['userId', 'predictionDate']);
const declared = databaseSchema([table('struggle_predictions', { indexes: [wanted] })]);
const live = (...indexes: Index[]) =>
  sides(
    declared,
    changed(declared, 'struggle_predictions', (found) => {
      found.indexes = [...found.indexes.slice(0, 1), ...indexes];
    }),
  );

describe('declared-indexes', () => {
  it('passes where the definition is there, under whatever name', () => {
    expect(runCheck(declaredIndexes, live({ ...wanted, name: 'by_hand' }))).toEqual({
      compared: 1,
      findings: [],
    });
  });

  it('finds a missing one', () => {
    expect(onlyFinding(runCheck(declaredIndexes, live()))).toMatchObject({
      key: 'index.missing:public.struggle_predictions:userId,predictionDate',
      severity: 'error',
      impact: 'performance',
      subject: { kind: 'index', table: 'struggle_predictions', model: 'StrugglePredictions', story: '5.1' },
      remedy: {
        text: 'CREATE INDEX CONCURRENTLY "struggle_predictions_userId_predictionDate_idx" ON "public"."struggle_predictions" USING btree ("userId", "predictionDate");',
      },
    });
  });

  const nulls = wanted.columns.map((column) => ({ ...column, nulls: 'first' as const }));
  const opclass = wanted.columns.map((column) => ({ ...column, opclass: 'text_pattern_ops' }));
  it.each([
    ['other column order', index('struggle_predictions', ['predictionDate', 'userId']).columns],
    ['descending', index('struggle_predictions', ['userId', 'predictionDate desc']).columns],
    ['nulls first', nulls],
    ['another operator class', opclass],
    ['fewer columns', wanted.columns.slice(0, 1)],
  ])('finds another definition under its name: %s', (_what, columns) => {
    const finding = onlyFinding(runCheck(declaredIndexes, live({ ...wanted, columns })));
    expect(finding.key).toBe(
      'index.definition:public.struggle_predictions:struggle_predictions_userId_predictionDate_idx',
    );
    expect(sqlOf(finding)).toMatch(
      /^ALTER INDEX .* RENAME TO .*_old";\nCREATE INDEX CONCURRENTLY .*;\nDROP INDEX CONCURRENTLY .*_old";$/,
    );
  });

  it.each([
    ['method', { method: 'brin' }],
    ['predicate', { predicate: '"userId" IS NOT NULL' }],
    ['include', { include: ['id'] }],
  ])('finds another %s under its name', (_what, over) => {
    expect(onlyFinding(runCheck(declaredIndexes, live({ ...wanted, ...over }))).rule).toBe(
      'index.definition',
    );
  });

  it('does not mind an order in an index that has none, nor the order of INCLUDE', () => {
    const gin = { ...wanted, method: 'gin', include: ['a', 'b'] };
    const schema = databaseSchema([table('struggle_predictions', { indexes: [gin] })]);
    const other = changed(schema, 'struggle_predictions', (found) => {
      found.indexes = [{ ...gin, columns: nulls, include: ['b', 'a'] }];
    });
    expect(keysOf(runCheck(declaredIndexes, sides(schema, other)))).toEqual([]);
  });

  it('finds one that nobody declares, the graver where the migrations were read', () => {
    const manual = index('struggle_predictions', ['createdAt']);
    const observed = live(wanted, manual);
    expect(onlyFinding(runCheck(declaredIndexes, observed))).toMatchObject({
      key: 'index.unexpected:public.struggle_predictions:struggle_predictions_createdAt_idx',
      severity: 'info',
    });
    const read = { ...observed, 'migrations.folder': migrationsFolder(['1']) };
    const finding = onlyFinding(runCheck(declaredIndexes, read));
    expect(finding.severity).toBe('warning');
    expect(finding.message).toContain('Only the database has index');
    const known = {
      ...observed,
      'migrations.folder': migrationsFolder(['1'], { indexes: [{ ...manual, name: 'x' }] }),
    };
    expect(runCheck(declaredIndexes, known)).toEqual({ compared: 2, findings: [] });
  });

  it('knows those of the replay, whatever the reading of the SQL could follow', () => {
    const made = index('struggle_predictions', ['createdAt']);
    const observed = {
      ...live(wanted, made),
      'migrations.folder': migrationsFolder(['1']),
      'migrations.replay': migrationsReplay(
        databaseSchema([table('struggle_predictions', { indexes: [wanted, made] })]),
      ),
    };
    expect(keysOf(runCheck(declaredIndexes, observed))).toEqual([]);
  });

  it('leaves to strategic-indexes what bears a name of the migrations with another definition', () => {
    const strategic = index('struggle_predictions', ['createdAt desc'], { name: 'strategic' });
    const observed = {
      ...live(wanted, { ...strategic, include: ['id'] }),
      'migrations.folder': migrationsFolder(['1'], { indexes: [strategic] }),
    };
    expect(keysOf(runCheck(declaredIndexes, observed))).toEqual([]);
  });

  it('finds a stranger that took the name while the wanted one goes by another', () => {
    const stranger = { ...index('struggle_predictions', ['createdAt']), name: wanted.name };
    const result = runCheck(declaredIndexes, live({ ...wanted, name: 'moved' }, stranger));
    expect(onlyFinding(result).rule).toBe('index.unexpected');
  });

  it('says nothing of unique indexes, keys and tables that lack whole', () => {
    expect(
      keysOf(runCheck(declaredIndexes, live(wanted, unique('struggle_predictions', ['userId'])))),
    ).toEqual([]);
    expect(runCheck(declaredIndexes, sides(declared, databaseSchema([])))).toEqual({
      compared: 0,
      findings: [],
    });
  });

  it('builds without CONCURRENTLY on a partitioned table, where PostgreSQL refuses it', () => {
    const observed = live();
    for (const found of observed['database.catalogue'].tables) found.kind = 'partitioned table';
    expect(onlyFinding(runCheck(declaredIndexes, observed)).remedy.text).not.toContain('CONCURRENTLY');
  });

  it('is skipped where neither side has one; leaves out what a pattern names; needs its needs', () => {
    expect(runCheck(declaredIndexes, sides(databaseSchema([table('users')]))).nothingToCompare).toMatch(
      /Neither/,
    );
    expect(keysOf(runCheck(declaredIndexes, live(), ['struggle_predictions_*_idx']))).toEqual([]);
    expectNeeds(declaredIndexes, sides(declared));
  });
});
