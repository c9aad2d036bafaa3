import type { CacheInfo } from '@/shared/cache';
import type { DashboardState } from '@/shared/dashboard';
import type { RunDetails, RunSummary } from '@/shared/details';
import { latencyOfRun } from '@/shared/latency';
import type { Report } from '@/shared/report';
import type { CheckGroup, Verdict } from '@/shared/verdict';
import { countOf, durationOf, percentOf, plural, someOf } from '../parts/format';
import type { Bar } from '../parts/ribbon';
import { worstOf } from '../parts/verdict';
import { hitRate, readTimes } from './cache';

/** One of the five groups of the overview. A figure of null was not measured. */
export type Tile = {
  id: string;
  title: string;
  href: string | null;
  verdict: Verdict;
  figures: { text: string | null; what: string }[];
  bars: Bar[];
  /** The first check of the group, whose evidence the tile opens. */
  checkId: string | null;
};

const GROUPS: { id: string; title: string; href: string | null; groups: CheckGroup[] }[] = [
  { id: 'database', title: 'Database', href: '/database', groups: ['environment', 'schema', 'migrations'] },
  { id: 'client', title: 'Client', href: '/client', groups: ['client'] },
  { id: 'endpoints', title: 'Endpoints', href: '/endpoints', groups: ['endpoints'] },
  { id: 'indexes', title: 'Indexes', href: '/indexes', groups: ['indexes'] },
  { id: 'cache', title: 'Cache', href: '/indexes?view=cache', groups: ['cache'] },
];

/** The groups with their verdicts, figures and ribbons. A group without any check was not measured, never passed. */
export function tilesOf(
  report: Report,
  runs: DashboardState['runs'],
  details: Pick<RunDetails, 'endpoints' | 'cache'> | null,
): Tile[] {
  return GROUPS.map(({ id, title, href, groups }) => {
    const checks = report.checks.filter((check) => groups.includes(check.group));
    const absent: Verdict = id === 'cache' ? 'skipped' : 'unknown';
    const verdict = checks.length === 0 ? absent : worstOf(checks.map((check) => check.verdict));
    return {
      id,
      title,
      href,
      verdict,
      figures:
        verdict === 'skipped' ? [{ text: 'not configured', what: title }] : figuresOf(id, report, details),
      bars: groupBars(runs, groups),
      checkId: checks[0]?.id ?? null,
    };
  });
}

function figuresOf(
  id: string,
  report: Report,
  details: Pick<RunDetails, 'endpoints' | 'cache'> | null,
): Tile['figures'] {
  const { tables, enums, models, endpoints, indexes } = report.summary;
  if (id === 'database') {
    return [
      { what: 'tables', text: tables && ofExpected(tables, 'tables') },
      { what: 'enums', text: enums && ofExpected(enums, 'enums') },
    ];
  }
  if (id === 'client') {
    const failing = models?.failing ?? [];
    return [
      { what: 'models', text: models && `${models.usable}/${models.expected} models usable` },
      ...(failing.length === 0 ? [] : [{ what: 'missing', text: `failing: ${someOf(failing, 2)}` }]),
    ];
  }
  if (id === 'endpoints') {
    const p95 = latencyOfRun(details?.endpoints ?? []).p95Ms;
    const { figure, unit } = durationOf(p95 ?? 0);
    return [
      { what: 'routes', text: endpoints && `${endpoints.passing}/${endpoints.declared} pass` },
      { what: 'p95', text: p95 === null ? null : `p95 ${figure} ${unit}` },
    ];
  }
  if (id === 'cache')
    return details === null ? [{ what: 'cache', text: null }] : cacheFigures(details.cache, report);
  if (indexes === null) return [{ what: 'indexes', text: null }];
  const { strategic, missing } = indexes;
  const unused = report.checks
    .flatMap((check) => check.findings)
    .filter(({ rule }) => rule === 'index.unused').length;
  return [
    {
      what: 'strategic',
      text: strategic && `${strategic.observed}/${strategic.expected} strategic in place`,
    },
    {
      what: 'declared',
      text:
        missing.length > 0
          ? `${missing.length} missing`
          : unused > 0
            ? `${countOf(unused)} unused`
            : `${countOf(indexes.expected)} expected, none missing`,
    },
  ];
}

/** How often it answered, where its server is told, and how much faster it is: the least gain of the reads that were measured. */
function cacheFigures({ server, reads }: RunDetails['cache'], report: Report): Tile['figures'] {
  const unset = report.checks.some(({ id, verdict }) => id === 'cache-server' && verdict === 'skipped');
  const cached = reads.value?.reads ?? [];
  const factors = cached.flatMap((read) => readTimes(read).factor ?? []);
  return [
    unset && server.value === null
      ? { what: 'cached routes', text: reads.value && plural(cached.length, 'cached route') }
      : { what: 'hit rate', text: server.value && hitsInWords(server.value) },
    {
      what: 'warm reads',
      text: factors.length === 0 ? null : `warm ${Math.min(...factors).toFixed(1)} × as fast`,
    },
  ];
}

function hitsInWords(server: CacheInfo): string {
  const rate = hitRate(server);
  return rate === null ? 'reachable, not asked yet' : `${percentOf(rate)} % hits`;
}

function ofExpected(
  part: { expected: number; missing: string[]; unexpected: string[] },
  noun: string,
): string {
  const present = part.expected - part.missing.length;
  const more =
    part.unexpected.length === 0 ? '' : `, ${plural(part.unexpected.length, 'unexpected', 'unexpected')}`;
  return `${present}/${part.expected} ${noun}${more}`;
}

/** The bars of some groups together: a run in which none of them was judged leaves a gap. */
export function groupBars(runs: readonly RunSummary[], groups: readonly string[]): Bar[] {
  return runs.map(({ number, startedAt, groups: judged }) => {
    const verdicts = groups.flatMap((group) => judged[group] ?? []);
    return { number, startedAt, verdict: verdicts.length === 0 ? null : worstOf(verdicts) };
  });
}
