import type { DatabaseSchema } from '../../../shared/database-schema';
import type { DatabaseUsage } from '../../../shared/database-usage';
import type { Evidence } from '../../../shared/observation';
import { redact } from '../../../shared/redact';
import { NO_DATABASE, watchedSchemas } from '../catalogue/watched-schemas';
import type { Probe, ProbeContext } from '../types';
import { failed, notConfigured, observed } from '../types';
import { readUsage } from './read-usage';

/**
 * How tables and indexes were used since the server's counters began. Counted again at the earliest after `COUNTS_HOLD_MS`
 * where neither the catalogue nor its statistics have changed; the evidence says of which moment the counters are.
 */
export const databaseUsageProbe: Probe<'database.usage'> = {
  need: 'database.usage',
  read: async (context) => {
    if (context.settings.databaseUrl === null) return notConfigured(NO_DATABASE);
    try {
      const session = await context.database();
      const catalogue = await context.observe('database.catalogue');
      const scope = scopeOf(context);
      const known = catalogue.ok ? recalled(catalogue.value, scope) : null;
      if (known !== null) return observed(known.usage, ...known.evidence);
      const [schemas, server] = await Promise.all([
        watchedSchemas(context),
        context.observe('database.server'),
      ]);
      if (!server.ok)
        return failed(`Which counters the server has is not known without its version: ${server.reason}`);
      const { usage, evidence } = await readUsage(session, {
        ...scope,
        schemas,
        versionNumber: server.value.versionNumber,
        tableCount: catalogue.ok ? catalogue.value.tables.length : 0,
      });
      if (catalogue.ok) counted.set(catalogue.value, { usage, evidence, scope, atMs: Date.now() });
      return observed(usage, ...evidence);
    } catch (error) {
      return failed(redact(error instanceof Error ? error.message : String(error)));
    }
  },
};

/**
 * The rules that go by these counters think in days, and most of what a look at an unchanged database asks of the server would be
 * for them. ANALYZE, VACUUM and whatever makes or drops an index change the catalogue or its statistics, so after
 * those it is counted at once.
 */
export const COUNTS_HOLD_MS = 120_000;

type Scope = ReturnType<typeof scopeOf>;
type Counted = { usage: DatabaseUsage; evidence: Evidence[]; scope: Scope; atMs: number };

/** By the catalogue as an object: it stays the same one as long as nothing of it has changed. */
const counted = new WeakMap<DatabaseSchema, Counted>();

function scopeOf({ settings }: ProbeContext) {
  const { indexMinimumBytes, usedTableMinimumRows, staleMinimumRows } = settings.thresholds;
  return {
    largeFromBytes: indexMinimumBytes,
    judgedFromRows: Math.min(usedTableMinimumRows, staleMinimumRows),
  };
}

function recalled(catalogue: DatabaseSchema, scope: Scope): Counted | null {
  const known = counted.get(catalogue);
  if (known === undefined || Date.now() - known.atMs > COUNTS_HOLD_MS) return null;
  const isSame =
    known.scope.largeFromBytes === scope.largeFromBytes &&
    known.scope.judgedFromRows === scope.judgedFromRows;
  return isSame ? known : null;
}
