import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { EMBEDDED_DATABASE, embeddedDataDir } from '../../config/running-services';
import { ensureDatabase, startEmbedded, stopEmbedded } from '../../embedded';
import { withClient } from '../../embedded/databases';
import { snapshotOf } from '../../jobs/demo/snapshot-for-tests';
import { installFakePrisma } from '../../jobs/testing/fake-prisma';
import { createTestApplication, TEST_TABLES, testSchema } from '../../probes/client/testing';
import { shadowDataDir } from '../../shadow/server-use';

/** An embedded server of its own with so much of Americano that every kind of job can be done on it, and soon. */
export type SmallAmericano = {
  root: string;
  /** What a dashboard is set by that watches it. */
  env: Record<string, string>;
  /** The structure of its database, to compare. */
  structure(): Promise<Record<string, unknown[]>>;
  remove(): Promise<void>;
};

/** What demos change; the schema names neither the tables nor the index, so there is always something to rehearse. */
const DEMO_TABLES = `
  CREATE TABLE behavioral_patterns (id text PRIMARY KEY);
  CREATE TABLE struggle_predictions (id text PRIMARY KEY, "userId" text, status text, date timestamp);
  CREATE INDEX idx_struggle_predictions_user_status_date ON struggle_predictions ("userId", status, date);
  DROP TABLE posts;
`;

/** Stands in for Prisma's command line: copies what the real one had written. */
const COPYING = `const { cpSync } = await import('node:fs');
const { dirname, join } = await import('node:path');
const schema = process.argv[process.argv.indexOf('--schema') + 1];
cpSync(join(import.meta.dirname, 'made'), join(dirname(schema), '..', 'src', 'generated'), { recursive: true });
`;

export async function laySmallAmericano(): Promise<SmallAmericano> {
  const application = await createTestApplication(testSchema());
  const { root, dataDir } = application;
  const server = await startEmbedded({ dataDir: embeddedDataDir(dataDir), durable: false });
  await ensureDatabase(server.url('postgres'), EMBEDDED_DATABASE);
  const databaseUrl = server.url(EMBEDDED_DATABASE);
  await withClient(databaseUrl, (client) => client.query(TEST_TABLES + DEMO_TABLES));
  await application.generate();
  await installFakePrisma(application, { program: COPYING });
  await cp(application.client, join(root, 'node_modules', 'prisma', 'made'), { recursive: true });
  return {
    root,
    env: {
      DRIFTBOARD_EMBEDDED: 'true',
      DRIFTBOARD_DATABASE_URL: databaseUrl,
      DRIFTBOARD_SCHEMA: application.schema,
      DRIFTBOARD_CLIENT: application.client,
      DRIFTBOARD_DATA_DIR: dataDir,
      // Whatever else the machine does meanwhile, a probe is given its time.
      DRIFTBOARD_TIMEOUT_MS: '60000',
    },
    structure: () => withClient(databaseUrl, snapshotOf),
    async remove() {
      await server.stop();
      // Who was killed in a rehearsal left it running.
      await stopEmbedded(shadowDataDir(dataDir));
      await application.remove();
    },
  };
}
