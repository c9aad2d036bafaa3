import type { Index, Table } from '../shared/database-schema';
import type { TableUse } from '../shared/database-usage';
import type { Finding } from '../shared/finding';
import { ByName } from './support/by-name';
import { declaredIndexFinder } from './support/declared-index';
import { ignoreFilter } from './support/ignore';
import { indexAges } from './support/index-age';
import { rarelyUsed, type UsedIndex, unused } from './support/index-use-findings';
import { modelFinder } from './support/names';
import { onlyCovers } from './support/only-covers';
import { aDay, daysBetween, otherServers, windowOfUse } from './support/use-window';
import { figure } from './support/use-words';
import { countOf, inBrief } from './support/words';
import { defineCheck, thresholdsOf } from './types';

/** Indexes that cost on every write and that no query, or hardly any, has used since the server counts. */
export const indexUse = defineCheck({
  id: 'index-use',
  group: 'indexes',
  title: 'Use of the indexes',
  needs: ['database.catalogue', 'database.usage'],
  uses: ['schema.prisma', 'schema.ddl', 'migrations.folder', 'migrations.history'],
  run: (observed, settings) => {
    const { tables } = observed['database.catalogue'];
    const usage = observed['database.usage'];
    const thresholds = thresholdsOf(settings);
    if (tables.length === 0) return { compared: 0, findings: [] };
    const window = windowOfUse(usage, thresholds);
    if ('tooEarly' in window) return { compared: 0, findings: [], nothingToCompare: window.tooEarly };

    const ignore = ignoreFilter(settings.ignore);
    const findModel = modelFinder(observed['schema.prisma']);
    const declaration = declaredIndexFinder(observed);
    const madeAt = indexAges(observed);
    const tableUses = ByName.of(usage.tables);
    const indexUses = ByName.of(usage.indexes);
    const spared = onlyCovers(observed['database.catalogue'], observed['schema.prisma']);
    const others = otherServers(usage);
    const findings: Finding[] = [];
    const young: string[] = [];
    let compared = 0;
    for (const table of tables) {
      const tableUse = tableUses.get(table);
      if (!isJudged(table, tableUse, thresholds.usedTableMinimumRows)) continue;
      for (const index of table.indexes) {
        if (!mayGo(index) || spared.has(index) || ignore.part(table.schema, table.name, index.name)) continue;
        const use = indexUses.get(index);
        const made = madeAt(index, use);
        const days = made === null ? window.days : Math.min(window.days, daysBetween(made, usage.now));
        if (days < thresholds.statisticsMinimumDays) {
          young.push(index.name);
          continue;
        }
        compared += 1;
        const one: UsedIndex = {
          index,
          table,
          model: findModel(table),
          declared: declaration(index),
          scans: use?.scans ?? 0,
          sizeBytes: use?.sizeBytes ?? null,
          days,
          since: made !== null && made > window.since ? made : window.since,
          lastScanAt: use?.lastScanAt ?? null,
          // On a standby nothing is written by queries: it counts no writes.
          writesADay: usage.isReplica ? null : aDay(writesOf(tableUse), window.days),
          others,
          isAge: made !== null,
        };
        findings.push(...judge(one, thresholds));
      }
    }
    const leftOut = young.length === 0 ? {} : { leftOut: tooYoung(young, thresholds.statisticsMinimumDays) };
    if (compared > 0) return { compared, findings, ...leftOut };
    const nothingToCompare =
      young.length > 0
        ? tooYoung(young, thresholds.statisticsMinimumDays)
        : `No index is one that could be spared: each is unique, of a constraint, the only one for a foreign key, not valid, or on a table with fewer than ${figure(thresholds.usedTableMinimumRows)} rows (thresholds.usedTableMinimumRows).`;
    return { compared, findings, nothingToCompare };
  },
});

function isJudged(table: Table, use: TableUse | undefined, minimumRows: number): use is TableUse {
  return (
    (table.kind === 'table' || table.kind === 'materialized view') &&
    use !== undefined &&
    use.liveRows !== null &&
    use.liveRows >= minimumRows
  );
}

/** Whether nothing but queries would miss it. What is not valid is `index.invalid`, whatever its use. */
function mayGo({ constraint, unique, valid, ready }: Index): boolean {
  return constraint === null && !unique && valid && ready;
}

function judge(one: UsedIndex, thresholds: ReturnType<typeof thresholdsOf>): Finding[] {
  if (one.scans === 0) return [unused(one, thresholds)];
  if (one.writesADay === null) return [];
  const scansADay = aDay(one.scans, one.days);
  const isRare =
    scansADay < thresholds.rarelyUsedScansPerDay &&
    one.writesADay >= scansADay * thresholds.rarelyUsedWritesPerScan;
  return isRare ? [rarelyUsed(one, one.writesADay, thresholds)] : [];
}

/** Each new version of a row goes into every index of its table, unless the row could stay where it was. */
function writesOf({ inserts, updates, hotUpdates }: TableUse): number {
  return (inserts ?? 0) + Math.max(0, (updates ?? 0) - (hotUpdates ?? 0));
}

function tooYoung(names: readonly string[], days: number): string {
  return `${countOf(names.length, 'index', 'indexes')} made less than ${figure(days)} days ago ${names.length === 1 ? 'is' : 'are'} not judged yet (thresholds.statisticsMinimumDays): ${inBrief(names)}.`;
}
