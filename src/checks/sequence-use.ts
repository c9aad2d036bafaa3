import type { Sequence, SequenceUse } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import { ByName } from './support/by-name';
import { ignoreFilter } from './support/ignore';
import { fieldOf, modelFinder, nameOf } from './support/names';
import { behind, EXHAUSTION_SHARE, exhaustion, type UsedSequence } from './support/sequence-use-findings';
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
    const definitions = ByName.of(catalogue.sequences);
    const tables = ByName.of(catalogue.tables);
    const uses = observed['database.sequences'].filter(
      (use) => !ignore.object(use.schema, use.table) && !ignore.object(use.schema, use.name),
    );
    const findings: Finding[] = [];
    const unreadable: SequenceUse[] = [];
    let compared = 0;
    for (const use of uses) {
      const sequence = definitions.get(use);
      const table = tables.get({ schema: use.schema, name: use.table });
      const column = table?.columns.find(({ name }) => name === use.column);
      if (use.unreadable !== null || use.next === null) unreadable.push(use);
      // Another snapshot than the catalogue's may know one more: the next run sees both.
      if (use.next === null || sequence === undefined || table === undefined || column === undefined)
        continue;
      compared += 1;
      if (isFarFromAnyEnd(use, sequence)) continue;
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
    if (uses.length > 0 || catalogue.tables.length === 0) return { compared, findings };
    return { compared, findings, nothingToCompare: 'No column of the database is fed by a sequence.' };
  },
});

/** No limit that a sequence can meet lies below this. */
const SMALLEST_END = 32_767 * EXHAUSTION_SHARE;

/** Most sequences are young: that they are neither behind nor near an end is seen without a large number. */
function isFarFromAnyEnd(use: SequenceUse, { increment, minimum, maximum }: Sequence): boolean {
  const next = Number(use.next);
  return (
    increment === '1' &&
    minimum === '1' &&
    Number(maximum) >= 32_767 &&
    next < SMALLEST_END &&
    (use.extreme === null || Number(use.extreme) < next)
  );
}

function notRead(uses: readonly SequenceUse[]): string {
  const names = inBrief(uses.map((use) => `${nameOf(use)} (under ${use.table}.${use.column})`));
  const reason = uses.find((use) => use.unreadable !== null)?.unreadable ?? 'Their values were not given.';
  return `How far ${names} ${uses.length === 1 ? 'has' : 'have'} counted is not known: ${reason}`;
}
