import type { RunRecord } from '../../shared/details';
import type { RunObjects } from '../engine/run-objects';
import type { ReportInput } from './model';
import { type ReportFormat, renderReport } from './render';

type Written = { format: ReportFormat; page: boolean } & Pick<ReportInput, 'gates' | 'decisions'>;

/**
 * The report of a run of the store.
 * @param objects its lists; where they are gone the report says so
 * @param page above the page stand links back and to save it, which a file has not
 */
export function keptReport(
  { number, report, details }: RunRecord,
  objects: RunObjects | 'gone' | null,
  { format, page, gates, decisions }: Written,
): string {
  const rows = objects === null || objects === 'gone' ? null : objects.rows;
  const links = [
    { href: '/runs', text: 'All runs' },
    { href: `/report/${number}?save=html`, text: 'Save as HTML' },
    { href: `/report/${number}?save=markdown`, text: 'Save as Markdown' },
  ];
  return renderReport(
    {
      report,
      details,
      number,
      gates,
      decisions,
      rows: rows === null ? null : { tables: rows.tables, enums: rows.enums, indexes: rows.indexes },
      madeAt: new Date().toISOString(),
      origin: 'The dashboard keeps this run.',
    },
    format,
    page ? links : [],
  );
}
