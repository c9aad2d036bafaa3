import { Report } from '../../shared/report';

/** The report of the contract, one JSON document, held to its own schema before it leaves. */
export function formatJson(report: Report): string {
  return `${JSON.stringify(Report.parse(report), null, 2)}\n`;
}
