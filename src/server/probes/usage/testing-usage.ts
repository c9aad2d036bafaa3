import type { DatabaseUsage } from '../../../shared/database-usage';
import { openDatabaseSession } from '../catalogue/session';
import { readUsage, type UsageScope } from './read-usage';

/** The counters of a database, in a session of their own. @param version of the server, as it calls itself: `18.4` */
export async function usageOf(
  url: string,
  version = '18',
  scope: Partial<UsageScope> = {},
): Promise<DatabaseUsage> {
  const signal = new AbortController().signal;
  const session = await openDatabaseSession({ databaseUrl: url, timeoutMs: 20_000, signal });
  try {
    const { usage } = await readUsage(session, {
      schemas: ['public'],
      versionNumber: Number.parseInt(version, 10) * 10_000,
      largeFromBytes: 0,
      judgedFromRows: 0,
      tableCount: 0,
      ...scope,
    });
    return usage;
  } finally {
    await session.close();
  }
}
