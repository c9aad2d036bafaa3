import type { Index, Table } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import { ignoreFilter } from './support/ignore';
import { weightOf } from './support/impact';
import { indexFinding } from './support/index-findings';
import { indexInWords } from './support/index-match';
import { modelFinder, tableInWords } from './support/names';
import { sqlRemedy } from './support/repair';
import { rebuildIndexStatements } from './support/repair-index';
import { defineCheck } from './types';

/** Every live index is valid and ready: one that is not costs on each write and serves no read. */
export const indexValidity = defineCheck({
  id: 'index-validity',
  group: 'indexes',
  title: 'Validity of the indexes',
  needs: ['database.catalogue'],
  uses: ['schema.prisma'],
  run: (observed, settings) => {
    const ignore = ignoreFilter(settings.ignore);
    const findModel = modelFinder(observed['schema.prisma']);
    const { tables } = observed['database.catalogue'];
    const findings: Finding[] = [];
    let compared = 0;
    for (const table of tables) {
      for (const index of table.indexes) {
        if (ignore.part(table.schema, table.name, index.name)) continue;
        compared += 1;
        if (!index.valid || !index.ready) findings.push(invalid(index, table, findModel(table)));
      }
    }
    if (compared > 0 || tables.length === 0) return { compared, findings };
    return { compared, findings, nothingToCompare: 'No table of the database has an index.' };
  },
});

function invalid(index: Index, table: Table, model: ReturnType<ReturnType<typeof modelFinder>>): Finding {
  const state = index.valid ? 'not ready for writes' : index.ready ? 'not valid' : 'neither valid nor ready';
  return indexFinding(index, model, {
    rule: 'index.invalid',
    about: `${table.schema}.${table.name}:${index.name}`,
    ...weightOf(index.unique ? 'loses integrity' : 'slows'),
    message: `Index ${index.name}, ${indexInWords(index)}, on ${tableInWords(table, model)} should be valid, but is ${state} in the database, so that no query uses it${index.unique ? ' and uniqueness is not assured' : ''}.`,
    expected: 'valid and ready',
    observed: state,
    remedy: sqlRemedy(rebuildIndexStatements(index, table)),
  });
}
