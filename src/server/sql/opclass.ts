const BTREE = [
  'array',
  'bit',
  'bool',
  'bpchar',
  'bytea',
  'char',
  'date',
  'enum',
  'float4',
  'float8',
  'inet',
  'int2',
  'int4',
  'int8',
  'interval',
  'jsonb',
  'macaddr',
  'macaddr8',
  'money',
  'multirange',
  'name',
  'numeric',
  'oid',
  'oidvector',
  'pg_lsn',
  'range',
  'record',
  'text',
  'tid',
  'time',
  'timestamp',
  'timestamptz',
  'timetz',
  'tsquery',
  'tsvector',
  'uuid',
  'varbit',
  'citext',
  'hstore',
  'ltree',
].map((type) => `${type}_ops`);

/**
 * Operator classes that are the default of the type that they are for: writing one says nothing. From pg_opclass of
 * PostgreSQL 18 (opcdefault) and of the extensions citext, hstore, ltree and vector.
 */
const DEFAULTS = new Map<string, ReadonlySet<string>>([
  ['btree', new Set(BTREE)],
  ['hash', new Set([...BTREE, 'aclitem_ops', 'xid_ops', 'cid_ops'])],
  ['gin', new Set(['array_ops', 'jsonb_ops', 'tsvector_ops', 'gin_hstore_ops'])],
  [
    'gist',
    new Set([
      'box_ops',
      'circle_ops',
      'multirange_ops',
      'point_ops',
      'poly_ops',
      'range_ops',
      'tsquery_ops',
      'tsvector_ops',
      'gist_hstore_ops',
      'gist_ltree_ops',
    ]),
  ],
  ['spgist', new Set(['box_ops', 'inet_ops', 'poly_ops', 'quad_point_ops', 'range_ops', 'text_ops'])],
]);

/** Whether an operator class is what its column's type would have with this index method anyway. */
export function isDefaultOpclass(method: string, opclass: string): boolean {
  if (method === 'brin') return /_minmax_ops$/.test(opclass) || BRIN_INCLUSION.has(opclass);
  return DEFAULTS.get(method)?.has(opclass) ?? false;
}

const BRIN_INCLUSION = new Set(['box_inclusion_ops', 'inet_inclusion_ops', 'range_inclusion_ops']);
