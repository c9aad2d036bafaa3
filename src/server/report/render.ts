import { reportDocument } from './document';
import { type ReportLink, reportHtml } from './html';
import { reportMarkdown } from './markdown';
import type { ReportInput } from './model';

export const REPORT_FORMATS = ['markdown', 'html'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** A run as the text of a file. `links` stand above the HTML only. */
export function renderReport(
  input: ReportInput,
  format: ReportFormat,
  links: readonly ReportLink[] = [],
): string {
  const document = reportDocument(input);
  return format === 'html' ? reportHtml(document, links) : reportMarkdown(document);
}
