import type { Report } from '../../shared/report';
import { byChecks, type Standing } from './standing';
import { checkOf, plural, someOf } from './words';

/** One condition of a release, and how this run stands to it. */
export type Criterion = Standing & { title: string };

/** Each as the incident's team would have needed it: the checks that decide it, and what is said of it. */
const CRITERIA: { title: string; checks: (report: Report) => string[] }[] = [
  {
    title: 'No schema errors: database, schema.prisma and migrations agree',
    checks: ({ checks }) =>
      checks.filter(({ group }) => group === 'schema' || group === 'migrations').map(({ id }) => id),
  },
  { title: 'Every endpoint passes', checks: () => ['endpoints'] },
  { title: 'Every model is usable', checks: () => ['delegates'] },
  {
    title: 'The client on disk is fresh',
    checks: () => ['client-files', 'client-freshness', 'client-database'],
  },
  { title: 'Every process holds the fresh client', checks: () => ['processes'] },
  { title: 'All enums are equal', checks: () => ['enums'] },
  { title: 'The strategic indexes are in place', checks: () => ['strategic-indexes'] },
  { title: 'The type check is clean', checks: () => ['client-types'] },
];

/** The gates of a release, in the order of the incident's report; the last one is that nothing is unknown. */
export function criteriaOf(report: Report): Criterion[] {
  return [
    ...CRITERIA.map(({ title, checks }) => criterion(report, title, checks(report))),
    noUnknown(report),
  ];
}

function criterion(report: Report, title: string, ids: readonly string[]): Criterion {
  // Nothing on either side (no exclusion constraint anywhere) is no part of what has to be met.
  const counted = ids.filter((id) => !isAbsentOnBothSides(report, id));
  const checks = counted.flatMap((id) => checkOf(report, id) ?? []);
  const compared = checks.reduce((sum, check) => sum + check.compared, 0);
  const findings = checks.flatMap((check) => check.findings);
  const first = findings[0] === undefined ? '' : `; the first: ${findings[0].message}`;
  const measured = `${plural(compared, 'thing')} compared by ${plural(checks.length, 'check')}, ${plural(findings.length, 'finding')}${first}`;
  return { title, ...byChecks(report, counted.length === 0 ? ids : counted, measured) };
}

/** Of several checks one may have nothing to compare, and say so; switched off or not configured is another thing. */
function isAbsentOnBothSides(report: Report, id: string): boolean {
  const check = checkOf(report, id);
  return (
    check?.verdict === 'skipped' &&
    check.reason !== null &&
    !/--|DRIFTBOARD_|Switched off|Left out/.test(check.reason)
  );
}

function noUnknown(report: Report): Criterion {
  const unknown = report.checks.filter(({ verdict }) => verdict === 'unknown');
  return {
    title: 'Nothing is unknown',
    verdict: unknown.length === 0 ? 'pass' : 'fail',
    measured:
      unknown.length === 0
        ? `${plural(report.checks.length, 'check')} of this run, none of them unknown.`
        : `${plural(unknown.length, 'check')} unknown: ${someOf(unknown.map(({ title }) => title))}.`,
    needs: [],
  };
}
