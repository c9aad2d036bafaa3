import type { EndpointRow } from '../../shared/details';
import type { Finding } from '../../shared/finding';
import { weightOf } from '../../shared/finding-weight';
import type { Rehearsal } from '../../shared/rehearsal';
import type { Cause, CheckReport, Report } from '../../shared/report';
import type { Verdict } from '../../shared/verdict';
import { acceptedText, waiverText } from '../../shared/waiver-words';
import { coverageLine } from './coverage';
import { type Colors, paint, paintColumn } from './marks';
import { notAskedLines, type RouteLook, timesLine } from './routes';
import { wrap } from './wrap';

/** A run as text for a terminal of a width. */
export type TextFormat = (
  run: { report: Report; endpoints: EndpointRow[] | null },
  look: RouteLook,
) => string;

/** The report for a person at a terminal: verdict, causes with their repair, then every check in one line. */
export const formatText: TextFormat = ({ report, endpoints }, look) => {
  const { colors } = look;
  const findings = new Map(
    report.checks.flatMap((check) => check.findings.map((finding) => [finding.key, finding])),
  );
  const lines = [
    ...headLines(report, look),
    ...report.causes.flatMap((cause) => ['', ...causeLines(cause, findings, colors)]),
    '',
    ...report.checks.map((check) => checkLine(check, colors)),
    ...waiverLines(report, look),
    ...coverageLines(report, colors),
    ...endpointLines(endpoints, look),
    ...repairLines(report, colors),
    ...noteLines(report, look),
  ];
  return `${lines.join('\n')}\n`;
};

/** The verdict with its sentence, and of what and when it is. */
export function headLines(report: Report, { colors, width }: RouteLook): string[] {
  const sentence = wrap(report.headline, '', width);
  return [
    `${paint(report.verdict, colors)}  ${sentence.map((line) => colors.bold(line)).join('\n')}`,
    colors.dim(`    ${report.environment} · ${report.startedAt} · ${Math.round(report.durationMs)} ms`),
  ];
}

export function noteLines({ notes }: Report, { colors, width }: RouteLook): string[] {
  if (notes.length === 0) return [];
  return ['', ...notes.flatMap((note) => wrap(`note: ${note}`, '', width)).map((line) => colors.dim(line))];
}

/** Who accepted what until when, and which waivers count no more. */
export function waiverLines({ waivers }: Report, { colors, width }: RouteLook): string[] {
  if (waivers.length === 0) return [];
  const lines = waivers.flatMap((waiver) => {
    const counts = waiver.state === 'counts';
    const text = wrap(`waiver: ${waiverText(waiver)}`, '', width);
    return waiver.state === 'idle'
      ? text.map((line) => colors.dim(line))
      : counts
        ? text.map((line) => colors.yellow(line))
        : text;
  });
  return ['', ...lines];
}

function coverageLines({ summary }: Report, colors: Colors): string[] {
  const line = coverageLine(summary.coverage);
  return line === null ? [] : ['', colors.dim(line)];
}

/** The times of the routes, and those that were not asked with why: what no check's line says. */
function endpointLines(rows: readonly EndpointRow[] | null, look: RouteLook): string[] {
  if (rows === null || rows.length === 0) return [];
  return ['', look.colors.dim(timesLine(rows)), ...notAskedLines(rows, look)];
}

/** No green where nothing was tried, nor where findings are left that no SQL repairs. */
function shownVerdict({ verdict, statements, remaining }: Rehearsal): Verdict {
  if (verdict !== 'pass') return verdict;
  if (statements.length === 0) return 'skipped';
  return remaining.length > 0 ? 'warn' : 'pass';
}

/** How much there is to repair and where it stands whole; what a rehearsal of it showed. */
function repairLines({ repair, rehearsal }: Report, colors: Colors): string[] {
  const count = repair?.statements.length ?? 0;
  const hint =
    count === 0
      ? []
      : [
          `repair: ${count === 1 ? 'one statement' : `${count} statements`} in order with --repair FILE${rehearsal === null ? '; --rehearse tries them on a copy' : ''}`,
        ];
  if (rehearsal === null) return hint.length === 0 ? [] : ['', ...hint.map((line) => colors.dim(line))];
  const refused = rehearsal.statements.flatMap(({ ok, sql, error }) =>
    ok ? [] : [`  ✗ ${sql}\n    ${error}`],
  );
  const rest = [...rehearsal.remaining, ...rehearsal.appeared].map(({ message }) => `  └ ${message}`);
  const blind = rehearsal.notCopied.map(({ what, why }) => `  not rehearsed: ${what}: ${why}`);
  return [
    '',
    ...hint.map((line) => colors.dim(line)),
    `${paint(shownVerdict(rehearsal), colors)}  ${colors.bold('rehearsal')}  ${rehearsal.sentence}`,
    ...[...refused, ...rest, ...blind].map((line) => colors.dim(line)),
  ];
}

/** One line a check: verdict, what it compared, why it could not. */
export function checkLine(check: CheckReport, colors: Colors): string {
  const count = check.compared === 0 ? '' : `${check.compared} compared`;
  const found =
    check.findings.length === 0
      ? ''
      : `, ${check.findings.length} finding${check.findings.length === 1 ? '' : 's'}`;
  const reason = check.reason === null ? '' : colors.dim(`: ${check.reason}`);
  return `${paintColumn(check.verdict, colors)}${check.title}${count === '' ? '' : colors.dim(`  ${count}${found}`)}${reason}`;
}

/** More symptoms than these are counted, not listed: the JSON report has them all. */
const SYMPTOMS_SHOWN = 5;

function causeLines(cause: Cause, findings: ReadonlyMap<string, Finding>, colors: Colors): string[] {
  const root = findings.get(cause.key);
  if (root === undefined) return [];
  const weight = weightOf(root);
  const mark = weight === 'error' ? colors.red('■') : weight === 'warning' ? colors.yellow('▲') : '·';
  const place = root.source === undefined ? '' : colors.dim(`  ${root.source.file}:${root.source.line}`);
  const symptoms = cause.symptomKeys.flatMap((key) => findings.get(key)?.message ?? []);
  const more = symptoms.length - SYMPTOMS_SHOWN;
  return [
    `${mark} ${colors.bold(root.rule)}${place}`,
    `  ${cause.sentence}`,
    ...(root.waiver === undefined ? [] : [colors.yellow(`  ${acceptedText(root.waiver)}`)]),
    ...symptoms.slice(0, SYMPTOMS_SHOWN).map((symptom) => colors.dim(`  └ ${symptom}`)),
    ...(more > 0 ? [colors.dim(`  └ and ${more} more`)] : []),
    // Who changed it, as far as the three sides tell.
    ...(root.sides === undefined ? [] : [colors.dim(`  ${root.sides.verdict}`)]),
    ...(cause.endpoints.length === 0 ? [] : [`  endpoints: ${cause.endpoints.join(', ')}`]),
    ...remedyLines(root, colors),
  ];
}

/** An edit says where it goes; all else can be pasted as it is. */
export function remedyLines({ remedy, source }: Finding, colors: Colors): string[] {
  const where = source === undefined ? 'schema.prisma' : `${source.file}:${source.line}`;
  const head = remedy.kind === 'edit' ? [`  → in ${where}:`] : [];
  const text = remedy.text.split('\n').map((line) => colors.cyan(line));
  return [...head, ...text.map((line, index) => `  ${head.length === 0 && index === 0 ? '→' : ' '} ${line}`)];
}
