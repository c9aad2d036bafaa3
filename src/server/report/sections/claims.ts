import { claimsOf } from '../claims';
import { criteriaOf } from '../criteria';
import type { Block, ReportInput, Section } from '../model';
import { type Standing, standingMark } from '../standing';

const COLUMNS = [
  { head: '' },
  { head: 'Does it hold' },
  { head: 'Measured' },
  { head: 'Evidence, and when' },
];

/** The conditions of a release, each with its state and its evidence. */
export function criteriaSection({ report, gates }: ReportInput): Section {
  const criteria = criteriaOf(report, { gates });
  return {
    id: 'criteria',
    title: 'Criteria',
    note: tally(criteria, 'criteria'),
    blocks: [
      standings(
        'Criteria of a release',
        'Criterion',
        criteria.map(({ title, ...standing }) => [title, standing] as const),
      ),
    ],
  };
}

/** What the incident's report said with check marks, each with what was measured of it. */
export function claimsSection(input: ReportInput): Section {
  const claims = claimsOf(input);
  return {
    id: 'claims',
    title: 'Evidence for each claim',
    note: `The claims are those of the report that was once written by hand. ${tally(claims, 'claims')}`,
    blocks: [
      standings(
        'Claims and what was measured of them',
        'Claim',
        claims.map(({ claim, ...standing }) => [claim, standing] as const),
      ),
    ],
  };
}

function standings(caption: string, head: string, rows: readonly (readonly [string, Standing])[]): Block {
  return {
    kind: 'table',
    caption,
    columns: COLUMNS.map((column, index) => (index === 0 ? { head } : column)),
    rows: rows.map(([text, standing]) => [
      text,
      standingMark(standing),
      standing.measured,
      { evidence: standing.needs },
    ]),
  };
}

function tally(standings: readonly Standing[], what: string): string {
  const count = (...verdicts: Standing['verdict'][]) =>
    standings.filter(({ verdict }) => verdicts.includes(verdict)).length;
  return `Of ${standings.length} ${what}: ${count('pass')} hold, ${count('warn')} in part, ${count('fail')} do not, ${count('unknown', 'skipped')} were not measured.`;
}
