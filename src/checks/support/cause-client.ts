import type { Finding } from '../../shared/finding';
import { type CauseIndex, type CauseLink, objectInWords } from './cause-links';
import { inBrief, mentions } from './words';

/**
 * Which stale or missing client makes a call fail. What runs comes first: a process with an old client in memory fails
 * whatever lies on disk; a delegate's count was made with the one on disk.
 * @param models that the call uses
 */
export function clientExplanations(
  finding: Finding,
  models: readonly string[],
  index: CauseIndex,
): CauseLink[] {
  const stale = index.ofRule('client.schema-changed').filter(({ severity }) => severity === 'error');
  const running = finding.subject.kind === 'endpoint' ? index.ofRule('client.process-stale') : [];
  const lacksOne = (root: Finding) => models.some((name) => mentions(root.observed, name));
  const tiers: Finding[][] = [
    running.filter(lacksOne),
    stale.filter(lacksOne),
    index.ofRule('client.missing', 'client.incomplete'),
    index
      .ofRule('client.model-missing', 'client.field-missing', 'client.field-type', 'client.field-nullability')
      .filter((root) => models.includes(root.subject.model ?? '')),
    // A process that lacks fields only, or a route that does not say which models it uses.
    running.filter((root) => models.length === 0 || !mentions(root.observed, 'without')),
    models.length === 0 ? stale : [],
    index.ofRule('client.version').filter(({ severity }) => severity === 'error'),
  ];
  const first = tiers.find((tier) => tier.length > 0) ?? [];
  return first.map((from) => ({ from, to: finding, why: whyOf(from, models) }));
}

function whyOf(root: Finding, models: readonly string[]): string {
  const lacking = models.filter((name) => mentions(root.observed, name));
  const what =
    lacking.length > 0 ? inBrief(lacking) : models.length > 0 ? inBrief(models) : 'what it asks for';
  switch (root.rule) {
    case 'client.process-stale':
      return `It uses ${what}, which the client in ${objectInWords(root)} does not know.`;
    case 'client.schema-changed':
      return `It uses ${what}, which the generated client does not know as schema.prisma declares it.`;
    case 'client.missing':
    case 'client.incomplete':
      return 'It needs the generated client, which is not there in full.';
    case 'client.version':
      return 'The generated client is of another major version than the installed one.';
    default:
      return `It uses ${what}, which the generated client does not know as the database has it.`;
  }
}
