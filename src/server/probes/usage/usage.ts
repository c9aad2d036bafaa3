import { redact } from '../../../shared/redact';
import { NO_DATABASE, watchedSchemas } from '../catalogue/watched-schemas';
import type { Probe } from '../types';
import { failed, notConfigured, observed } from '../types';
import { readUsage } from './read-usage';

/** How tables and indexes were used since the server's counters began. */
export const databaseUsageProbe: Probe<'database.usage'> = {
  need: 'database.usage',
  read: async (context) => {
    if (context.settings.databaseUrl === null) return notConfigured(NO_DATABASE);
    try {
      const [session, schemas, server] = await Promise.all([
        context.database(),
        watchedSchemas(context),
        context.observe('database.server'),
      ]);
      if (!server.ok)
        return failed(`Which counters the server has is not known without its version: ${server.reason}`);
      const catalogue = await context.observe('database.catalogue');
      const { indexMinimumBytes, usedTableMinimumRows, staleMinimumRows } = context.settings.thresholds;
      const { usage, evidence } = await readUsage(session, {
        schemas,
        versionNumber: server.value.versionNumber,
        largeFromBytes: indexMinimumBytes,
        judgedFromRows: Math.min(usedTableMinimumRows, staleMinimumRows),
        tableCount: catalogue.ok ? catalogue.value.tables.length : 0,
      });
      return observed(usage, ...evidence);
    } catch (error) {
      return failed(redact(error instanceof Error ? error.message : String(error)));
    }
  },
};
