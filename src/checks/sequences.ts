import type { Sequence } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import { externalFilter } from './support/external';
import { ignoreFilter } from './support/ignore';
import { migrationsSide } from './support/migrations-side';
import { modelFinder, nameOf } from './support/names';
import { type PairedTable, pairing } from './support/pairing';
import { sequenceDifference } from './support/sequence-findings';
import { defineCheck } from './types';

/** Each sequence that the migrations make against the live one: its step, its bounds, its type, whether it cycles. */
export const sequences = defineCheck({
  id: 'sequences',
  group: 'schema',
  title: 'Sequences and how they count',
  needs: ['schema.prisma', 'schema.ddl', 'database.catalogue'],
  uses: ['migrations.replay', 'migrations.folder'],
  run: (observed, settings) => {
    const side = migrationsSide(observed, 'sequences');
    const ignore = ignoreFilter(settings.ignore);
    const external = externalFilter(observed['schema.prisma']);
    const findModel = modelFinder(observed['schema.prisma']);
    const catalogue = observed['database.catalogue'];
    const wanted = new Map<string, Sequence>();
    // The migrations know more of a sequence than the schema does, so what they say comes last and counts.
    for (const one of observed['schema.ddl'].sequences) wanted.set(purposeOf(one), one);
    for (const one of side.schema?.sequences ?? []) wanted.set(purposeOf(one), one);
    const live = new Map(catalogue.sequences.map((one) => [purposeOf(one), one]));
    const tables = pairing(observed);
    const findings: Finding[] = [];
    let compared = 0;
    for (const [purpose, sequence] of wanted) {
      const owner = sequence.ownedBy;
      const table = owner === null ? null : { schema: sequence.schema, name: owner.table };
      if (ignore.object(sequence.schema, sequence.name)) continue;
      if (table !== null && (external.table(table) || ignore.object(table.schema, table.name))) continue;
      const found = live.get(purpose);
      // A column that lacks, or is not counted, is the matter of `columns`.
      if (found === undefined && owner !== null) continue;
      if (table !== null && owner !== null && !hasColumn(tables.get(nameOf(table)), owner.column)) continue;
      compared += 1;
      const model = table === null ? undefined : findModel(table);
      const difference = sequenceDifference(sequence, found, model);
      if (difference !== null) findings.push(difference);
    }
    if (side.unknown !== undefined) return { compared, findings, unknown: side.unknown };
    if (compared > 0 || catalogue.tables.length === 0) return { compared, findings };
    return {
      compared,
      findings,
      nothingToCompare:
        wanted.size === 0
          ? 'Nothing says how a sequence should count: the migrations make none, or were not read.'
          : 'None of the sequences that are expected belongs to a column that is there.',
    };
  },
});

/** A sequence under a column is told by its column, whatever it is called; a free one by its name. */
function purposeOf({ schema, name, ownedBy }: Sequence): string {
  return ownedBy === null ? `${schema}.${name}` : `${schema}\n${ownedBy.table}\n${ownedBy.column}`;
}

function hasColumn(table: PairedTable | undefined, name: string): boolean {
  return table?.observed?.columns.some((column) => column.name === name) ?? false;
}
