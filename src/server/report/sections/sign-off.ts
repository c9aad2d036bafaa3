import { criteriaOf } from '../criteria';
import type { ReportInput, Section } from '../model';
import { plural } from '../words';

/** Nobody has signed by reading this: what speaks for and against it, and room for a person's decision. */
export function signOffSection({ report }: ReportInput): Section {
  const criteria = criteriaOf(report);
  const failed = criteria.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn');
  const open = criteria.filter(({ verdict }) => verdict === 'unknown' || verdict === 'skipped');
  const against = [
    ...failed.map(({ title, measured }) => `Not met: ${title}. ${measured}`),
    ...open.map(({ title, measured }) => `Not measured: ${title}. ${measured}`),
  ];
  return {
    id: 'sign-off',
    title: 'Sign-off',
    blocks: [
      {
        kind: 'paragraph',
        text:
          against.length === 0
            ? `All ${criteria.length} criteria are met by this run. It says nothing of any later state: its fingerprints stand in the summary.`
            : `${plural(against.length, 'criterion', 'criteria')} of ${criteria.length} speak against a release on this run, or were not measured:`,
      },
      ...(against.length === 0 ? [] : [{ kind: 'list' as const, items: against }]),
      { kind: 'paragraph', text: 'No decision is recorded for this run. A person decides, by name:' },
      { kind: 'blanks', labels: ['Decision (go, no-go)', 'Name', 'Moment', 'Reason'] },
    ],
  };
}
