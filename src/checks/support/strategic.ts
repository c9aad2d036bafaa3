import type { DatabaseSchema, Index } from '../../shared/database-schema';
import type { ReadIndex, ReadIndexManifest } from '../../shared/index-manifest';
import type { Observed } from '../types';
import { sameIndex } from './index-match';
import { indexesOfMigrations, type MigratedIndexes, migratedIndexesOf } from './migration-indexes';
import { nameOf } from './names';

type Declaring = Partial<Pick<Observed, 'migrations.folder' | 'migrations.replay' | 'indexes.declared'>>;

/** What an index is there for, by the index manifest. */
export type Served = { endpoints: string[]; queries: string[] };

const unions = new WeakMap<ReadIndexManifest, WeakMap<object, MigratedIndexes>>();
const WITHOUT_MIGRATIONS: MigratedIndexes = { indexes: [], unreadable: [], notes: [] };

/**
 * What the migrations leave standing and what the index manifest declares, together: one that both have counts once.
 * Undefined where neither was read. For the same observations it gives the same object.
 */
export function indexesBeyondSchema(observed: Declaring): MigratedIndexes | undefined {
  const migrated = indexesOfMigrations(observed);
  const manifest = observed['indexes.declared'];
  if (manifest === undefined) return migrated;
  const base = migrated ?? WITHOUT_MIGRATIONS;
  const known = unions.get(manifest)?.get(base);
  if (known !== undefined) return known;
  const names = new Set(base.indexes.map(nameOf));
  const added = manifest.indexes
    .map(({ index }) => index)
    .filter(
      (index) => !names.has(nameOf(index)) && !ofTable(base, index).some((one) => sameIndex(one, index)),
    );
  const union = { ...base, indexes: [...base.indexes, ...added] };
  unions.set(manifest, (unions.get(manifest) ?? new WeakMap()).set(base, union));
  return union;
}

/** The entry of the manifest for an index: of its definition, else of its name. */
export function entryOf(manifest: ReadIndexManifest | undefined, index: Index): ReadIndex | undefined {
  const ofItsTable = (manifest?.indexes ?? []).filter((entry) => isOnTableOf(entry.index, index));
  return (
    ofItsTable.find((entry) => sameIndex(entry.index, index)) ??
    ofItsTable.find((entry) => entry.index.name === index.name)
  );
}

/** The queries that an entry names, and the endpoints that it or they name. */
export function servedBy(manifest: ReadIndexManifest, { endpoints, queries }: ReadIndex): Served {
  const sending = manifest.queries
    .filter(({ name }) => queries.includes(name))
    .flatMap((query) => query.endpoints);
  return { endpoints: [...new Set([...endpoints, ...sending])], queries };
}

/** The same for an index that perhaps is in the manifest; null where it is not, or nobody wrote one. */
export function servedIn(manifest: ReadIndexManifest | undefined, index: Index): Served | null {
  const entry = entryOf(manifest, index);
  return manifest === undefined || entry === undefined ? null : servedBy(manifest, entry);
}

/** An index that the manifest has, with another one of its name that a migration or the schema has. */
export type Contradiction = { entry: ReadIndex; other: Index; by: 'schema' | 'migration' };

/** Where the manifest and another declaration mean different indexes by one name. */
export function contradictions(observed: Declaring, ddl: DatabaseSchema): Contradiction[] {
  const entries = observed['indexes.declared']?.indexes ?? [];
  if (entries.length === 0) return [];
  const wanted = new Set(entries.map(({ index }) => nameOf(index)));
  const named = (indexes: readonly Index[]) =>
    new Map(indexes.filter((one) => wanted.has(nameOf(one))).map((one) => [nameOf(one), one]));
  const ofSchema = named(ddl.tables.flatMap(({ indexes }) => indexes));
  const ofMigrations = named(indexesOfMigrations(observed)?.indexes ?? []);
  return entries.flatMap((entry): Contradiction[] => {
    const name = nameOf(entry.index);
    const other = ofSchema.get(name) ?? ofMigrations.get(name);
    if (other === undefined || (isOnTableOf(other, entry.index) && sameIndex(other, entry.index))) return [];
    return [{ entry, other, by: ofSchema.has(name) ? 'schema' : 'migration' }];
  });
}

/** `migration 20250601_x`, after the folder of its file. */
export function migrationInWords(index: Index): string {
  const folder = index.source?.file.split('/').slice(-2, -1)[0];
  return folder === undefined || folder === '' ? 'a migration' : `migration ${folder}`;
}

/** Who declares an index beyond the schema, as a sentence names it: a migration, the manifest, or both. */
export function declaredBy(index: Index, manifest: ReadIndexManifest | undefined): string {
  const file = manifest?.file ?? 'the index manifest';
  if (index.origin === 'manifest') return file;
  const migration = migrationInWords(index);
  return entryOf(manifest, index) === undefined ? migration : `${migration} and ${file}`;
}

function ofTable(migrated: MigratedIndexes, index: Index): readonly Index[] {
  return migratedIndexesOf(migrated, nameOf({ schema: index.schema, name: index.table }));
}

function isOnTableOf(one: Index, other: Index): boolean {
  return one.schema === other.schema && one.table === other.table;
}
