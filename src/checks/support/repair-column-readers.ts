import type { Column, Table } from '../../shared/database-schema';
import { nameOf, readable } from './names';
import { createPolicySql, dropPolicySql } from './policy-sql';
import { statement } from './repair';
import { type Aside, keysOn } from './repair-dependents';
import { createIndexStatements } from './repair-index';
import { unlocked } from './repair-table-parts';
import { alterTableSql, columnSql, quoteName } from './sql-text';
import { createTriggerSql, dropTriggerSql } from './trigger-sql';
import { createViewSql, dropViewSql, inViewOrder } from './view-sql';
import { mentions, sentenceList } from './words';

export type Readers = Aside & {
  /** What stands in the way and cannot step aside safely, as sentences. */
  obstacles: string[];
};

/**
 * What reads columns of a table and keeps PostgreSQL from altering them, whatever the change: views, policies, triggers
 * with a list of columns or a condition, generated columns. What only seems to read one steps aside as well.
 * @param tables all live ones
 * @param types names of types that go with the change: a view that names one stands in its way too
 */
export function columnReaders(
  tables: readonly Table[],
  table: Table,
  columns: readonly string[],
  types: readonly string[] = [],
): Readers {
  const { movable, fixed } = generatedFrom(tables, table, columns);
  const all = [...columns, ...movable.map(({ name }) => name)];
  const readsColumn = (text: string) => all.some((column) => mentions(text, column));
  const reads = (text: string) =>
    (mentions(text, table.name) && readsColumn(text)) || types.some((type) => mentions(text, type));
  const views = viewsReading(tables, reads);
  const parts = [
    triggersAside(table, readsColumn),
    policiesAside(tables, table, (text, own) => reads(text) || (own && readsColumn(text)), views),
    viewsAside(views),
    generatedAside(table, movable),
  ];
  return {
    before: parts.flatMap(({ before }) => before),
    after: parts.reverse().flatMap(({ after }) => after),
    obstacles: [
      ...fixed.map(
        (column) =>
          `Generated column ${readable(column.name)} reads it and is part of a key: take that key away first, drop the column, and make both again afterwards.`,
      ),
      ...unknownViews(tables),
      ...(table.kind === 'partitioned table'
        ? ['PostgreSQL refuses it where the column is part of the partition key.']
        : []),
    ],
  };
}

type Standing = { views: Table[]; unknown: Table[]; guarded: Table[] };

/** Ten thousand tables have few views and policies: they are looked for once, whatever the number of findings. */
const remembered = new WeakMap<readonly Table[], Standing>();

function standing(tables: readonly Table[]): Standing {
  const known = remembered.get(tables);
  if (known !== undefined) return known;
  const all = tables.filter(({ kind }) => kind.endsWith('view'));
  const found = {
    views: all.filter(({ query }) => query !== null),
    unknown: all.filter(({ query }) => query === null),
    guarded: tables.filter(({ rowSecurity }) => rowSecurity.policies.length > 0),
  };
  remembered.set(tables, found);
  return found;
}

function unknownViews(tables: readonly Table[]): string[] {
  const unknown = standing(tables).unknown.map(nameOf);
  return unknown.length === 0
    ? []
    : [
        `The queries of ${sentenceList(unknown)} were not read: one that reads the column has to be dropped first.`,
      ];
}

/** Views that read what changes, and all that stand on these, in the order in which they can be made. */
function viewsReading(tables: readonly Table[], reads: (text: string) => boolean): Table[] {
  const { views } = standing(tables);
  let found = views.filter(({ query }) => reads(query ?? ''));
  for (;;) {
    const names = found.map(({ name }) => name);
    const wider = views.filter(
      (view) => found.includes(view) || names.some((name) => mentions(view.query ?? '', name)),
    );
    if (wider.length === found.length) break;
    found = wider;
  }
  return inViewOrder(found, ({ name, query }) => ({ name, query: query ?? '' }));
}

/** The views that stand on a view which is made anew. */
export function viewReaders(tables: readonly Table[], view: Table): Aside {
  const reading = viewsReading(tables, (text) => mentions(text, view.name));
  return viewsAside(reading.filter((other) => other !== view));
}

