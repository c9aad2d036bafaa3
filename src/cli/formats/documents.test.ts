import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseStrictly } from '../../server/report/testing/well-formed';
import type { Report } from '../../shared/report';
import { fixtureState, type Scenario } from '../../ui/fixtures';
import { formatGithub } from './github';
import { formatJunit } from './junit';
import { formatSarif } from './sarif';

function reportOf(scenario: Scenario): Report {
  const { latest } = fixtureState(scenario);
  if (latest === null) throw new Error('The scenario has a run.');
  return latest.report;
}

/** The same with this text for every message, reason and place. */
function withText(text: string): Report {
  const report = reportOf('stale-client');
  return {
    ...report,
    headline: text,
    checks: report.checks.map((check) => ({
      ...check,
      title: text,
      reason: text,
      verdict: check.findings.length > 0 ? check.verdict : 'unknown',
      findings: check.findings.map((finding) => ({
        ...finding,
        message: text,
        remedy: { kind: 'note', text },
        source: { file: text, line: 1 },
      })),
    })),
  };
}
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom('\n::error::x', '%0A', '::', ',', '<a>', ']]>', '&', '"', '\u0000', '\uD800', '\r'),
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(''));

describe('junit', () => {
  const numbers = (attributes: string) =>
    ['tests', 'failures', 'errors', 'skipped'].map((name) =>
      Number(new RegExp(` ${name}="(\\d+)"`).exec(attributes)?.[1]),
    );

  test.each(['green', 'stale-client', 'unreachable'] as const)(
    '%s: the counts are those of its cases',
    (scenario) => {
      const { elements } = parseStrictly(formatJunit(reportOf(scenario), 'error'));
      const count = (name: string) => elements.filter((element) => element.name === name).length;
      expect(elements[0]?.name).toBe('testsuites');
      expect(numbers(elements[0]?.attributes ?? '')).toEqual(
        ['testcase', 'failure', 'error', 'skipped'].map(count),
      );
      expect(count('testcase')).toBe(reportOf(scenario).checks.length);
      const suites = elements
        .filter(({ name }) => name === 'testsuite')
        .map(({ attributes }) => numbers(attributes)[0] ?? 0);
      expect(suites.reduce((sum, tests) => sum + tests, 0)).toBe(count('testcase'));
    },
  );

  test('what could not be checked is an error, never a case that passed', () => {
    const { elements } = parseStrictly(formatJunit(reportOf('unreachable'), 'error'));
    expect(elements.filter(({ name }) => name === 'error').length).toBe(8);
  });

  test('a warning fails only where it was asked to', () => {
    const failures = (failOn: 'error' | 'warning') =>
      parseStrictly(formatJunit(reportOf('stale-client'), failOn)).elements.filter(
        ({ name }) => name === 'failure',
      ).length;
    expect(failures('warning')).toBe(failures('error') + 1);
  });

  test('is well-formed whatever messages hold', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { elements } = parseStrictly(formatJunit(withText(text), 'error'));
        expect(elements.length).toBe(parseStrictly(formatJunit(withText('x'), 'error')).elements.length);
      }),
    );
  });
});

/** The parts of SARIF 2.1.0 that are used, with what its text demands of them. */
const Sarif = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.tuple([
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string().min(1),
          rules: z.array(z.strictObject({ id: z.string(), name: z.string() })),
        }),
      }),
      columnKind: z.literal('utf16CodeUnits'),
      invocations: z.tuple([
        z.strictObject({
          executionSuccessful: z.boolean(),
          startTimeUtc: z.iso.datetime(),
          toolExecutionNotifications: z.array(
            z.strictObject({
              level: z.enum(['none', 'note', 'warning', 'error']),
              message: z.strictObject({ text: z.string().min(1) }),
              associatedRule: z.strictObject({ id: z.string() }),
            }),
          ),
        }),
      ]),
      results: z.array(
        z.strictObject({
          ruleId: z.string(),
          ruleIndex: z.number().int().nonnegative(),
          level: z.enum(['none', 'note', 'warning', 'error']),
          message: z.strictObject({ text: z.string().min(1) }),
          locations: z.array(
            z.strictObject({
              physicalLocation: z
                .strictObject({
                  artifactLocation: z.strictObject({
                    uri: z.string().regex(/^[\w\-.~:/?#[\]@!$&'()*+,;=%]*$/),
                  }),
                  region: z.strictObject({ startLine: z.number().int().min(1) }),
                })
                .optional(),
              logicalLocations: z.array(z.strictObject({ fullyQualifiedName: z.string(), kind: z.string() })),
            }),
          ),
          partialFingerprints: z.record(z.string(), z.string()),
        }),
      ),
    }),
  ]),
});

describe('sarif', () => {
  test('a result a finding, each with its rule of the list', () => {
    const report = reportOf('stale-client');
    const [run] = Sarif.parse(JSON.parse(formatSarif(report))).runs;
    const { rules } = run.tool.driver;
    expect(run.results.map(({ partialFingerprints }) => partialFingerprints['driftboardKey/v1'])).toEqual(
      report.checks.flatMap((check) => check.findings.map(({ key }) => key)),
    );
    for (const { ruleId, ruleIndex } of run.results) expect(rules[ruleIndex]?.id).toBe(ruleId);
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    expect(run.invocations[0].executionSuccessful).toBe(true);
  });

  test('no result where nothing could be checked is no success', () => {
    const [run] = Sarif.parse(JSON.parse(formatSarif(reportOf('unreachable')))).runs;
    expect(run.invocations[0]).toMatchObject({ executionSuccessful: false });
    expect(run.invocations[0].toolExecutionNotifications.length).toBe(8);
  });

  test('holds its form whatever messages and paths hold', () => {
    fc.assert(fc.property(hostile, (text) => void Sarif.parse(JSON.parse(formatSarif(withText(text))))));
  });
});

describe('github', () => {
  const LINE = /^::(?:error|warning|notice) (?:(?:file|line|title)=[^,:\r\n]*,?)+::[^\r\n]+$/;

  test('an annotation a finding, at its line', () => {
    const lines = formatGithub(reportOf('stale-client')).trimEnd().split('\n');
    const findings = reportOf('stale-client').checks.flatMap((check) => check.findings);
    expect(lines.length).toBe(findings.length + 1);
    expect(lines.at(-1)).toMatch(/^fail: 3 routes fail/);
    for (const line of lines.slice(0, -1)) expect(line).toMatch(LINE);
    expect(lines.join('\n')).toMatch(/::warning file=[^,]+,line=\d+,title=index\.missing::/);
  });

  test('one reason is said once', () => {
    const lines = formatGithub(reportOf('unreachable')).trimEnd().split('\n');
    expect(lines.length).toBe(2);
    expect(lines[0]).toMatch(/^::error title=not checked::Tables, Columns/);
  });

  test('no message begins another command', () => {
    const count = formatGithub(withText('x')).split(/\r?\n|\r/).length;
    fc.assert(
      fc.property(hostile, (text) => {
        const lines = formatGithub(withText(text)).split(/\r?\n|\r/);
        expect(lines.length).toBe(count);
        for (const line of lines.slice(0, -2)) expect(line).toMatch(/^::(error|warning|notice) /);
      }),
    );
  });
});
