import type { RunOutcome } from '../../server/engine/run';
import type { ReportInput } from '../../server/report/model';
import type { ReportFormat } from '../../server/report/render';
import type { Settings } from '../../shared/config';

/** A run as the text of a file, whole at its end. */
export type DocumentFormat = (outcome: RunOutcome, settings: Pick<Settings, 'failOn' | 'signOff'>) => string;

/** Formats of a whole run, each loaded when it is asked for. */
const DOCUMENTS: Record<string, () => Promise<DocumentFormat>> = {
  markdown: () => releaseReport('markdown'),
  html: () => releaseReport('html'),
  junit: async () => {
    const { formatJunit } = await import('./junit');
    return ({ report }, { failOn }) => formatJunit(report, failOn);
  },
  sarif: async () => {
    const { formatSarif } = await import('./sarif');
    return ({ report }) => formatSarif(report);
  },
  github: async () => {
    const { formatGithub } = await import('./github');
    return ({ report }) => formatGithub(report);
  },
};

/** @returns null for a format that is no document: `text`, `json`, `ndjson` */
export async function documentFormat(name: string): Promise<DocumentFormat | null> {
  return Object.hasOwn(DOCUMENTS, name) ? ((await DOCUMENTS[name]?.()) ?? null) : null;
}

async function releaseReport(format: ReportFormat): Promise<DocumentFormat> {
  const { renderReport } = await import('../../server/report/render');
  return (outcome, { signOff }) =>
    renderReport({ ...reportInputOf(outcome, new Date().toISOString()), gates: signOff.gates }, format);
}

/** What a fresh run's report is written from: it has everything. */
function reportInputOf({ report, details, objects }: RunOutcome, madeAt: string): Omit<ReportInput, 'gates'> {
  const { tables, enums, indexes } = objects.rows;
  return {
    report,
    number: null,
    details,
    rows: { tables, enums, indexes },
    decisions: {
      unknown: 'This run was made for this report, and decisions are made on a run that a store keeps.',
    },
    madeAt,
    origin: 'The run was made for it.',
  };
}
