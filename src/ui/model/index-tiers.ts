import type { UsageSpan } from '@/shared/details';
import type { Finding } from '@/shared/finding';
import type { CheckReport, Report } from '@/shared/report';
import type { IndexRow } from '@/shared/rows';
import type { Verdict } from '@/shared/verdict';
import { plural } from '../parts/format';
import { byVerdict } from '../parts/verdict';
import type { Found } from './findings';
import { lookOf } from './findings';

/** `facts`: the catalogue says so at this moment. `guesses`: counters and samples say so. `queries`: a planner says so. */
export type TierId = 'facts' | 'guesses' | 'queries';

export type Tier = {
  id: TierId;
  rows: TierRow[];
  /** Checks that told nothing, with why. */
  silent: CheckReport[];
  /** Checks that looked, and how many things they compared. */
  looked: number;
  compared: number;
};

export type TierRow = Found & { verdict: Verdict };

/** Checks that stand on the server's counters and on ANALYZE's samples: never certain. */
const BY_STATISTICS: ReadonlySet<string> = new Set([
  'index-use',
  'index-nulls',
  'index-bloat',
  'statistics-age',
]);
const BY_PLAN: ReadonlySet<string> = new Set(['query-plans']);
/** Rules of other groups that tell of an index. */
const OF_KEYS = /^(unique|primary-key)\./;

function tierOf({ id }: CheckReport): TierId {
  return BY_STATISTICS.has(id) ? 'guesses' : BY_PLAN.has(id) ? 'queries' : 'facts';
}

export function countOfFindings({ facts, guesses, queries }: Record<TierId, Tier>): number {
  return facts.rows.length + guesses.rows.length + queries.rows.length;
}

/** What is said of indexes, by how certain it is; the worst first. */
export function indexTiers(report: Report): Record<TierId, Tier> {
  const tiers: Record<TierId, Tier> = {
    facts: emptyTier('facts'),
    guesses: emptyTier('guesses'),
    queries: emptyTier('queries'),
  };
  for (const check of report.checks) {
    const own = check.group === 'indexes';
    const findings = own ? check.findings : check.findings.filter(({ rule }) => OF_KEYS.test(rule));
    const tier = tiers[tierOf(check)];
    for (const finding of findings) tier.rows.push({ finding, check, verdict: lookOf(finding) });
    if (!own) continue;
    if (check.verdict === 'unknown' || check.verdict === 'skipped') tier.silent.push(check);
    else {
      tier.looked += 1;
      tier.compared += check.compared;
    }
  }
  for (const tier of Object.values(tiers)) {
    tier.rows.sort((a, b) => byVerdict(a.verdict, b.verdict));
    tier.silent.sort((a, b) => byVerdict(a.verdict, b.verdict));
  }
  return tiers;
}

function emptyTier(id: TierId): Tier {
  return { id, rows: [], silent: [], looked: 0, compared: 0 };
}

/** The row of the index that a finding is about; undefined where it is about none, or its rows are not here yet. */
export function indexOf(finding: Finding, rows: ReadonlyMap<string, IndexRow>): IndexRow | undefined {
  const { schema = 'public', table = '', name } = finding.subject;
  return rows.get(rowName({ schema, table, name }));
}

/** Under its whole name. Where one that is declared and one that is not share it, the live one costs something. */
export function rowsByName(rows: readonly IndexRow[]): Map<string, IndexRow> {
  return new Map(
    [...rows]
      .sort((a, b) => Number(b.database === 'missing') - Number(a.database === 'missing'))
      .map((row) => [rowName(row), row]),
  );
}

function rowName({ schema, table, name }: { schema: string; table: string; name: string }): string {
  return `${schema}.${table}.${name}`;
}

/** The query that a finding is about: its key ends with the query's id. */
export function queryIdOf({ key }: Finding): string {
  return key.slice(key.lastIndexOf(':') + 1);
}

/** What the server's counters are worth, in sentences, beside since when they count. */
export function usageCaveats(span: UsageSpan): string[] {
  return [
    span.tracksCounts
      ? []
      : 'track_counts is off on this server, so that none of its counters means anything.',
    span.countedSince === null ? 'The server does not say since when it counts.' : [],
    span.isReplica ? 'It is a standby: it knows only the queries that it served itself.' : [],
    span.replicas === null
      ? 'Whether standbys read beside it, this user may not see.'
      : span.replicas > 0
        ? `${plural(span.replicas, 'standby', 'standbys')} read beside it, whose queries are not among these.`
        : [],
    span.columnsUnreadable ?? [],
  ].flat();
}