function viewsAside(views: readonly Table[]): Aside {
  const note =
    'It stands on what changes, and comes back after the change with the query that it has; its privileges, options and comments do not: note them first (in psql: \\d+ and \\dp).';
  return {
    before: [...views].reverse().map((view) => dropViewSql(view, note)),
    after: views.flatMap((view) => [
      createViewSql(view, view.query ?? ''),
      ...view.indexes.flatMap((index) => createIndexStatements(index, 'new table')).map(intoView),
      ...view.triggers.flatMap((trigger) => createTriggerSql(view, trigger)).map(unlocked),
    ]),
  };
}

/** The indexes of a materialized view come after it, whatever kind they are. */
function intoView<T>(one: T): T & { phase: 'trigger' } {
  return { ...one, phase: 'trigger' };
}

function triggersAside(table: Table, readsColumn: (text: string) => boolean): Aside {
  const triggers = table.triggers.filter(({ definition }) =>
    readsColumn(definition.split(/ EXECUTE (?:FUNCTION|PROCEDURE) /)[0] ?? ''),
  );
  return {
    before: triggers.map((trigger) =>
      dropTriggerSql(
        table,
        trigger,
        'It names the column, and comes back after the change: what is written meanwhile it does not see.',
      ),
    ),
    after: triggers.flatMap((trigger) => createTriggerSql(table, trigger)),
  };
}

function policiesAside(
  tables: readonly Table[],
  table: Table,
  reads: (text: string, own: boolean) => boolean,
  views: readonly Table[],
): Aside {
  const policies = standing(tables).guarded.flatMap((other) =>
    other.rowSecurity.policies
      .filter((policy) => {
        const text = `${policy.using ?? ''} ${policy.withCheck ?? ''}`;
        return reads(text, other === table) || views.some(({ name }) => mentions(text, name));
      })
      .map((policy) => ({ other, policy })),
  );
  return {
    before: policies.map(({ other, policy }) =>
      dropPolicySql(
        other,
        policy,
        `It reads the column, and comes back after the change: until then ${policy.permissive ? 'the rows that it gives are hidden' : 'the rows that it keeps back are shown'}.`,
      ),
    ),
    after: policies.map(({ other, policy }) => createPolicySql(other, policy)),
  };
}

/** Columns that are computed from others: those that can be made anew, and those that keys stand on. */
function generatedFrom(tables: readonly Table[], table: Table, columns: readonly string[]) {
  const movable: Column[] = [];
  const fixed: Column[] = [];
  for (const column of table.columns) {
    if (column.generated === null || columns.includes(column.name)) continue;
    if (!columns.some((name) => mentions(column.default ?? '', name))) continue;
    const isKey =
      table.indexes.some(
        (index) => index.constraint !== null && index.columns.some(({ name }) => name === column.name),
      ) ||
      table.primaryKey?.columns.includes(column.name) === true ||
      keysOn(tables, table, [column.name]).length > 0;
    (isKey ? fixed : movable).push(column);
  }
  return { movable, fixed };
}

function generatedAside(table: Table, columns: readonly Column[]): Aside {
  const names = columns.map(({ name }) => name);
  const reads = (text: string | null) => text !== null && names.some((name) => mentions(text, name));
  const indexes = table.indexes.filter(
    (index) =>
      index.columns.some(({ name, expression }) => reads(name) || reads(expression)) ||
      index.include.some(reads) ||
      reads(index.predicate),
  );
  const checks = table.checks.filter(({ expression }) => reads(expression));
  const lock = { lock: 'ACCESS EXCLUSIVE', lockedTable: nameOf(table) } as const;
  return {
    before: columns.map((column) =>
      statement(alterTableSql(table, `DROP COLUMN ${quoteName(column.name)}`), 'drop-dependent', {
        ...lock,
        note: 'It is computed from the column, and is computed again after the change; its indexes go with it and come back.',
      }),
    ),
    after: [
      ...columns.map((column) =>
        statement(alterTableSql(table, `ADD COLUMN ${columnSql(column)}`), 'column', {
          ...lock,
          rewrites: column.generated === 'stored',
          note: 'It stands at the end of the table then, and its privileges and comment have to be given again.',
        }),
      ),
      ...indexes.flatMap((index) => createIndexStatements(index, table)),
      ...checks.map((check) =>
        statement(
          alterTableSql(table, `ADD CONSTRAINT ${quoteName(check.name)} CHECK (${check.expression})`),
          'check',
          { ...lock, scans: true },
        ),
      ),
    ],
  };
}
