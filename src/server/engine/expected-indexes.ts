import { type Ignore, ignoreFilter } from '../../checks/support/ignore';
import { migrationOnlyIndexes, sameIndex } from '../../checks/support/index-match';
import type { MigratedIndexes } from '../../checks/support/migration-indexes';
import { nameOf } from '../../checks/support/names';
import type { DatabaseSchema, Index, Table } from '../../shared/database-schema';
import { rememberedBy } from './remembered-by';
import { structureOf } from './same-structure';

type ExpectedIndexes = {
  /** The `@@index` declarations; of several with one definition, the first. */
  declared: Index[];
  /** What only plain SQL in migrations or the index manifest declares; null where these were not read whole. */
  strategic: Index[] | null;
};

/**
 * The indexes that the declarations ask for, whatever the database holds, but for those that `ignore` leaves out.
 * @param migrated what is declared beside the schema (`indexesBeyondSchema`); undefined where nobody measured it
 */
function expectedIndexes(
  ddl: DatabaseSchema,
  migrated: MigratedIndexes | undefined,
  ignore: Ignore,
): ExpectedIndexes {
  const kept = (index: Index) => !ignore.part(index.schema, index.table, index.name);
  const declared = ddl.tables.flatMap((table) => {
    const plain = table.indexes.filter((index) => !index.unique && index.constraint === null && kept(index));
    return plain.filter(
      (index, position) => plain.findIndex((other) => sameIndex(other, index)) === position,
    );
  });
  return {
    declared,
    strategic: migrated === undefined ? null : strategicOf(migrated, ddl, kept),
  };
}

function strategicOf(
  migrated: MigratedIndexes,
  ddl: DatabaseSchema,
  kept: (index: Index) => boolean,
): Index[] | null {
  const found = migrationOnlyIndexes(migrated.indexes, ddl).filter(kept);
  // As for the check: with a migration unread, or none found and not all followed, their number is not known.
  const unknown = migrated.unreadable.length > 0 || (found.length === 0 && migrated.notes.length > 0);
  return unknown ? null : found;
}

/** `changed`: only one of its name stands there, with another definition. */
type Standing = 'valid' | 'invalid' | 'changed' | 'missing';

const remembered = rememberedBy<ExpectedIndexes & { standing: ReadonlyMap<Index, Standing> }>();

/**
 * The expected indexes with how each stands in the database. Of an unchanged structure what was found before: of 50,000
 * indexes it takes longer than the look.
 */
export function expectedStandings(
  ddl: DatabaseSchema,
  catalogue: DatabaseSchema,
  migrated: MigratedIndexes | undefined,
  ignored: readonly string[],
): ExpectedIndexes & { standing: ReadonlyMap<Index, Standing> } {
  return remembered([ddl, structureOf(catalogue), migrated], JSON.stringify(ignored), () => {
    const expected = expectedIndexes(ddl, migrated, ignoreFilter(ignored));
    const all = [...expected.declared, ...(expected.strategic ?? [])];
    return { ...expected, standing: standingsOf(all, catalogue.tables) };
  });
}

/** How each expected index stands in the database; on a table that lacks, it lacks too. */
function standingsOf(expected: readonly Index[], tables: readonly Table[]): Map<Index, Standing> {
  const live = new Map(tables.map((table) => [nameOf(table), table.indexes]));
  return new Map(
    expected.map((index) => [
      index,
      standingOf(index, live.get(nameOf({ schema: index.schema, name: index.table })) ?? []),
    ]),
  );
}

function standingOf(expected: Index, live: readonly Index[]): Standing {
  // Mostly it stands there under its own name.
  const named = live.find(({ name }) => name === expected.name);
  if (named?.valid === true && named.ready && sameIndex(named, expected)) return 'valid';
  const same = live.filter((index) => sameIndex(index, expected));
  if (same.some((index) => index.valid && index.ready)) return 'valid';
  if (same.length > 0) return 'invalid';
  return named === undefined ? 'missing' : 'changed';
}
