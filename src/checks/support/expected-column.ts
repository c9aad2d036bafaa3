import type { Column } from '../../shared/database-schema';
import type { PrismaField } from '../../shared/prisma-schema';

/**
 * What is expected of a column: what schema.prisma says, and what the migrations say of that for which Prisma's language
 * has no words (a collation, a generated value, an identity, a default left to the database).
 * @param migrated the column as the migrations make it; undefined where they do not, or were not replayed
 */
export function expectedColumn(
  declared: Column,
  migrated: Column | undefined,
  field: PrismaField | undefined,
): Column {
  if (migrated === undefined) return declared;
  const collation = declared.collation ?? migrated.collation;
  // A field that has to be given a value by the client cannot be one that the database gives, whatever a migration says.
  const leftOut = field === undefined || field.hasDefault || !field.isRequired;
  if (leftOut && declared.generated === null && migrated.generated !== null) {
    return { ...declared, collation, generated: migrated.generated, default: migrated.default };
  }
  if (leftOut && declared.identity === null && migrated.identity !== null) {
    return { ...declared, collation, identity: migrated.identity, default: migrated.default };
  }
  // `dbgenerated()` without an argument: the migration has the words.
  if (declared.default === null && field?.hasDefault === true && migrated.default !== null) {
    return { ...declared, collation, default: migrated.default };
  }
  return collation === declared.collation ? declared : { ...declared, collation };
}

/** Whether nothing sets two columns apart; their position takes no part. */
export function sameColumn(one: Column, other: Column): boolean {
  return (
    one.type === other.type &&
    one.nullable === other.nullable &&
    one.default === other.default &&
    one.generated === other.generated &&
    one.identity === other.identity &&
    one.collation === other.collation
  );
}
