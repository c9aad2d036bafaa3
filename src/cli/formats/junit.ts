import { escaped } from '../../server/report/escaped';
import type { Settings } from '../../shared/config';
import type { Finding } from '../../shared/finding';
import { isBad } from '../../shared/finding-weight';
import type { CheckReport, Report } from '../../shared/report';
import { acceptedText } from '../../shared/waiver-words';

type FailOn = Settings['failOn'];

/**
 * JUnit's XML, as CI systems read it: a suite a group, a case a check. What could not be checked is an `error`, a
 * finding from `failOn` on a `failure`; lighter and waived ones stand in the case's output.
 */
export function formatJunit({ checks, environment, startedAt, durationMs }: Report, failOn: FailOn): string {
  const groups = [...new Set(checks.map(({ group }) => group))];
  const suites = groups.map((group) =>
    suite(
      group,
      checks.filter((check) => check.group === group),
      { startedAt, failOn },
    ),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${escaped(`driftboard ${environment}`)}" ${counts(checks, failOn)} time="${seconds(durationMs)}">
${suites.join('\n')}
</testsuites>
`;
}

function suite(
  group: string,
  checks: readonly CheckReport[],
  { startedAt, failOn }: { startedAt: string; failOn: FailOn },
): string {
  const durationMs = checks.reduce((sum, check) => sum + check.durationMs, 0);
  return `<testsuite name="${escaped(group)}" ${counts(checks, failOn)} time="${seconds(durationMs)}" timestamp="${escaped(startedAt.slice(0, 19))}">
${checks.map((check) => testCase(check, failOn)).join('\n')}
</testsuite>`;
}

function testCase(check: CheckReport, failOn: FailOn): string {
  const head = `name="${escaped(check.title)}" classname="${escaped(`driftboard.${check.group}.${check.id}`)}" time="${seconds(check.durationMs)}"`;
  const parts: string[] = [];
  const [bad, others] = [
    check.findings.filter((one) => isBad(one, failOn)),
    check.findings.filter((one) => !isBad(one, failOn)),
  ];
  const outcome = outcomeOf(check, failOn);
  const reason = check.reason ?? 'No reason was given.';
  if (outcome === 'failure') {
    parts.push(
      `<failure message="${escaped(bad[0]?.message ?? '')}" type="${escaped(bad[0]?.rule ?? '')}">${escaped(bad.map(lineOf).join('\n'))}</failure>`,
    );
  }
  if (outcome === 'error') parts.push(`<error message="${escaped(reason)}" type="unknown"/>`);
  if (outcome === 'skipped') parts.push(`<skipped message="${escaped(reason)}"/>`);
  if (others.length > 0) parts.push(`<system-out>${escaped(others.map(lineOf).join('\n'))}</system-out>`);
  return parts.length === 0 ? `<testcase ${head}/>` : `<testcase ${head}>\n${parts.join('\n')}\n</testcase>`;
}

type Outcome = 'pass' | 'failure' | 'error' | 'skipped';

function outcomeOf({ verdict, findings }: CheckReport, failOn: FailOn): Outcome {
  if (findings.some((one) => isBad(one, failOn))) return 'failure';
  if (verdict === 'unknown') return 'error';
  return verdict === 'skipped' ? 'skipped' : 'pass';
}

function counts(checks: readonly CheckReport[], failOn: FailOn): string {
  const of = (outcome: Outcome) => checks.filter((check) => outcomeOf(check, failOn) === outcome).length;
  return `tests="${checks.length}" failures="${of('failure')}" errors="${of('error')}" skipped="${of('skipped')}"`;
}

function lineOf({ severity, rule, message, remedy, source, waiver }: Finding): string {
  const place = source === undefined ? '' : ` (${source.file}:${source.line})`;
  const accepted = waiver === undefined ? '' : `\n  ${acceptedText(waiver)}`;
  return `${severity} ${rule}: ${message}${place}${accepted}\n  ${remedy.text.replaceAll('\n', '\n  ')}`;
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}
