import type { SequenceUse } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import { ignoreFilter } from './support/ignore';
import { fieldOf, modelFinder, nameOf } from './support/names';
import { behind, exhaustion, type UsedSequence } from './support/sequence-use-findings';
import { inBrief } from './support/words';
import { defineCheck } from './types';

/** How far each sequence has counted, against the values that are stored and against the end of its range. */
export const sequenceUse = defineCheck({
  id: 'sequence-use',
  group: 'schema',
  title: 'Sequences and how far they have counted',
  needs: ['database.catalogue', 'database.sequences'],
  uses: ['schema.prisma'],
  run: (observed, settings) => {
    const ignore = ignoreFilter(settings.ignore);
    const findModel = modelFinder(observed['schema.prisma']);
    const catalogue = observed['database.catalogue'];
    const definitions = new Map(catalogue.sequences.map((sequence) => [nameOf(sequence), sequence]));
    const tables = new Map(catalogue.tables.map((table) => [nameOf(table), table]));
    const uses = observed['database.sequences'].filter(
      (use) => !ignore.object(use.schema, use.table) && !ignore.object(use.schema, use.name),
    );
    const findings: Finding[] = [];
    const unreadable: SequenceUse[] = [];
    let compared = 0;
    for (const use of uses) {
      const sequence = definitions.get(nameOf(use));
      const table = tables.get(nameOf({ schema: use.schema, name: use.table }));
      const column = table?.columns.find(({ name }) => name === use.column);
      if (use.unreadable !== null || use.next === null) unreadable.push(use);
      // Another snapshot than the catalogue's may know one more: the next run sees both.
      if (use.next === null || sequence === undefined || table === undefined || column === undefined)
        continue;
      compared += 1;
      const model = findModel(table);
      const used: UsedSequence = {
        sequence,
        table,
        column,
        model,
        field: fieldOf(model, column.name),
        next: BigInt(use.next),
        extreme: use.extreme === null ? null : BigInt(use.extreme),
      };
      findings.push(...[behind(used), exhaustion(used)].filter((finding) => finding !== null));
    }
    if (unreadable.length > 0) return { compared, findings, unknown: notRead(unreadable) };
    if (compared > 0 || tables.size === 0) return { compared, findings };
    return { compared, findings, nothingToCompare: 'No column of the database is fed by a sequence.' };
  },
});

function notRead(uses: readonly SequenceUse[]): string {
  const names = inBrief(uses.map((use) => `${nameOf(use)} (under ${use.table}.${use.column})`));
  const reason = uses.find((use) => use.unreadable !== null)?.unreadable ?? 'Their values were not given.';
  return `How far ${names} ${uses.length === 1 ? 'has' : 'have'} counted is not known: ${reason}`;
}
