import type { Table } from '../../shared/database-schema';
import type { Finding, Remedy, RepairStatement } from '../../shared/finding';
import type { PrismaModel } from '../../shared/prisma-schema';
import { driftFinding } from './drift-finding';
import { weightFor, weightOf, weightOfExtra } from './impact';
import { type MigrationsSide, nobodyDeclares } from './migrations-side';
import { modelParts, nameOf } from './names';
import { sqlRemedy } from './repair';
import { viewReaders } from './repair-column-readers';
import { createIndexStatements } from './repair-index';
import { createViewSql, dropViewSql } from './view-sql';

type Named = { schema: string; name: string };

/** Whether a relation is a view of either kind. */
export function isView({ kind }: Table): boolean {
  return kind === 'view' || kind === 'materialized view';
}

/** A view that a block of the schema reads, or a migration makes, and that is not there. */
export function missingView(
  view: Named,
  model: PrismaModel | undefined,
  migrated: Table | undefined,
): Finding {
  const by = model === undefined ? 'a migration' : `view ${model.name} of schema.prisma`;
  return viewFinding(view, model, {
    rule: 'view.missing',
    // Without a block in the schema the client never selects from it.
    weight: weightOf(model === undefined ? 'is drift' : 'breaks reads'),
    message: `${by.charAt(0).toUpperCase()}${by.slice(1)} declares ${nameOf(view)}, but the database has no view of this name.`,
    expected: migrated?.query == null ? `view ${nameOf(view)}` : `${migrated.kind} ${migrated.query}`,
    observed: `no view ${nameOf(view)}`,
    remedy: createRemedy(migrated),
  });
}

/** How a live relation differs from the view that the migrations make; nothing where it is the same. */
export function otherView(
  wanted: Table,
  found: Table,
  model: PrismaModel | undefined,
  tables: readonly Table[],
): Finding[] {
  const sameKind = wanted.kind === found.kind;
  // A query that is not known proves nothing either way.
  if (sameKind && (wanted.query === found.query || wanted.query === null || found.query === null)) return [];
  const describe = (view: Table) => `${view.kind}${view.query === null ? '' : ` ${view.query}`}`;
  return [
    viewFinding(wanted, model, {
      rule: 'view.definition',
      weight: weightOf(model === undefined ? 'is drift' : 'breaks reads'),
      message: `${nameOf(wanted)} is ${article(wanted.kind)} by a migration, but ${sameKind ? 'one with another query' : article(found.kind)} in the database, so that it gives other rows or columns.`,
      expected: describe(wanted),
      observed: describe(found),
      remedy: replaceRemedy(wanted, found, tables),
    }),
  ];
}

/** A view that only the database has: it breaks nothing, but PostgreSQL refuses to alter what it stands on. */
export function unexpectedView(view: Table, side: MigrationsSide): Finding {
  return viewFinding(view, undefined, {
    rule: 'view.unexpected',
    weight: weightOfExtra('is drift', side.schema !== null),
    message: `Only the database has ${view.kind} ${nameOf(view)}: ${nobodyDeclares(side)}, and a migration that alters a column under it fails.`,
    expected: `no view ${nameOf(view)}`,
    observed: `${view.kind}${view.query === null ? ` ${nameOf(view)}` : ` ${view.query}`}`,
    remedy: sqlRemedy([
      dropViewSql(
        view,
        'If it is wanted, put it into a migration, and a view block into schema.prisma. Fails while another view stands on it: drop that first.',
      ),
    ]),
  });
}

type Parts = Pick<Finding, 'rule' | 'message' | 'expected' | 'observed' | 'remedy'> & {
  weight: Pick<Finding, 'severity' | 'impact'>;
};

function viewFinding(view: Named, model: PrismaModel | undefined, { weight, ...parts }: Parts): Finding {
  const { source, ...ofModel } = modelParts(model);
  return driftFinding({
    ...parts,
    ...weightFor(model, weight),
    about: nameOf(view),
    subject: { kind: 'view', schema: view.schema, table: view.name, name: view.name, ...ofModel },
    source,
  });
}

function article(kind: Table['kind']): string {
  return `a ${kind}`;
}

function createRemedy(view: Table | undefined): Remedy {
  if (view?.query == null) {
    return {
      kind: 'note',
      text: 'Prisma makes no views: write its CREATE VIEW into a migration (npx prisma migrate dev --create-only) and apply that.',
    };
  }
  return sqlRemedy([createViewSql(view, view.query)]);
}

function replaceRemedy(wanted: Table, found: Table, tables: readonly Table[]): Remedy {
  if (wanted.query === null) return createRemedy(undefined);
  if (!isView(found)) {
    return {
      kind: 'note',
      text: `A ${found.kind} with rows of its own stands under the view's name: look at what writes it, move its rows, drop it, then apply the migration's CREATE VIEW.`,
    };
  }
  const readers = viewReaders(tables, found);
  return sqlRemedy([
    ...readers.before,
    dropViewSql(found),
    createViewSql(wanted, wanted.query),
    ...wanted.indexes
      .flatMap((index) => createIndexStatements(index, 'new table'))
      .map((one): RepairStatement => ({ ...one, phase: 'trigger' })),
    ...readers.after,
  ]);
}
