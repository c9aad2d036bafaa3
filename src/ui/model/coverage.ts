import type { IndexCoverage, Share } from '@/shared/coverage';
import type { RunSummary } from '@/shared/details';
import type { CheckReport, Report } from '@/shared/report';
import type { Verdict } from '@/shared/verdict';

export type CoverageKind = keyof IndexCoverage;

export const COVERAGE_KINDS = ['declared', 'strategic', 'foreignKeys', 'queries'] as const;

export const COVERAGE_WORDS: Record<CoverageKind, { title: string; what: string; noun: string }> = {
  declared: { title: 'Declared', what: '@@index, @@unique and @id of schema.prisma', noun: 'indexes' },
  strategic: {
    title: 'Strategic',
    what: 'what migrations and the index manifest add in SQL',
    noun: 'indexes',
  },
  foreignKeys: { title: 'Foreign keys', what: 'an index leads with their columns', noun: 'foreign keys' },
  queries: { title: 'Queries', what: 'no rule objects to their plan', noun: 'queries' },
};

/** The checks that tell of each; the first one says why there is no figure. */
const CHECKS: Record<CoverageKind, readonly string[]> = {
  declared: ['declared-indexes', 'index-validity', 'uniques', 'primary-keys'],
  strategic: ['strategic-indexes', 'index-validity'],
  foreignKeys: ['foreign-key-cover'],
  queries: ['query-plans'],
};

/** One of the four figures. */
export type CoverageFigure = {
  kind: CoverageKind;
  /** Null where it was not measured, which `note` explains. */
  share: Share | null;
  verdict: Verdict;
  note: string;
  /** Of each kept run the covered part, 0 to 1, oldest first; null where it was not measured. */
  points: (number | null)[];
  checkId: string | null;
};

/** The four figures of the newest run with their past. */
export function coverageFigures(report: Report, runs: readonly RunSummary[]): CoverageFigure[] {
  return COVERAGE_KINDS.map((kind) => {
    const share = report.summary.coverage[kind];
    const checks = CHECKS[kind].flatMap((id) => report.checks.filter((check) => check.id === id));
    const [first] = checks.filter((check) => check.id === CHECKS[kind][0]);
    return {
      kind,
      share,
      verdict: verdictOf(share, checks, first),
      note: noteOf(kind, share, first),
      points: runs.map(({ coverage }) => partOf(coverage[kind])),
      checkId: first?.id ?? null,
    };
  });
}

/** 0 to 1; null where it was not measured or there is nothing to cover. */
export function partOf(share: Share | null): number | null {
  return share === null || share.of === 0 ? null : share.have / share.of;
}

/** The verdict of a figure alone, where no check is asked. */
export function shareVerdict(share: Share | null): Verdict {
  if (share === null) return 'unknown';
  if (share.of === 0) return 'skipped';
  return share.have === share.of ? 'pass' : 'warn';
}

function verdictOf(
  share: Share | null,
  checks: readonly CheckReport[],
  first: CheckReport | undefined,
): Verdict {
  if (share === null) return first?.verdict === 'skipped' ? 'skipped' : 'unknown';
  const own = shareVerdict(share);
  return own === 'warn' && checks.some(({ verdict }) => verdict === 'fail') ? 'fail' : own;
}

function noteOf(kind: CoverageKind, share: Share | null, first: CheckReport | undefined): string {
  const { what, noun } = COVERAGE_WORDS[kind];
  if (share === null) return first?.reason ?? 'No check of this run asked for it.';
  if (share.of === 0) return first?.reason ?? `There are no such ${noun}.`;
  return what;
}
