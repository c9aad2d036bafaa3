import type { Table } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import type { PrismaModel } from '../shared/prisma-schema';
import { externalFilter } from './support/external';
import { ignoreFilter } from './support/ignore';
import { migrationsSide } from './support/migrations-side';
import { modelFinder, nameOf } from './support/names';
import { viewColumnFindings } from './support/view-columns';
import { isView, missingView, otherView, unexpectedView } from './support/view-findings';
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
    const external = externalFilter(observed['schema.prisma']);
    const findModel = modelFinder(observed['schema.prisma']);
    const kept = (object: { schema: string; name: string }) => !ignore.object(object.schema, object.name);
    const live = new Map(observed['database.catalogue'].tables.map((table) => [nameOf(table), table]));
    const migrated = new Map(
      (side.schema?.tables ?? []).filter(isView).map((view): [string, Table] => [nameOf(view), view]),
    );
    // Where a table should stand, `table.missing` and `table.kind` speak.
    const tables = new Set(observed['schema.ddl'].tables.map(nameOf));
    const findings: Finding[] = [];
    let compared = 0;

    const blocks = observed['schema.prisma'].models
      .filter((model) => model.kind === 'view')
      .map((model) => ({ model, schema: model.schema, name: model.dbName }))
      .filter(kept);
    for (const block of blocks) {
      compared += 1;
      const found = live.get(nameOf(block));
      const declared = migrated.get(nameOf(block));
      if (found === undefined) findings.push(missingView(block, block.model, declared));
      else findings.push(...viewColumnFindings(found, block.model, ignore));
    }

    const inSchema = new Set(blocks.map(nameOf));
    for (const view of migrated.values()) {
      const id = nameOf(view);
      if (tables.has(id) || external.table(view) || !kept(view)) continue;
      const found = live.get(id);
      if (!inSchema.has(id)) compared += 1;
      const model = viewModel(findModel(view));
      if (found === undefined) {
        if (!inSchema.has(id)) findings.push(missingView(view, model, view));
      } else {
        const difference = otherView(view, found, model);
        if (difference !== null) findings.push(difference);
      }
    }

    for (const view of live.values()) {
      const id = nameOf(view);
      if (!isView(view) || migrated.has(id) || inSchema.has(id) || tables.has(id)) continue;
      if (external.table(view) || !kept(view)) continue;
      compared += 1;
      findings.push(unexpectedView(view, side));
    }

    if (side.unknown !== undefined) return { compared, findings, unknown: side.unknown };
    if (compared > 0 || live.size === 0) return { compared, findings };
    return { compared, findings, nothingToCompare: 'Neither schema.prisma nor the database has a view.' };
  },
});

function viewModel(model: PrismaModel | undefined): PrismaModel | undefined {
  return model?.kind === 'view' ? model : undefined;
}
