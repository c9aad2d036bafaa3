import type { Finding } from '../../../shared/finding';
import { weightOf } from '../../../shared/finding-weight';
import type { Verdict } from '../../../shared/verdict';
import { acceptedText } from '../../../shared/waiver-words';
import type { Block, Cell, ReportInput, Section } from '../model';
import { momentText, plural } from '../words';

const VERDICT: Record<Finding['severity'], Verdict> = { error: 'fail', warning: 'warn', info: 'skipped' };
const ORDER: Finding['severity'][] = ['error', 'warning', 'info'];

/** Beyond these the remedies are counted: a thousand of them stand in `--format json` and behind `--repair`. */
const MOST_ISSUES = 300;

/** What remains to be done: every finding, the worst first, with its repair. */
export function issuesSection({ report }: ReportInput): Section {
  const findings = report.checks
    .flatMap((check) => check.findings)
    .sort((a, b) => ORDER.indexOf(weightOf(a)) - ORDER.indexOf(weightOf(b)));
  const shown = findings.slice(0, MOST_ISSUES);
  const left = findings.length - shown.length;
  const blocks: Block[] = [
    {
      kind: 'table',
      caption: 'Findings',
      columns: [
        { head: 'State' },
        { head: 'Finding' },
        { head: 'Expected' },
        { head: 'Observed' },
        { head: 'Since' },
        { head: 'Repair' },
      ],
      rows: shown.map(cells),
    },
    ...(left === 0
      ? []
      : [{ kind: 'paragraph' as const, text: `${plural(left, 'more finding')} are not listed.` }]),
  ];
  const script = report.repair?.script ?? '';
  return {
    id: 'issues',
    title: 'Remaining issues',
    blocks: [
      ...(findings.length === 0
        ? [
            {
              kind: 'paragraph' as const,
              text: none(report.checks.some(({ verdict }) => verdict === 'unknown')),
            },
          ]
        : blocks),
      ...(script === ''
        ? []
        : [
            { kind: 'paragraph' as const, text: 'The SQL that repairs all that SQL repairs, in its order:' },
            { kind: 'code' as const, text: script },
          ]),
    ],
  };
}

function none(blind: boolean): string {
  return blind
    ? 'None was found in what could be checked; what could not be checked stands under “Problem”.'
    : 'None was found.';
}

function cells(finding: Finding): Cell[] {
  const { severity, message, rule, expected, observed, since, remedy, source, waiver } = finding;
  const accepted = waiver === undefined ? '' : ` ${acceptedText(waiver)}`;
  const place = source === undefined ? '' : ` (${source.file}:${source.line})`;
  return [
    { verdict: VERDICT[weightOf(finding)], word: waiver === undefined ? severity : `${severity}, accepted` },
    [message, ' ', { code: rule }, place, accepted],
    expected,
    observed,
    since === undefined ? 'no history' : momentText(since),
    remedy.kind === 'note' ? remedy.text : { code: remedy.text },
  ];
}
