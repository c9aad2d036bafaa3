import { describe, expect, it } from 'vitest';
import type { Index, Table } from '../shared/database-schema';
import { linkCauses } from './causes';
import { declaredIndexes } from './declared-indexes';
import { foreignKeyCover } from './foreign-key-cover';
import { planRepair } from './repair-plan';
import { column, databaseSchema, foreignKey, index, prismaSchemaOf, table } from './testing/builders';
import { expectNeeds, keysOf, onlyFinding, runCheck, sides, sqlOf } from './testing/sides';

const goals = (indexes: Index[], over: Partial<Table> = {}) =>
  databaseSchema([
    table('users'),
    table('goals', {
      columns: [column('id'), column('userId')],
      foreignKeys: [foreignKey('goals', 'userId', 'users')],
      indexes,
      ...over,
    }),
  ]);
const run = (...given: Parameters<typeof goals>) =>
  runCheck(foreignKeyCover, { 'database.catalogue': goals(...given) });

describe('foreign-key-cover', () => {
  it('passes where an index begins with the columns', () => {
    expect(run([index('goals', ['userId', 'id'])])).toEqual({ compared: 1, findings: [] });
  });

  it('finds a key without an index, and makes it under the name that Prisma gives it', () => {
    const finding = onlyFinding(run([]));
    expect(finding).toMatchObject({
      key: 'foreign-key.unindexed:public.goals:userId',
      severity: 'warning',
      impact: 'performance',
      subject: { kind: 'foreign-key', table: 'goals', name: 'goals_userId_fkey' },
      message:
        'Foreign key goals_userId_fkey of public.goals, (userId) to public.users (id), should have an index that begins with (userId), but the table has none, so that whoever deletes a row of public.users or changes its key reads the whole table.',
      expected: 'an index that begins with (userId)',
      observed: 'no such index',
    });
    expect(sqlOf(finding)).toBe(
      'CREATE INDEX CONCURRENTLY "goals_userId_idx" ON "public"."goals" ("userId");',
    );
    expect(finding.remedy.statements).toMatchObject([
      { lock: 'SHARE UPDATE EXCLUSIVE', transaction: 'outside' },
    ]);
  });

  it('says why the one that comes nearest does not count, and takes no name twice', () => {
    const finding = onlyFinding(run([index('goals', ['userId'], { predicate: 'done' })]));
    expect(finding.message).toMatch(
      /Index goals_userId_idx does not count: it holds only the rows where done\.$/,
    );
    expect(sqlOf(finding)).toContain('"goals_userId_idx1"');
  });

  it('mends an index that would do but is broken', () => {
    const finding = onlyFinding(run([index('goals', ['userId'], { valid: false })]));
    expect(sqlOf(finding)).toBe('REINDEX INDEX CONCURRENTLY "public"."goals_userId_idx";');
  });

  it('leaves the repair to the finding about an index that is declared and would do', () => {
    const declared = goals([index('goals', ['userId', 'id'])]);
    const finding = onlyFinding(runCheck(foreignKeyCover, sides(declared, goals([]))));
    expect(finding.message).toMatch(/goals_userId_id_idx, which is declared, would do\.$/);
    expect(finding.remedy).toMatchObject({
      kind: 'note',
      text: expect.stringContaining('goals_userId_id_idx'),
    });
    const [missing] = declaredIndexes.runWith(sides(declared, goals([])), { ignore: [] }).findings;
    if (missing === undefined) throw new Error('The index does not lack.');
    const { findings } = linkCauses([missing, finding], {});
    expect(findings.map(({ causedBy }) => causedBy)).toEqual([[], [missing.key]]);
    // The one statement mends both.
    expect(planRepair(findings).statements).toHaveLength(1);
    expect(planRepair(findings).byOtherMeans).toEqual([]);
  });

  it('asks for one index where several keys stand on the same columns', () => {
    const foreignKeys = [
      foreignKey('goals', 'userId', 'users'),
      foreignKey('goals', 'userId', 'people', { name: 'second' }),
    ];
    const finding = onlyFinding(run([], { foreignKeys }));
    expect(finding.message).toMatch(/^Foreign keys goals_userId_fkey and second of/);
    expect(run([], { foreignKeys }).compared).toBe(2);
  });

  it('names model, field and line, and the relation that only the client keeps', () => {
    const catalogue = goals([], { foreignKeys: [] });
    const schema = prismaSchemaOf(catalogue, { relationMode: 'prisma' });
    schema.models[1]?.fields.push({
      ...{ name: 'owner', dbName: 'owner', kind: 'object', type: 'Users', isList: false, isRequired: true },
      ...{ isId: false, hasDefault: false, relation: { fields: ['userId'], references: ['id'] } },
    });
    const finding = onlyFinding(
      runCheck(foreignKeyCover, { 'database.catalogue': catalogue, 'schema.prisma': schema }),
    );
    expect(finding).toMatchObject({
      key: 'foreign-key.unindexed:public.goals:userId',
      subject: { name: 'owner', field: 'owner', model: 'Goals', story: '5.1' },
      source: { file: 'prisma/schema.prisma', line: 3 },
    });
    expect(finding.message).toMatch(/^Relation owner of public.goals \(model Goals\)/);
  });

  it('passes again once the index stands', () => {
    expect(keysOf(run([index('goals', ['userId'])]))).toEqual([]);
  });

  it('is skipped where there is no key, unknown where there is no table', () => {
    expect(run([], { foreignKeys: [] }).nothingToCompare).toMatch(/foreign key/);
    expect(runCheck(foreignKeyCover, { 'database.catalogue': databaseSchema([]) })).toEqual({
      compared: 0,
      findings: [],
    });
    expectNeeds(foreignKeyCover, { 'database.catalogue': goals([]) });
  });

  it('leaves out what a pattern names', () => {
    const result = runCheck(foreignKeyCover, { 'database.catalogue': goals([]) }, ['goals_userId_fkey']);
    expect(keysOf(result)).toEqual([]);
  });
});
