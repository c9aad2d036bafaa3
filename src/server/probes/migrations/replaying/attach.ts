import type { DatabaseSchema, Extension, Index, Sequence, Table } from '../../../../shared/database-schema';
import type { SourcePosition } from '../../../../shared/finding';
import { placeKey } from '../../../../shared/migrations';
import type { Places } from './place-book';

/**
 * Gives what was read from the shadow database the place where a migration makes it: its own, or that of the table
 * whose statement made it along.
 * @param standing the indexes as plain SQL states them: the text of their statement is kept
 */
export function attachPlaces(
  schema: DatabaseSchema,
  { places, extensions }: Places,
  standing: readonly Index[],
): DatabaseSchema {
  const place = (...key: Parameters<typeof placeKey>) => places.get(placeKey(...key));
  const texts = new Map(standing.map((index) => [placeKey('index', index.schema, index.name), index]));

  const withSource = <T extends object>(part: T, source: SourcePosition | undefined): T =>
    source === undefined ? part : { ...part, source };
  const ofTable = (table: Table): Table => {
    const own = place('table', table.schema, table.name);
    const part = (kind: 'constraint' | 'trigger' | 'policy', name: string) =>
      place(kind, table.schema, name, table.name) ?? own;
    const index = (one: Index): Index => {
      const text = texts.get(placeKey('index', one.schema, one.name));
      return withSource(
        { ...one, origin: 'migration' as const, definition: text?.definition || one.definition },
        place('index', one.schema, one.name, one.table) ?? text?.source ?? own,
      );
    };
    return withSource(
      {
        ...table,
        indexes: table.indexes.map(index),
        checks: table.checks.map((one) => withSource(one, part('constraint', one.name))),
        exclusions: table.exclusions.map((one) => withSource(one, part('constraint', one.name))),
        triggers: table.triggers.map((one) => withSource(one, part('trigger', one.name))),
        rowSecurity: {
          ...table.rowSecurity,
          policies: table.rowSecurity.policies.map((one) => withSource(one, part('policy', one.name))),
        },
        // How many rows and bytes a shadow table has says nothing.
        rowEstimate: null,
        sizeBytes: null,
      },
      own,
    );
  };
  const ofSequence = (one: Sequence): Sequence => {
    const owner =
      one.ownedBy === null ? undefined : place('column', one.schema, one.ownedBy.column, one.ownedBy.table);
    return withSource(one, place('sequence', one.schema, one.name) ?? owner);
  };
  return {
    ...schema,
    tables: schema.tables.map(ofTable),
    sequences: schema.sequences.map(ofSequence),
    extensions: declaredExtensions(schema.extensions, extensions),
  };
}

/**
 * As the migrations declare them: which version a shadow server brings where they name none is its own affair, and one
 * that it lacks is declared all the same.
 */
function declaredExtensions(made: readonly Extension[], declared: Places['extensions']): Extension[] {
  const others = made.filter(({ name }) => !declared.has(name)).map((one) => ({ ...one, version: null }));
  return [...declared.values(), ...others].sort((a, b) => (a.name < b.name ? -1 : 1));
}
