import type { RunRecord } from '../../shared/details';
import { weightOf } from '../../shared/finding-weight';
import type { Report } from '../../shared/report';
import { summaryOf } from '../store/summary';
import { failingGroups, type IncidentRun } from './incidents';

/** A run as far as incidents go. */
export function incidentRunOf(record: RunRecord): IncidentRun {
  const { number, startedAt, verdict, groups } = summaryOf(record);
  const causes = verdict === 'fail' ? causesOf(record.report) : [];
  return { number, startedAt, verdict, failing: failingGroups(groups), causes };
}

/** The root causes, and the errors that stand alone. */
function causesOf({ causes, checks }: Report): { key: string; title: string }[] {
  const told = new Set(causes.flatMap(({ rootKeys, symptomKeys }) => [...rootKeys, ...symptomKeys]));
  const alone = checks
    .flatMap(({ findings }) => findings)
    .filter((finding) => weightOf(finding) === 'error' && !told.has(finding.key));
  return [
    ...causes.map(({ key, title }) => ({ key, title })),
    ...alone.map(({ key, message }) => ({ key, title: message })),
  ];
}
