import type { Finding } from '../../shared/finding';
import { weightOf } from '../../shared/finding-weight';
import type { CheckReport, Report } from '../../shared/report';
import { acceptedText } from '../../shared/waiver-words';

const LEVEL: Record<Finding['severity'], 'error' | 'warning' | 'note'> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

/**
 * SARIF 2.1.0 (OASIS), as code scanning reads it. What has no place in a file has a logical location; what could not be
 * checked makes the invocation unsuccessful, so that an empty list of results is not taken for health.
 */
export function formatSarif({ checks, startedAt, verdict }: Report): string {
  const findings = checks.flatMap((check) => check.findings);
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
  const unknown = checks.filter((check) => check.verdict === 'unknown');
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'driftboard', rules: rules.map((id) => ({ id, name: id })) } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: verdict !== 'unknown' && unknown.length === 0,
            startTimeUtc: startedAt,
            toolExecutionNotifications: unknown.map(notification),
          },
        ],
        results: findings.map((finding) => resultOf(finding, rules.indexOf(finding.rule))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function notification({ id, title, reason }: CheckReport) {
  return {
    level: 'error',
    message: { text: `${title} could not be checked: ${reason ?? 'no reason was given'}` },
    associatedRule: { id },
  };
}

function resultOf(finding: Finding, ruleIndex: number) {
  const { key, rule, message, remedy, source, subject, waiver } = finding;
  const accepted = waiver === undefined ? '' : `\n\n${acceptedText(waiver)}`;
  const name = [subject.schema, subject.table, subject.name].filter((part) => part !== undefined).join('.');
  const physicalLocation =
    source === undefined
      ? {}
      : {
          physicalLocation: {
            artifactLocation: { uri: uriOf(source.file) },
            region: { startLine: source.line },
          },
        };
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVEL[weightOf(finding)],
    message: { text: `${message}${accepted}\n\nRepair: ${remedy.text}` },
    locations: [
      { ...physicalLocation, logicalLocations: [{ fullyQualifiedName: name, kind: subject.kind }] },
    ],
    // By it the same finding is known again in the next run.
    partialFingerprints: { 'driftboardKey/v1': key },
    // Not among `suppressions`: readers hide what stands there, and what is waived is never hidden.
    ...(waiver === undefined ? {} : { properties: { waiver } }),
  };
}

/** Each part of a path by itself: `#` and `?` would begin something else. */
function uriOf(file: string): string {
  const parts = file.toWellFormed().split(/[\\/]/);
  return parts.map(encodeURIComponent).join('/');
}
