import type pg from 'pg';

/**
 * The same pool, on which each query runs in a READ ONLY transaction of its own. For PgBouncer: there a setting cannot
 * travel with the connection, and one made by SET would reach the sessions of others.
 * @param statementTimeoutMs of each query
 */
export function readOnlyQueries(pool: pg.Pool, statementTimeoutMs: number): pg.Pool {
  async function query(config: pg.QueryArrayConfig): Promise<pg.QueryArrayResult> {
    const client = await pool.connect();
    let broken = true;
    try {
      await client.query(`BEGIN READ ONLY; SET LOCAL statement_timeout = ${statementTimeoutMs}`);
      const result = await client.query(config).catch(async (error: unknown) => {
        await client.query('ROLLBACK');
        broken = false;
        throw error;
      });
      await client.query('ROLLBACK');
      broken = false;
      return result;
    } finally {
      client.release(broken);
    }
  }
  return new Proxy(pool, {
    get(target, key) {
      if (key === 'query') return query;
      if (key === 'connect')
        return () => Promise.reject(new Error('Behind PgBouncer only single, read-only queries are run.'));
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
