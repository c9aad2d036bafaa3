import {
  type CheckConstraint,
  type Column,
  type DatabaseSchema,
  type EnumType,
  type ExclusionConstraint,
  type Extension,
  type ForeignKey,
  type Index,
  NO_ROW_SECURITY,
  type Policy,
  type RowSecurity,
  type Sequence,
  type SequenceUse,
  type Table,
  type Trigger,
} from '../../shared/database-schema';
import type { MigrationHistory, MigrationsFolder, MigrationsReplay } from '../../shared/migrations';
import type { PrismaField, PrismaModel, PrismaSchema } from '../../shared/prisma-schema';

// Small schemas for tests. Each builder fills in what a test does not care about.

/** A required text column; `over` changes what matters. */
export function column(name: string, over: Partial<Column> = {}): Column {
  return {
    name,
    position: 1,
    type: 'text',
    nullable: false,
    default: null,
    generated: null,
    identity: null,
    collation: null,
    ...over,
  };
}

/** A plain btree index, as the schema declares it. `desc` columns are written `createdAt desc`. */
export function index(table: string, columns: readonly string[], over: Partial<Index> = {}): Index {
  const names = columns.map((text) => text.replace(/ desc$/, ''));
  return {
    schema: 'public',
    table,
    name: `${table}_${names.join('_')}_idx`,
    columns: columns.map((text) => ({
      name: text.replace(/ desc$/, ''),
      expression: null,
      order: text.endsWith(' desc') ? 'desc' : 'asc',
      nulls: text.endsWith(' desc') ? 'first' : 'last',
      opclass: null,
      collation: null,
    })),
    include: [],
    unique: false,
    method: 'btree',
    predicate: null,
    nullsNotDistinct: false,
    valid: true,
    ready: true,
    constraint: null,
    origin: 'schema',
    sizeBytes: null,
    definition: `CREATE INDEX "${table}_${names.join('_')}_idx" ON "${table}" (${names.join(', ')})`,
    ...over,
  };
}

/** A unique index as Prisma names it. */
export function unique(table: string, columns: readonly string[], over: Partial<Index> = {}): Index {
  return index(table, columns, { unique: true, name: `${table}_${columns.join('_')}_key`, ...over });
}

/** A foreign key to the `id` of another table. */
export function foreignKey(
  table: string,
  columnName: string,
  target: string,
  over: Partial<ForeignKey> = {},
): ForeignKey {
  return {
    name: `${table}_${columnName}_fkey`,
    columns: [columnName],
    references: { schema: 'public', table: target, columns: ['id'] },
    onDelete: 'CASCADE',
    onUpdate: 'CASCADE',
    deferrable: false,
    initiallyDeferred: false,
    match: 'SIMPLE',
    validated: true,
    enforced: true,
    ...over,
  };
}

/** A table with the primary key `id` and the index under it. */
export function table(name: string, over: Partial<Table> = {}): Table {
  const key = { name: `${name}_pkey`, columns: ['id'] };
  const { indexes = [], ...rest } = over;
  const primary = index(name, ['id'], { name: key.name, unique: true, constraint: 'primary' });
  return {
    schema: 'public',
    name,
    kind: 'table',
    columns: [column('id')],
    primaryKey: key,
    foreignKeys: [],
    checks: [],
    exclusions: [],
    triggers: [],
    rowSecurity: NO_ROW_SECURITY,
    query: null,
    rowEstimate: null,
    sizeBytes: null,
    ...rest,
    indexes: rest.primaryKey === null ? indexes : [primary, ...indexes],
  };
}

export function enumType(name: string, values: readonly string[], over: Partial<EnumType> = {}): EnumType {
  return { schema: 'public', name, values: [...values], ...over };
}

export function databaseSchema(
  tables: readonly Table[],
  enums: readonly EnumType[] = [],
  schemas: readonly string[] = ['public'],
): DatabaseSchema {
  return { schemas: [...schemas], tables: [...tables], enums: [...enums], sequences: [], extensions: [] };
}

/** A check constraint that stands and holds for all rows. */
export function checkConstraint(
  name: string,
  expression: string,
  over: Partial<CheckConstraint> = {},
): CheckConstraint {
  return { name, expression, validated: true, enforced: true, noInherit: false, ...over };
}

export function exclusion(name: string, definition: string): ExclusionConstraint {
  return { name, definition };
}

/** A trigger that fires at each ordinary write. */
export function trigger(tableName: string, name: string, over: Partial<Trigger> = {}): Trigger {
  return {
    name,
    definition: `CREATE TRIGGER ${name} BEFORE UPDATE ON public.${tableName} FOR EACH ROW EXECUTE FUNCTION public.touch()`,
    enabled: 'origin',
    ...over,
  };
}

export function policy(name: string, over: Partial<Policy> = {}): Policy {
  return {
    name,
    command: 'ALL',
    permissive: true,
    roles: ['public'],
    using: 'true',
    withCheck: null,
    ...over,
  };
}

/** Row security that is on, with these policies. */
export function rowSecurityOf(
  policies: readonly Policy[] = [],
  over: Partial<RowSecurity> = {},
): RowSecurity {
  return { enabled: true, forced: false, policies: [...policies], ...over };
}

