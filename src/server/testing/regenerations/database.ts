import pg from 'pg';
import { TEST_TABLES } from '../../probes/client/testing';

/** Two users, in the tables of the two schemas. */
export async function createTestTables(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(TEST_TABLES).finally(() => client.end());
}
