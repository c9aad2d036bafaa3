import type { Table } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import { ignoreFilter } from './support/ignore';
import { migrationsSide } from './support/migrations-side';
import { type PairedTable, pairing } from './support/pairing';
import { viewColumnFindings } from './support/view-columns';
import { isView, missingView, otherView, unexpectedView } from './support/view-findings';
import { inViewOrder } from './support/view-sql';
import { defineCheck } from './types';

/**
 * The `view` blocks of the schema and the views of the migrations against the live ones: there, with the columns that
 * the client selects, and with the query that was declared.
 */
export const views = defineCheck({
  id: 'views',
  group: 'schema',
  title: 'Views',
  needs: ['schema.prisma', 'schema.ddl', 'database.catalogue'],
  uses: ['migrations.replay', 'migrations.folder'],
  run: (observed, settings) => {
    const side = migrationsSide(observed, 'views');
    const ignore = ignoreFilter(settings.ignore);
    const all = pairing(observed);
    const live = observed['database.catalogue'].tables;
    const findings: Finding[] = [];
    const extra: Table[] = [];
    let compared = 0;

    for (const model of observed['schema.prisma'].models) {
      if (model.kind !== 'view' || ignore.object(model.schema, model.dbName)) continue;
      compared += 1;
      const view = { schema: model.schema, name: model.dbName };
      const one = all.find(view);
      if (one?.observed === undefined) findings.push(missingView(view, model, madeView(one)));
      else findings.push(...viewColumnFindings(one.observed, model, ignore));
    }

    for (const one of all.all) {
      const { observed: found, model } = one;
      const made = madeView(one);
      const known = made ?? found;
      // Where a table should stand, `table.missing` and `table.kind` speak.
      if (one.expected !== undefined || known === undefined || one.external) continue;
      if (ignore.object(known.schema, known.name)) continue;
      const block = model?.kind === 'view' ? model : undefined;
      if (made !== undefined) {
        if (block === undefined) compared += 1;
        if (found !== undefined) findings.push(...otherView(made, found, block, live));
        else if (block === undefined) findings.push(missingView(made, undefined, made));
      } else if (found !== undefined && isView(found) && block === undefined) {
        compared += 1;
        extra.push(found);
      }
    }
    // What stands on another is dropped before it.
    const inOrder = inViewOrder(extra, ({ name, query }) => ({ name, query: query ?? '' }));
    for (const view of inOrder.reverse()) findings.push(unexpectedView(view, side));

    if (side.unknown !== undefined) return { compared, findings, unknown: side.unknown };
    if (compared > 0 || observed['database.catalogue'].tables.length === 0) return { compared, findings };
    return { compared, findings, nothingToCompare: 'Neither schema.prisma nor the database has a view.' };
  },
});

/** A view that the migrations make. */
function madeView(one: PairedTable | undefined): Table | undefined {
  return one?.migrated !== undefined && isView(one.migrated) ? one.migrated : undefined;
}