/** A view of the columns that are given. */
export function view(name: string, query: string, over: Partial<Table> = {}): Table {
  return table(name, { kind: 'view', primaryKey: null, query, ...over });
}

/** The sequence of a serial column, as PostgreSQL makes it. */
export function sequence(tableName: string, columnName: string, over: Partial<Sequence> = {}): Sequence {
  return {
    schema: 'public',
    name: `${tableName}_${columnName}_seq`,
    type: 'integer',
    start: '1',
    minimum: '1',
    maximum: '2147483647',
    increment: '1',
    cache: '1',
    cycle: false,
    ownedBy: { table: tableName, column: columnName },
    identity: false,
    ...over,
  };
}

/** That sequence after its tenth value, which is the largest in its column. */
export function sequenceUsed(
  tableName: string,
  columnName: string,
  over: Partial<SequenceUse> = {},
): SequenceUse {
  return {
    schema: 'public',
    name: `${tableName}_${columnName}_seq`,
    table: tableName,
    column: columnName,
    next: '11',
    extreme: '10',
    unreadable: null,
    ...over,
  };
}

export function extension(name: string, over: Partial<Extension> = {}): Extension {
  return { name, version: null, schema: null, ...over };
}

/** What the migrations make, if they were run; `over.notes` says what was left out. */
export function migrationsReplay(
  schema: DatabaseSchema,
  over: Partial<MigrationsReplay> = {},
): MigrationsReplay {
  const made = structuredClone(schema);
  for (const found of made.tables) for (const item of found.indexes) item.origin = 'migration';
  return { schema: made, server: 'PostgreSQL 18.4', migrations: ['1_init'], notes: [], ...over };
}

/** What the catalogue would say of a database that is exactly as declared: the same without origins and sources. */
export function asObserved(schema: DatabaseSchema): DatabaseSchema {
  const copy = structuredClone(schema);
  for (const found of copy.tables) {
    for (const item of found.indexes) {
      item.origin = null;
      delete item.source;
    }
    for (const item of [
      ...found.checks,
      ...found.exclusions,
      ...found.triggers,
      ...found.rowSecurity.policies,
    ]) {
      delete item.source;
    }
  }
  for (const item of [...copy.sequences, ...copy.extensions]) delete item.source;
  return copy;
}

/** `struggle_predictions` → `StrugglePredictions`. */
export function modelName(tableName: string): string {
  return tableName
    .split('_')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}

/** The models and enums that such tables would come from, each field on a line of its own. */
export function prismaSchemaOf(schema: DatabaseSchema, over: Partial<PrismaSchema> = {}): PrismaSchema {
  const file = 'prisma/schema.prisma';
  return {
    files: [{ path: file, sha256: 'sha256:0' }],
    fingerprint: 'sha256:0',
    provider: 'postgresql',
    schemas: schema.schemas,
    relationMode: 'foreignKeys',
    models: schema.tables.map(
      (from, position): PrismaModel => ({
        name: modelName(from.name),
        dbName: from.name,
        schema: from.schema,
        story: '5.1',
        kind: 'model',
        ignored: false,
        fields: from.columns.map((item, line) => fieldOf(item, schema.enums, { file, line: line + 2 })),
        source: { file, line: position * 100 + 1 },
      }),
    ),
    enums: schema.enums.map((type, position) => ({
      name: type.name,
      dbName: type.name,
      schema: type.schema,
      values: type.values.map((value) => ({ name: value, dbName: value })),
      source: { file, line: 10_000 + position },
    })),
    notes: [],
    external: { tables: [], enums: [] },
    extensions: null,
    ...over,
  };
}

function fieldOf(
  from: Column,
  enums: readonly EnumType[],
  source: NonNullable<PrismaField['source']>,
): PrismaField {
  const base = from.type.replace(/\[\]$/, '').replaceAll('"', '');
  return {
    name: from.name,
    dbName: from.name,
    kind: enums.some((type) => type.name === base) ? 'enum' : 'scalar',
    type: enums.some((type) => type.name === base) ? base : 'String',
    isList: from.type.endsWith('[]'),
    isRequired: !from.nullable,
    isId: from.name === 'id',
    hasDefault: from.default !== null,
    source,
  };
}

/** A migrations folder; checksums are `sum:NAME` unless they are given. */
export function migrationsFolder(
  names: readonly string[],
  over: Partial<MigrationsFolder> = {},
): MigrationsFolder {
  return {
    dir: 'prisma/migrations',
    migrations: names.map((name) => ({
      name,
      checksum: `sum:${name}`,
      file: `prisma/migrations/${name}/migration.sql`,
    })),
    looseFiles: [],
    indexes: [],
    unreadable: [],
    notes: [],
    ...over,
  };
}

/** One row of `_prisma_migrations`, applied at 10:00 and a second later done. */
export function historyRow(
  name: string,
  over: Partial<MigrationHistory['rows'][number]> = {},
): MigrationHistory['rows'][number] {
  return {
    name,
    checksum: `sum:${name}`,
    startedAt: '2026-01-01T10:00:00.000Z',
    finishedAt: '2026-01-01T10:00:01.000Z',
    rolledBackAt: null,
    appliedSteps: 1,
    logs: null,
    ...over,
  };
}

export function migrationHistory(rows: MigrationHistory['rows']): MigrationHistory {
  return { present: true, rows };
}
