import { createHash } from 'node:crypto';
import type { Finding } from '../../shared/finding';
import { RULES_BY_GROUP, type RuleId } from '../../shared/rules';

/** Rules whose sentences hold figures that move from run to run though nothing else does. */
const BY_FIGURES: readonly RuleId[] = [
  'endpoint.slow',
  'endpoint.timeout',
  'index.unused',
  'index.rarely-used',
  'index.bloated',
  'index.null-heavy',
  'statistics.stale',
  'sequence.behind',
  'sequence.exhaustion',
  'cache.ineffective',
  'cache.evicting',
  'query.sequential-scan',
];

/** Rules that tell of definitions: a moment in them is a default or a condition, and another one is another thing. */
const OF_DEFINITIONS: ReadonlySet<RuleId> = new Set([
  ...RULES_BY_GROUP.schema,
  'index.missing',
  'index.unexpected',
  'index.definition',
  'index.duplicate',
  'index.redundant',
]);

const MOMENT = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g;
const DURATION = /\d[\d.,]*\s?(?:ms|s|min|h)\b/g;
const FIGURE = /\d[\d.,]*/g;

/**
 * The fingerprint of what a finding says, without the times of measuring: by it one knows whether it still is what a person accepted.
 * What the passes over all findings add (its causes, whom it affects, its repair) is not in it, since that depends on
 * what else was measured.
 */
export function saidBy(finding: Finding): string {
  const { key, rule, severity, impact } = finding;
  const texts = [finding.message, finding.expected, finding.observed].map((text) => withoutTimes(text, rule));
  const said = JSON.stringify([key, rule, severity, impact, ...texts]);
  return `sha256:${createHash('sha256').update(said).digest('base64url').slice(0, 22)}`;
}

function withoutTimes(text: string, rule: RuleId): string {
  if (OF_DEFINITIONS.has(rule) && !BY_FIGURES.includes(rule)) return text;
  const timeless = text.replace(MOMENT, '(moment)').replace(DURATION, '(duration)');
  return BY_FIGURES.includes(rule) ? timeless.replace(FIGURE, '(figure)') : timeless;
}
