import type { EndpointRow } from '../../shared/details';
import type { Finding } from '../../shared/finding';
import { weightOf } from '../../shared/finding-weight';
import type { Cause, Report } from '../../shared/report';
import { acceptedText } from '../../shared/waiver-words';
import type { RouteLook } from './routes';
import { routeLines, totalLines } from './routes';
import {
  checkLine,
  formatText,
  headLines,
  noteLines,
  remedyLines,
  type TextFormat,
  waiverLines,
} from './text';
import { wrap } from './wrap';

/**
 * The routes for a person at a terminal: each cause once with its routes under it, then what fails alone, what was not
 * asked and why, what is fine, and the totals.
 * Where none was requested the checks say why.
 */
export const formatSmoke: TextFormat = (run, look) => {
  const { report } = run;
  const rows = run.endpoints;
  if (rows === null) return formatText(run, look);
  const findings = new Map(
    report.checks.flatMap((check) => check.findings.map((finding) => [finding.key, finding])),
  );
  // Routes by their ids, and findings by their keys: each is said once.
  const told = new Set<string>();
  const causes = report.causes.flatMap((cause) => {
    const under = rows.filter(({ id }) => cause.endpoints.includes(id) && !told.has(id));
    const root = findings.get(cause.key);
    // A route that stands alone is its own cause: its line says it all.
    if (root === undefined || under.length === 0 || isAlone(cause, root)) return [];
    for (const name of [...under.map(({ id }) => id), ...cause.rootKeys]) told.add(name);
    return ['', ...causeHead(cause, root, look), ...routeLines(under, look, rows)];
  });
  const rest = rows.filter(({ id }) => !told.has(id));
  const of = (...verdicts: EndpointRow['verdict'][]) =>
    rest.filter(({ verdict }) => verdicts.includes(verdict));
  const section = (title: string, some: readonly EndpointRow[]) =>
    some.length === 0
      ? []
      : ['', ...(title === '' ? [] : [look.colors.bold(title)]), ...routeLines(some, look, rows)];
  const lines = [
    ...headLines(report, look),
    ...causes,
    ...section('', of('fail', 'warn')),
    ...section('not asked', of('unknown', 'skipped')),
    ...section('', of('pass')),
    '',
    ...elsewhere(report, new Set([...told, ...rows.map(({ id }) => id)]), look),
    ...totalLines(rows).map((line) => look.colors.bold(line)),
    ...waiverLines(report, look),
    ...noteLines(report, look),
  ];
  return `${lines.join('\n')}\n`;
};

function isAlone(cause: Cause, root: Finding): boolean {
  return root.subject.kind === 'endpoint' && cause.endpoints.length === 1;
}

function causeHead(cause: Cause, root: Finding, look: RouteLook): string[] {
  const { colors, width } = look;
  const place = root.source === undefined ? '' : colors.dim(`  ${root.source.file}:${root.source.line}`);
  const mark = weightOf(root) === 'error' ? colors.red('■') : colors.yellow('▲');
  return [
    `${mark} ${colors.bold(root.rule)}${place}`,
    ...wrap(cause.sentence, '  ', width),
    ...(root.waiver === undefined ? [] : wrap(acceptedText(root.waiver), '  ', width)),
    ...remedyLines(root, colors),
  ];
}

/** Findings on routes that are not in the manifest, and checks that could not be made. */
function elsewhere(report: Report, told: ReadonlySet<string>, look: RouteLook): string[] {
  const { colors, width } = look;
  return report.checks.flatMap((check) => {
    const others = check.findings.filter(
      ({ key, subject }) => !told.has(key) && !(subject.kind === 'endpoint' && told.has(subject.name)),
    );
    if (others.length === 0 && check.reason === null) return [];
    const lines = others.flatMap((finding) => [
      ...wrap(finding.message, '    ', width).map((line, index) =>
        index === 0 ? `  └ ${line.slice(4)}` : line,
      ),
      ...remedyLines(finding, colors).map((line) => `  ${line}`),
    ]);
    return [checkLine(check, colors), ...lines, ''];
  });
}
