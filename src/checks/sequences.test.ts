import { describe, expect, it } from 'vitest';
import type { Sequence } from '../shared/database-schema';
import { sequences } from './sequences';
import { asObserved, column, databaseSchema, prismaSchemaOf, sequence, table } from './testing/builders';
import {
  expectNeeds,
  keysOf,
  onlyFinding,
  runCheck,
  sides,
  threeSides,
  withoutMigrations,
  withoutReplay,
} from './testing/sides';

const id = column('id', { type: 'integer', default: 'nextval' });
const own = sequence('users', 'id');
const free = sequence('x', 'y', { name: 'order_number', ownedBy: null });
const declared = { ...databaseSchema([table('users', { columns: [id] })]), sequences: [own, free] };
const live = (...list: Sequence[]) => threeSides(declared, { ...asObserved(declared), sequences: list });

describe('sequences', () => {
  it('passes where both count alike; one under a column under whatever name, whatever its cache', () => {
    expect(runCheck(sequences, threeSides(declared))).toEqual({ compared: 2, findings: [] });
    expect(keysOf(runCheck(sequences, live({ ...own, name: 'renamed', cache: '50' }, free)))).toEqual([]);
  });

  it.each([
    ['increment', { increment: '2' }, 'increment 2', 'INCREMENT BY 1'],
    ['minimum', { minimum: '0' }, 'minimum 0', 'MINVALUE 1'],
    ['maximum', { maximum: '9' }, 'maximum 9', 'MAXVALUE 2147483647'],
    ['start', { start: '5' }, 'start 5', 'START WITH 1'],
    ['type', { type: 'bigint' as const }, 'type bigint', 'AS integer'],
    ['cycle', { cycle: true }, 'cycle', 'NO CYCLE'],
  ])('finds another %s', (_what, over, observed, sql) => {
    const finding = onlyFinding(runCheck(sequences, live({ ...own, ...over }, free)));
    expect(finding).toMatchObject({
      key: 'sequence.definition:public.users:id',
      severity: 'warning',
      impact: 'integrity',
      observed,
      subject: { kind: 'sequence', table: 'users', model: 'Users', field: 'id' },
    });
    expect(finding.remedy.text).toContain(`ALTER SEQUENCE "public"."users_id_seq" ${sql};`);
  });

  it('alters the sequence of an identity column as any other', () => {
    const identity = { ...own, identity: true };
    const schema = { ...declared, sequences: [identity] };
    const observed = threeSides(schema, {
      ...asObserved(schema),
      sequences: [{ ...identity, increment: '2', cycle: true }],
    });
    expect(onlyFinding(runCheck(sequences, observed)).remedy.text).toContain(
      'ALTER SEQUENCE "public"."users_id_seq" INCREMENT BY 1 NO CYCLE;',
    );
  });

  it('finds a free one that lacks, and leaves one under a column to the columns', () => {
    expect(onlyFinding(runCheck(sequences, live(own)))).toMatchObject({
      key: 'sequence.definition:public.order_number',
      severity: 'error',
      impact: 'write',
    });
    expect(keysOf(runCheck(sequences, live(free)))).toEqual([]);
  });

  it('says nothing without migrations, and is unknown where they were not replayed', () => {
    expect(runCheck(sequences, withoutMigrations(live(own))).nothingToCompare).toMatch(/not read/);
    expect(runCheck(sequences, withoutReplay(live(own))).unknown).toMatch(/which sequences/);
    const known = { ...withoutMigrations(live({ ...own, increment: '2' })) };
    const ddl = { ...known['schema.ddl'], sequences: [own] };
    expect(keysOf(runCheck(sequences, { ...known, 'schema.ddl': ddl }))).toHaveLength(1);
  });

  it('leaves out what is managed elsewhere and what a pattern names; needs its needs', () => {
    const changed = live({ ...own, increment: '2' }, free);
    const schema = prismaSchemaOf(declared, { external: { tables: ['users'], enums: [] } });
    expect(keysOf(runCheck(sequences, { ...changed, 'schema.prisma': schema }))).toEqual([]);
    expect(keysOf(runCheck(sequences, changed, ['users_id_seq']))).toEqual([]);
    expect(runCheck(sequences, sides(databaseSchema([]))).nothingToCompare).toBeUndefined();
    expectNeeds(sequences, threeSides(declared));
  });
});
