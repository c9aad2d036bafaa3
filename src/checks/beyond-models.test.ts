import { describe, expect, it } from 'vitest';
import type { DatabaseSchema, Table } from '../shared/database-schema';
import { beyondModels } from './beyond-models';
import {
  asObserved,
  column,
  databaseSchema,
  enumType,
  foreignKey,
  migrationsReplay,
  prismaSchemaOf,
  table,
} from './testing/builders';
import { expectNeeds, keysOf, onlyFinding, runCheck } from './testing/sides';

const users = table('users');
const events = table('events', {
  columns: [column('id'), column('kind', { type: '"Kind"' }), column('userId')],
  foreignKeys: [foreignKey('events', 'userId', 'users')],
});
const kinds = enumType('Kind', ['A', 'B']);
const withSearch = table('users', {
  columns: [column('id'), column('search', { type: 'tsvector', nullable: true })],
});
const declared = databaseSchema([users]);
const made = databaseSchema([withSearch, events], [kinds]);

function observedWith(live: DatabaseSchema = asObserved(made), replay: DatabaseSchema = made) {
  return {
    'schema.prisma': prismaSchemaOf(declared),
    'schema.ddl': declared,
    'migrations.replay': migrationsReplay(replay),
    'database.catalogue': live,
  };
}

function changed(name: string, over: Partial<Table>): DatabaseSchema {
  const live = asObserved(made);
  return { ...live, tables: live.tables.map((one) => (one.name === name ? { ...one, ...over } : one)) };
}

describe('beyond-models', () => {
  it('passes where the database has what only the migrations make', () => {
    const result = runCheck(beyondModels, observedWith());
    expect(result.findings).toEqual([]);
    expect(result.compared).toBeGreaterThan(4);
  });

  it('says nothing of what models declare, nor of what only the database has', () => {
    const live = asObserved(made);
    live.tables.push(table('by_hand'));
    const own = live.tables.find(({ name }) => name === 'users');
    own?.columns.push(column('byHand'));
    if (own !== undefined) own.primaryKey = null;
    expect(runCheck(beyondModels, observedWith(live)).findings).toEqual([]);
  });

  it.each([
    [
      'a column of a table without a model',
      changed('events', { columns: [column('id'), column('kind', { type: 'text' }), column('userId')] }),
      'column.type:public.events:kind',
    ],
    [
      'its primary key',
      changed('events', { primaryKey: null, indexes: [] }),
      'primary-key.missing:public.events',
    ],
    [
      'a column that a migration adds to a model',
      changed('users', { columns: [column('id')] }),
      'column.missing:public.users:search',
    ],
    ['its foreign key', changed('events', { foreignKeys: [] }), undefined],
    [
      'its enum',
      { ...asObserved(made), enums: [enumType('Kind', ['A'])] },
      'enum.value-missing:public.Kind:B',
    ],
  ])('finds %s changed, never graver than a warning, and blames no schema.prisma', (_what, live, key) => {
    const finding = onlyFinding(runCheck(beyondModels, observedWith(live)));
    if (key !== undefined) expect(finding.key).toBe(key);
    expect(finding.severity).toBe('warning');
    expect(finding.message).toContain('the migrations');
    expect(`${finding.message} ${finding.expected} ${finding.observed}`).not.toContain('schema.prisma');
  });

  it('tells two keys on the same tie apart by their names, and finds one that lacks', () => {
    const twins = [
      foreignKey('events', 'userId', 'users'),
      foreignKey('events', 'userId', 'users', { name: 'events_unchecked', enforced: false }),
    ];
    const withTwins = databaseSchema([users, { ...events, foreignKeys: twins }], [kinds]);
    const asMade = asObserved(withTwins);
    expect(keysOf(runCheck(beyondModels, observedWith(asMade, withTwins)))).toEqual([]);
    const [checked] = twins;
    const without = databaseSchema([users, { ...events, foreignKeys: checked ? [checked] : [] }], [kinds]);
    const finding = onlyFinding(runCheck(beyondModels, observedWith(asObserved(without), withTwins)));
    expect(finding).toMatchObject({ rule: 'foreign-key.missing', subject: { name: 'events_unchecked' } });
  });

  it('is content again after the repair', () => {
    expect(
      keysOf(runCheck(beyondModels, observedWith(changed('users', { columns: withSearch.columns })))),
    ).toEqual([]);
  });

  it('is skipped where the migrations make nothing of their own', () => {
    const result = runCheck(beyondModels, observedWith(asObserved(declared), declared));
    expect(result).toMatchObject({ compared: 0, nothingToCompare: expect.stringContaining('make no') });
  });

  it('does not run without the replay', () => {
    expectNeeds(beyondModels, observedWith());
  });
});
