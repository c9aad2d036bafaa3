import { PrismaPg } from '@prisma/adapter-pg';
import {
  type ColumnType,
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQueryable,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';

// From pg_type.dat: types of the system catalogues, which the adapter does not translate.
const CHAR_OID = 18;
const NAME_OID = 19;
const TEXT_OID = 25;
const NAME_ARRAY_OID = 1003;
const TEXT_ARRAY_OID = 1009;

const KNOWN_AS = new Map([
  [CHAR_OID, TEXT_OID],
  [NAME_OID, TEXT_OID],
  [NAME_ARRAY_OID, TEXT_ARRAY_OID],
]);

/** Which columns of a result were of type "char", by the rows array that the adapter hands through unchanged. */
const charColumns = new WeakMap<object, ReadonlySet<number>>();

/**
 * A driver adapter factory for the schema engine on this pool: PrismaPg, taught the catalogue types "char", name and
 * name[], and sending scripts whole (PrismaPg splits at every semicolon, which breaks function bodies).
 * Disposing an adapter leaves the pool open; who made the pool ends it.
 */
export function catalogueAdapterFactory(
  pool: pg.Pool,
  schema: string | undefined,
): SqlMigrationAwareDriverAdapterFactory {
  const inner = new PrismaPg(withKnownTypes(pool), schema === undefined ? undefined : { schema });
  return {
    provider: inner.provider,
    adapterName: inner.adapterName,
    connect: async () => wrapAdapter(await inner.connect(), pool),
    connectToShadowDb: () =>
      Promise.reject(
        new Error('A shadow database is never created: Driftboard looks, it does not rehearse here.'),
      ),
  };
}

/** The engine greets with one query: does the schema exist, which version is it. The version changes no DDL. */
const GREETING: SqlResultSet = {
  columnNames: ['exists', 'version', 'numeric_version'],
  columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
  rows: [[true, 'PostgreSQL 18.0', 180000]],
};

/** A factory for work that needs no database: the engine is greeted, and any further question is refused. */
export function offlineAdapterFactory(): SqlMigrationAwareDriverAdapterFactory {
  const identity = { provider: 'postgres', adapterName: '@prisma/adapter-pg' } as const;
  const refuse = () => Promise.reject(new Error('This comparison of schema texts must not need a database.'));
  const adapter: SqlDriverAdapter = {
    ...identity,
    queryRaw: (query) => (query.sql.includes('version()') ? Promise.resolve(GREETING) : refuse()),
    executeRaw: refuse,
    executeScript: refuse,
    startTransaction: refuse,
    getConnectionInfo: () => ({ supportsRelationJoins: true }),
    dispose: () => Promise.resolve(),
  };
  return { ...identity, connect: () => Promise.resolve(adapter), connectToShadowDb: refuse };
}

function wrapAdapter(adapter: SqlDriverAdapter, pool: pg.Pool): SqlDriverAdapter {
  return {
    ...queryable(adapter),
    executeScript: async (script) => {
      await pool.query(script).catch(throwAsDriverError);
    },
    startTransaction: async (isolationLevel) => {
      const transaction = await adapter.startTransaction(isolationLevel);
      return {
        ...queryable(transaction),
        options: transaction.options,
        commit: () => transaction.commit(),
        rollback: () => transaction.rollback(),
      };
    },
    getConnectionInfo: () => adapter.getConnectionInfo?.() ?? { supportsRelationJoins: true },
    dispose: () => adapter.dispose(),
  };
}

/** The engine records a failed migration only for errors that it can read. */
function throwAsDriverError(error: unknown): never {
  if (!(error instanceof pg.DatabaseError)) throw error;
  const { code = 'N/A', severity = 'N/A', message, detail, column, hint } = error;
  throw new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint });
}

function queryable(inner: SqlQueryable): SqlQueryable {
  return {
    provider: inner.provider,
    adapterName: inner.adapterName,
    queryRaw: async (query) => restoreCharacters(await inner.queryRaw(query)),
    executeRaw: (query) => inner.executeRaw(query),
  };
}

function restoreCharacters(result: SqlResultSet): SqlResultSet {
  const columns = charColumns.get(result.rows);
  if (columns === undefined) return result;
  const columnTypes = result.columnTypes.map(
    (type, index): ColumnType => (columns.has(index) ? ColumnTypeEnum.Character : type),
  );
  return { ...result, columnTypes };
}

function translateFields(result: pg.QueryArrayResult): pg.QueryArrayResult {
  const characters = new Set<number>();
  const fields = result.fields.map((field, index) => {
    if (field.dataTypeID === CHAR_OID) characters.add(index);
    return { ...field, dataTypeID: KNOWN_AS.get(field.dataTypeID) ?? field.dataTypeID };
  });
  if (characters.size > 0) charColumns.set(result.rows, characters);
  return Object.assign(result, { fields });
}

/** The adapter passes `types` with each query; name[] has no parser there, so text[]'s is lent to it. */
function lendParsers(config: pg.QueryArrayConfig): pg.QueryArrayConfig {
  const types = config.types;
  if (types === undefined) return config;
  return {
    ...config,
    types: { getTypeParser: (oid, format) => types.getTypeParser(KNOWN_AS.get(oid) ?? oid, format) },
  };
}

function withKnownTypes(pool: pg.Pool): pg.Pool {
  return new Proxy(pool, {
    get(target, key) {
      if (key === 'query') {
        return async (config: pg.QueryArrayConfig) =>
          translateFields(await target.query(lendParsers(config)));
      }
      if (key === 'connect') return async () => clientWithKnownTypes(await target.connect());
      return bound(target, key);
    },
  });
}

function clientWithKnownTypes(client: pg.PoolClient): pg.PoolClient {
  return new Proxy(client, {
    get(target, key) {
      if (key === 'query') {
        return async (config: pg.QueryArrayConfig) =>
          translateFields(await target.query(lendParsers(config)));
      }
      return bound(target, key);
    },
  });
}

function bound(target: object, key: string | symbol): unknown {
  const value: unknown = Reflect.get(target, key);
  return typeof value === 'function' ? value.bind(target) : value;
}
