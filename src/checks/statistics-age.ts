import type { Table } from '../shared/database-schema';
import type { DatabaseUsage, TableUse } from '../shared/database-usage';
import type { Finding } from '../shared/finding';
import type { PrismaModel } from '../shared/prisma-schema';
import { ByName } from './support/by-name';
import { driftFinding } from './support/drift-finding';
import { ignoreFilter } from './support/ignore';
import { weightFor, weightOf } from './support/impact';
import { modelFinder, modelParts, nameOf, tableInWords } from './support/names';
import { sqlRemedy, statement } from './support/repair';
import { quoteObject, quoteText } from './support/sql-text';
import { daysBetween, NOT_COUNTED } from './support/use-window';
import { dayOf, figure, percent } from './support/use-words';
import { defineCheck, thresholdsOf } from './types';

/** Tables of which the planner knows how they were before much of them was changed. */
export const statisticsAge = defineCheck({
  id: 'statistics-age',
  group: 'indexes',
  title: 'Age of the planner’s statistics',
  needs: ['database.catalogue', 'database.usage'],
  uses: ['schema.prisma'],
  run: (observed, settings) => {
    const { tables } = observed['database.catalogue'];
    const usage = observed['database.usage'];
    const { staleFraction, staleMinimumRows } = thresholdsOf(settings);
    if (tables.length === 0) return { compared: 0, findings: [] };
    const nothing = (nothingToCompare: string) => ({ compared: 0, findings: [], nothingToCompare });
    if (!usage.tracksCounts) return nothing(NOT_COUNTED);
    if (usage.isReplica)
      return nothing(
        'This server is a standby: ANALYZE runs on the primary, whose counters say what was changed since.',
      );
    const ignore = ignoreFilter(settings.ignore);
    const findModel = modelFinder(observed['schema.prisma']);
    const uses = ByName.of(usage.tables);
    const findings: Finding[] = [];
    let compared = 0;
    for (const table of tables) {
      const use = uses.get(table);
      if (use === undefined || ignore.object(table.schema, table.name)) continue;
      const { liveRows, modifiedRows } = use;
      if (liveRows === null || modifiedRows === null || liveRows < staleMinimumRows || liveRows === 0)
        continue;
      compared += 1;
      if (modifiedRows >= staleFraction * liveRows && modifiedRows > 0)
        findings.push(
          stale(table, findModel(table), { ...use, liveRows, modifiedRows }, usage, staleFraction),
        );
    }
    if (compared > 0) return { compared, findings };
    return nothing(
      `No table is known to hold ${figure(staleMinimumRows)} rows (thresholds.staleMinimumRows): of smaller ones a plan is cheap either way.`,
    );
  },
});

/** Autovacuum looks at each database once a minute: within this time it is not late yet. */
const AUTOVACUUM_DAYS = 1 / 24;

type Changed = TableUse & { liveRows: number; modifiedRows: number };

function stale(
  table: Table,
  model: PrismaModel | undefined,
  { analyzedAt, liveRows, modifiedRows }: Changed,
  { now, countedSince }: DatabaseUsage,
  limit: number,
): Finding {
  const since = analyzedAt ?? countedSince;
  const isRecent = since !== null && daysBetween(since, now) < AUTOVACUUM_DAYS;
  const { source, ...ofModel } = modelParts(model);
  const rows = `${figure(modifiedRows)} rows were written`;
  const share = percent(modifiedRows / liveRows);
  const when =
    analyzedAt === null
      ? `it was never analysed since the server counts${countedSince === null ? '' : ` (${dayOf(countedSince)})`}`
      : `it was last analysed on ${dayOf(analyzedAt)}`;
  return driftFinding({
    rule: 'statistics.stale',
    about: nameOf(table),
    ...weightFor(model, weightOf(isRecent ? 'may cost' : 'costs')),
    subject: { kind: 'table', schema: table.schema, table: table.name, name: table.name, ...ofModel },
    ...(source === undefined ? {} : { source }),
    message: `The planner goes by old statistics of ${tableInWords(table, model)}: ${when}, and since then ${rows} to its ${figure(liveRows)}, so plans may take the wrong index.`,
    expected: `fewer than ${percent(limit)} of its rows written since ANALYZE`,
    observed: `${share} of its rows written since ${analyzedAt === null ? 'the server counts' : dayOf(analyzedAt)}`,
    remedy: sqlRemedy([
      statement(`ANALYZE ${quoteObject(table)}`, 'data', {
        lock: 'SHARE UPDATE EXCLUSIVE',
        lockedTable: nameOf(table),
        note: `It reads a sample of the rows. To see it: SELECT n_mod_since_analyze, n_live_tup, last_analyze, last_autoanalyze FROM pg_stat_user_tables WHERE relid = ${quoteText(quoteObject(table))}::regclass`,
      }),
    ]),
  });
}
