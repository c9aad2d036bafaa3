import type { Client } from 'pg';
import type { EndpointDeclaration } from '../../../shared/endpoints';
import { endpointId } from '../../../shared/endpoints';

/** What each route sends to the database, as PostgreSQL itself kept it: which tables and columns it names. */
export type RouteStatements = {
  /** Ids of the routes that name a table. */
  ofTable(table: string): string[];
  ofColumn(table: string, column: string): string[];
};

/**
 * Asks each route once, alone, and reads from `pg_stat_statements` what it sent.
 * @param database a connection to the database that the application is on
 */
export async function statementsOf(
  endpoints: readonly EndpointDeclaration[],
  baseUrl: string,
  database: Client,
): Promise<{ statements: RouteStatements; answers: Map<string, string> }> {
  await database
    .query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements SCHEMA pg_temp')
    .catch(() => database.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements'));
  const texts = new Map<string, string>();
  const answers = new Map<string, string>();
  for (const endpoint of endpoints) {
    await database.query(
      `SELECT pg_stat_statements_reset(0, (SELECT oid FROM pg_database WHERE datname = current_database()), 0)`,
    );
    const answer = await fetch(`${baseUrl}${endpoint.path}?${new URLSearchParams(endpoint.query)}`);
    const body = await answer.text();
    if (answer.status !== 200)
      throw new Error(`${endpoint.path} answers ${answer.status} to begin with: ${body}`);
    const { rows } = await database.query<{ query: string }>(
      `SELECT query FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    texts.set(endpointId(endpoint), rows.map(({ query }) => query).join('\n'));
    answers.set(endpointId(endpoint), body);
  }
  const naming = (name: string) =>
    [...texts].flatMap(([id, text]) => (text.includes(name) ? [id] : [])).sort();
  return {
    answers,
    statements: {
      ofTable: (table) => naming(`"public"."${table}"`),
      ofColumn: (table, column) => naming(`"public"."${table}"."${column}"`),
    },
  };
}
