import type { Report } from '../../../shared/report';
import type { Cell, ReportInput, Section } from '../model';
import { durationText, momentText, plural, someOf } from '../words';

/** The verdict, of what and when it is, and by which fingerprints a later look is held against it. */
export function summarySection({ report, number, details, madeAt, origin }: ReportInput): Section {
  const { fingerprints: prints } = report;
  const print = (text: string | null): Cell => (text === null ? 'not measured' : { code: text });
  const facts: [string, Cell][] = [
    ['Verdict', { verdict: report.verdict }],
    ['Environment', report.environment],
    [
      'Run',
      `${number === null ? '' : `#${number}, `}began ${momentText(report.startedAt)}, took ${durationText(report.durationMs)}`,
    ],
    ['Report', `written ${momentText(madeAt)}. ${origin}`],
    ['Database', databaseText(details)],
    ['Checks', tally(report)],
    ['Fingerprint of schema.prisma', print(prints.schema)],
    ['of the database', print(prints.database)],
    ['of the client', print(prints.client)],
    ['of the manifests', print(prints.manifest)],
    ['Commit', print(prints.commit)],
  ];
  return {
    id: 'summary',
    title: 'Summary',
    blocks: [
      { kind: 'facts', facts },
      ...(report.notes.length === 0 ? [] : [{ kind: 'list' as const, items: report.notes }]),
    ],
  };
}

function databaseText(details: ReportInput['details']): string {
  if (details === null) return 'not told by what this report is made of';
  return details.server === null
    ? 'not read'
    : `${details.server.database}, PostgreSQL ${details.server.version.replace(/^PostgreSQL /, '')}`;
}

function tally({ checks }: Report): string {
  const words = {
    pass: 'passed',
    warn: 'with warnings',
    fail: 'failed',
    unknown: 'unknown',
    skipped: 'skipped',
  };
  return Object.entries(words)
    .flatMap(([verdict, word]) => {
      const count = checks.filter((check) => check.verdict === verdict).length;
      return count === 0 ? [] : [`${count} ${word}`];
    })
    .join(', ');
}

/** The root causes with what follows from each; where there is none, what could not be told. */
export function problemSection({ report }: ReportInput): Section {
  const unknown = report.checks.filter(({ verdict }) => verdict === 'unknown');
  const reasons = [...new Set(unknown.map(({ reason }) => reason ?? 'no reason was given'))];
  const causes = report.causes.map(({ title, sentence, endpoints, models, symptomKeys }): readonly Cell[] => [
    title,
    sentence,
    plural(symptomKeys.length, 'symptom'),
    [
      endpoints.length === 0 ? 'no route was seen to fail' : someOf(endpoints, 8),
      models.length === 0 ? '' : `; models: ${someOf(models, 8)}`,
    ],
  ]);
  return {
    id: 'problem',
    title: 'Problem',
    blocks: [
      ...(causes.length === 0
        ? [{ kind: 'paragraph' as const, text: nothingFound(report) }]
        : [
            {
              kind: 'table' as const,
              caption: 'Root causes',
              columns: [
                { head: 'Cause' },
                { head: 'What it brings about' },
                { head: 'Explains' },
                { head: 'Routes' },
              ],
              rows: causes,
            },
          ]),
      ...(unknown.length === 0
        ? []
        : [
            {
              kind: 'paragraph' as const,
              text: `${plural(unknown.length, 'check')} could not be made, and nothing is claimed of what they would have told:`,
            },
            { kind: 'list' as const, items: reasons },
          ]),
    ],
  };
}

function nothingFound({ checks }: Report): string {
  const findings = checks.reduce((sum, check) => sum + check.findings.length, 0);
  if (findings > 0)
    return `No root cause stands behind several findings; ${plural(findings, 'finding')} stand alone.`;
  const compared = checks.reduce((sum, check) => sum + check.compared, 0);
  return `No difference was found in what was compared (${plural(compared, 'thing')}).`;
}

/** Every check with how much it compared. */
export function checksSection({ report }: ReportInput): Section {
  return {
    id: 'checks',
    title: 'Checks',
    blocks: [
      {
        kind: 'table',
        caption: 'Checks of the run',
        columns: [
          { head: 'Check' },
          { head: 'State' },
          { head: 'Compared', align: 'right' },
          { head: 'Findings', align: 'right' },
          { head: 'Why' },
          { head: 'Evidence, and when' },
        ],
        rows: report.checks.map(({ title, verdict, compared, findings, reason, needs }) => [
          title,
          { verdict },
          compared === 0 ? '–' : String(compared),
          String(findings.length),
          reason ?? '',
          { evidence: needs },
        ]),
      },
    ],
  };
}
