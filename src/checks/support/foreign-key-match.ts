import type { ForeignKey } from '../../shared/database-schema';

/** Which column points to which: a composite key may list its pairs in any order. */
export function tieOf(key: ForeignKey): string {
  const pairs = key.columns.map((column, position) => [column, key.references.columns[position] ?? '']);
  const sorted = pairs.map((pair) => JSON.stringify(pair)).sort();
  return JSON.stringify([key.references.schema, key.references.table, sorted]);
}

/** Of two lists the keys are the same under the same names: the usual case, told without writing a text. */
export function sameForeignKeys(one: readonly ForeignKey[], other: readonly ForeignKey[]): boolean {
  if (one.length !== other.length) return false;
  return one.every((key, position) => {
    const there = other[position];
    const found = there?.name === key.name ? there : other.find(({ name }) => name === key.name);
    return found !== undefined && sameForeignKey(key, found);
  });
}

function sameForeignKey(one: ForeignKey, other: ForeignKey): boolean {
  return (
    one.references.table === other.references.table &&
    one.references.schema === other.references.schema &&
    one.onDelete === other.onDelete &&
    one.onUpdate === other.onUpdate &&
    one.deferrable === other.deferrable &&
    one.initiallyDeferred === other.initiallyDeferred &&
    one.match === other.match &&
    one.validated === other.validated &&
    one.enforced === other.enforced &&
    sameNames(one.columns, other.columns) &&
    sameNames(one.references.columns, other.references.columns)
  );
}

function sameNames(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, position) => name === other[position]);
}

/**
 * What is expected of a key: its actions by the schema, and by the migrations what Prisma's language cannot say: when it
 * is checked, how nulls match, whether it is enforced and validated.
 */
export function expectedForeignKey(declared: ForeignKey, migrated: ForeignKey | undefined): ForeignKey {
  if (migrated === undefined) return declared;
  const { deferrable, initiallyDeferred, match, validated, enforced } = migrated;
  return { ...declared, deferrable, initiallyDeferred, match, validated, enforced };
}
