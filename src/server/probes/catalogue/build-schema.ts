import type { z } from 'zod';
import {
  type Column,
  type DatabaseSchema,
  type ForeignKey,
  type Index,
  NO_ROW_SECURITY,
  type Table,
} from '../../../shared/database-schema';
import { canonicalDefault } from '../../sql/expression';
import { canonicalTypeText } from '../../sql/type-name';
import { buildIndex } from './build-index';
import type {
  ColumnRow,
  ConstraintRow,
  EnumRow,
  IndexRow,
  OpclassRow,
  RelationRow,
  TargetRow,
} from './queries';

export type CatalogueRows = {
  relations: RelationRow[];
  columns: ColumnRow[];
  constraints: ConstraintRow[];
  targets: TargetRow[];
  indexes: IndexRow[];
  opclasses: OpclassRow[];
  enums: z.infer<typeof EnumRow>[];
};

const KINDS = {
  r: 'table',
  p: 'partitioned table',
  v: 'view',
  m: 'materialized view',
  f: 'foreign table',
} as const;

const ACTIONS = {
  a: 'NO ACTION',
  r: 'RESTRICT',
  c: 'CASCADE',
  n: 'SET NULL',
  d: 'SET DEFAULT',
  ' ': 'NO ACTION',
} as const;

const CONSTRAINTS = { p: 'primary', u: 'unique', x: 'exclusion' } as const;

/**
 * The rows of the catalogue joined by oid into tables. `loadSqlParser()` must have been awaited.
 * @param defaultSchema of the connection: names in it are the same with and without it
 */
export function buildSchema(
  schemas: readonly string[],
  rows: CatalogueRows,
  defaultSchema: string,
): DatabaseSchema {
  const columns = groupBy(rows.columns, (row) => row.tableOid);
  const constraints = groupBy(rows.constraints, (row) => row.tableOid);
  const indexes = groupBy(rows.indexes, (row) => row.tableOid);
  const opclasses = new Map(rows.opclasses.map((row) => [row.oid, row]));
  const names = columnNames(rows);
  const relations = new Map<string, { schema: string; name: string }>(
    rows.relations.map((row) => [row.oid, row]),
  );
  for (const row of rows.targets) relations.set(row.tableOid, { schema: row.schema, name: row.table });

  const tables = rows.relations.map((relation): Table => {
    const own = constraints.get(relation.oid) ?? [];
    const byIndex = new Map(
      own.flatMap((row) => (row.kind === 'f' ? [] : [[row.indexOid, CONSTRAINTS[row.kind]]])),
    );
    const attributes = names.get(relation.oid) ?? new Map<number, string>();
    const primary = own.find((row) => row.kind === 'p');
    return {
      schema: relation.schema,
      name: relation.name,
      kind: KINDS[relation.kind],
      columns: (columns.get(relation.oid) ?? []).map((row) => buildColumn(row, defaultSchema)),
      primaryKey:
        primary === undefined ? null : { name: primary.name, columns: resolve(primary.columns, attributes) },
      foreignKeys: own
        .filter((row) => row.kind === 'f')
        .map((row) => buildForeignKey(row, attributes, relations, names)),
      indexes: (indexes.get(relation.oid) ?? []).map(
        (row): Index =>
          buildIndex(row, relation, attributes, opclasses, byIndex.get(row.oid) ?? null, defaultSchema),
      ),
      checks: [],
      exclusions: [],
      triggers: [],
      rowSecurity: NO_ROW_SECURITY,
      query: null,
      // Never analysed is -1: nobody knows.
      rowEstimate: relation.rows < 0 ? null : relation.rows,
      sizeBytes: relation.kind === 'v' || relation.rows < 0 ? null : relation.sizeBytes,
    };
  });
  return {
    schemas: [...schemas],
    tables,
    enums: rows.enums.map(({ values, ...type }) => ({ ...type, values: values ?? [] })),
    sequences: [],
    extensions: [],
  };
}

function buildColumn(row: ColumnRow, defaultSchema: string): Column {
  const type = canonicalTypeText(row.ofExtension ? withoutSchema(row.type) : row.type);
  return {
    name: row.name,
    position: row.position,
    type,
    nullable: row.nullable,
    default: canonicalDefault(row.default, type, defaultSchema),
    generated: row.generated === '' ? null : row.generated === 's' ? 'stored' : 'virtual',
    identity: row.identity === '' ? null : row.identity === 'a' ? 'always' : 'by default',
    collation: null,
  };
}

/** `extensions.vector(3)` and `vector(3)` are one type: where an extension lies is the server's affair. */
function withoutSchema(type: string): string {
  return type.replace(/^(?:"(?:[^"]|"")*"|[^".(]+)\./, '');
}

function buildForeignKey(
  row: ConstraintRow,
  attributes: ReadonlyMap<number, string>,
  relations: ReadonlyMap<string, { schema: string; name: string }>,
  names: ReadonlyMap<string, ReadonlyMap<number, string>>,
): ForeignKey {
  const target = relations.get(row.targetOid);
  return {
    name: row.name,
    columns: resolve(row.columns, attributes),
    references: {
      schema: target?.schema ?? '',
      table: target?.name ?? '',
      columns: resolve(row.targetColumns, names.get(row.targetOid) ?? new Map()),
    },
    onDelete: ACTIONS[row.onDelete],
    onUpdate: ACTIONS[row.onUpdate],
    deferrable: row.deferrable,
    initiallyDeferred: false,
    match: 'SIMPLE',
    validated: row.validated,
    enforced: row.enforced,
  };
}

function resolve(attnums: readonly number[] | null, names: ReadonlyMap<number, string>): string[] {
  return (attnums ?? []).map((attnum) => names.get(attnum) ?? `attribute ${attnum}`);
}

function columnNames(rows: CatalogueRows): Map<string, Map<number, string>> {
  const names = new Map<string, Map<number, string>>();
  for (const row of [...rows.columns, ...rows.targets]) {
    const table = names.get(row.tableOid) ?? new Map<number, string>();
    names.set(row.tableOid, table.set(row.position, row.name));
  }
  return names;
}

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
