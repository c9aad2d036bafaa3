import type { Sequence } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import { ByName } from './support/by-name';
import { ignoreFilter } from './support/ignore';
import { migrationsSide } from './support/migrations-side';
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
    const catalogue = observed['database.catalogue'];
    const wanted = wantedSequences(observed['schema.ddl'].sequences, side.schema?.sequences);
    const live = ByName.of(catalogue.sequences);
    const tables = pairing(observed);
    // Only where one goes by another name its column has to tell it.
    let byPurpose: Map<string, Sequence> | undefined;
    const purposes = () => {
      byPurpose ??= new Map(catalogue.sequences.map((one) => [purposeOf(one), one]));
      return byPurpose;
    };
    const findings: Finding[] = [];
    let compared = 0;
    for (const sequence of wanted) {
      const owner = sequence.ownedBy;
      const table = owner === null ? undefined : tables.find({ schema: sequence.schema, name: owner.table });
      if (ignore.object(sequence.schema, sequence.name) || table?.external === true) continue;
      if (owner !== null && ignore.object(sequence.schema, owner.table)) continue;
      const namesake = live.get(sequence);
      const found =
        namesake !== undefined && samePurpose(sequence, namesake)
          ? namesake
          : purposes().get(purposeOf(sequence));
      // A column that lacks, or is not counted, is the matter of `columns`.
      if (owner !== null && (found === undefined || !hasColumn(table, owner.column))) continue;
      compared += 1;
      const difference = sequenceDifference(sequence, found, table?.model);
      if (difference !== null) findings.push(difference);
    }
    if (side.unknown !== undefined) return { compared, findings, unknown: side.unknown };
    if (compared > 0 || catalogue.tables.length === 0) return { compared, findings };
    return {
      compared,
      findings,
      nothingToCompare:
        wanted.length === 0
          ? 'Nothing says how a sequence should count: the migrations make none, or were not read.'
          : 'None of the sequences that are expected belongs to a column that is there.',
    };
  },
});

/** The migrations know more of a sequence than the schema does: what the schema says counts where they make none. */
function wantedSequences(
  declared: readonly Sequence[],
  migrated: readonly Sequence[] | undefined,
): readonly Sequence[] {
  if (migrated === undefined) return declared;
  const made = ByName.of(migrated);
  const others = declared.filter((one) => {
    const namesake = made.get(one);
    return namesake === undefined || !samePurpose(one, namesake);
  });
  if (others.length === 0) return migrated;
  const purposes = new Set(migrated.map(purposeOf));
  return [...migrated, ...others.filter((one) => !purposes.has(purposeOf(one)))];
}

function samePurpose(one: Sequence, other: Sequence): boolean {
  return (
    one.ownedBy?.table === other.ownedBy?.table &&
    one.ownedBy?.column === other.ownedBy?.column &&
    (one.ownedBy !== null || (one.schema === other.schema && one.name === other.name))
  );
}

/** A sequence under a column is told by its column, whatever it is called; a free one by its name. */
function purposeOf({ schema, name, ownedBy }: Sequence): string {
  return ownedBy === null ? `${schema}.${name}` : `${schema}\n${ownedBy.table}\n${ownedBy.column}`;
}

function hasColumn(table: PairedTable | undefined, name: string): boolean {
  return table?.observed?.columns.some((column) => column.name === name) ?? false;
}
