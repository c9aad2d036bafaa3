import { describe, expect, it } from 'vitest';
import type { Table } from '../shared/database-schema';
import type { PrismaField, PrismaSchema } from '../shared/prisma-schema';
import { asObserved, column, databaseSchema, prismaSchemaOf, table, view } from './testing/builders';
import {
  expectNeeds,
  keysOf,
  onlyFinding,
  runCheck,
  threeSides,
  withoutMigrations,
  withoutReplay,
} from './testing/sides';
import { views } from './views';

const columns = [column('id'), column('total', { type: 'integer', nullable: true })];
const report = view('report', 'SELECT id, 1 AS total FROM public.users', { columns });
const declared = databaseSchema([table('users'), report]);

/** The schema with a block for the view, where `total` is an Int. */
function withBlock(change: (field: PrismaField) => void = () => undefined): PrismaSchema {
  const schema = prismaSchemaOf(declared);
  for (const model of schema.models) {
    if (model.dbName !== 'report') continue;
    model.kind = 'view';
    for (const field of model.fields) {
      if (field.dbName === 'total') Object.assign(field, { type: 'Int' });
      change(field);
    }
  }
  return schema;
}

function observe(live: Table | null, block = true) {
  const others = asObserved(declared).tables.filter(({ name }) => name !== 'report');
  const found = databaseSchema([...others, ...(live === null ? [] : [live])]);
  const observed = threeSides(declared, found);
  return block ? { ...observed, 'schema.prisma': withBlock() } : observed;
}

describe('views', () => {
  it('passes where the view is there with its query', () => {
    expect(runCheck(views, observe(report))).toEqual({ compared: 1, findings: [] });
    expect(runCheck(views, observe(report, false))).toEqual({ compared: 1, findings: [] });
  });

  it('finds a missing one: an error where the client reads it, drift where only a migration makes it', () => {
    expect(onlyFinding(runCheck(views, observe(null)))).toMatchObject({
      key: 'view.missing:public.report',
      severity: 'error',
      impact: 'read',
      subject: { kind: 'view', model: 'Report' },
      remedy: {
        statements: [{ sql: 'CREATE VIEW "public"."report" AS SELECT id, 1 AS total FROM public.users;' }],
      },
    });
    expect(onlyFinding(runCheck(views, observe(null, false)))).toMatchObject({
      severity: 'warning',
      impact: 'none',
    });
    // Without migrations nobody knows its query.
    const finding = onlyFinding(runCheck(views, withoutMigrations(observe(null))));
    expect(finding.remedy.kind).toBe('note');
  });

  it('finds another query, and a view of another kind', () => {
    const other = { ...report, query: 'SELECT id, 2 AS total FROM public.users' };
    expect(onlyFinding(runCheck(views, observe(other)))).toMatchObject({
      key: 'view.definition:public.report',
      severity: 'error',
      impact: 'read',
    });
    const kept: Table = { ...report, kind: 'materialized view' };
    expect(onlyFinding(runCheck(views, observe(kept, false))).remedy.text).toContain(
      'DROP MATERIALIZED VIEW "public"."report";',
    );
    expect(onlyFinding(runCheck(views, observe({ ...report, kind: 'table', query: null }))).remedy.kind).toBe(
      'note',
    );
    // A query that is not known proves nothing.
    expect(keysOf(runCheck(views, observe({ ...report, query: null })))).toEqual([]);
  });

  it('takes a table and a materialized view for the view of a block where no migration makes it', () => {
    for (const kind of ['table', 'materialized view'] as const) {
      expect(keysOf(runCheck(views, withoutMigrations(observe({ ...report, kind }))))).toEqual([]);
    }
  });

  it('finds a column that the client selects and that is not there, or is of a type that it cannot decode', () => {
    const lacking = onlyFinding(runCheck(views, observe({ ...report, columns: columns.slice(0, 1) })));
    expect(lacking).toMatchObject({
      key: 'column.missing:public.report:total',
      severity: 'error',
      impact: 'read',
      subject: { kind: 'column', field: 'total' },
    });
    const typed = (type: string) =>
      runCheck(views, observe({ ...report, columns: [column('id'), column('total', { type })] }));
    expect(onlyFinding(typed('text[]'))).toMatchObject({ key: 'column.type:public.report:total' });
    expect(keysOf(typed('smallint'))).toEqual([]);
  });

  it('lets a table that should stand be the matter of table.kind, and finds a view that nobody declares', () => {
    const wrong: Table = { ...table('users'), kind: 'view' };
    const observed = observe(report);
    observed['database.catalogue'].tables = [wrong, report, view('by_hand', 'SELECT 1')];
    expect(onlyFinding(runCheck(views, observed))).toMatchObject({
      key: 'view.unexpected:public.by_hand',
      severity: 'warning',
      impact: 'none',
    });
    expect(onlyFinding(runCheck(views, withoutMigrations(observed))).severity).toBe('info');
    expect(runCheck(views, withoutReplay(observed)).unknown).toMatch(/which views/);
  });

  it('is skipped where there is none; leaves out what a pattern names; needs its needs', () => {
    expect(runCheck(views, threeSides(databaseSchema([table('users')]))).nothingToCompare).toMatch(/a view/);
    expect(keysOf(runCheck(views, observe(null), ['report']))).toEqual([]);
    expect(keysOf(runCheck(views, observe({ ...report, columns: [] }), ['report.*']))).toEqual([]);
    expectNeeds(views, observe(report));
  });
});
