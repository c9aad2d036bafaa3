import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { dropDatabase, ensureDatabase } from './databases';

declare module 'vitest' {
  export interface ProvidedContext {
    /** URL of the `postgres` database of the run's server, as superuser. */
    pgUrl: string;
  }
}

/** A database of its own for one test. */
export interface TestDatabase {
  url: string;
  name: string;
  drop(): Promise<void>;
}

/** The server that this test run shares; it was started by `vitest-global-setup.ts`. */
export function withTestServer(): { url(database: string): string } {
  const base = inject('pgUrl');
  return {
    url: (database) => {
      const url = new URL(base);
      url.pathname = `/${encodeURIComponent(database)}`;
      return url.href;
    },
  };
}

/** Creates an empty database with a unique name on the run's server. Drop it at the end of the test. */
export async function createTestDatabase(name = 'test'): Promise<TestDatabase> {
  const server = withTestServer();
  const unique = `${name}_${randomBytes(5).toString('hex')}`;
  await ensureDatabase(server.url('postgres'), unique);
  return { url: server.url(unique), name: unique, drop: () => dropDatabase(server.url('postgres'), unique) };
}
