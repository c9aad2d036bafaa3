import type { Finding } from '../../shared/finding';
import type { PrismaModel } from '../../shared/prisma-schema';
import type { Impact, Severity } from '../../shared/verdict';

type Weight = Pick<Finding, 'severity' | 'impact'>;

/**
 * What a difference brings about for an application that goes through Prisma's client, and how grave that is. This is
 * the only place that says so: a check names the consequence, impact and severity follow from it.
 *
 * That something fails only on some values or for some roles does not make it less grave: nobody sees it coming.
 */
const CONSEQUENCES = {
  /** A select throws, or gives what the field's type does not allow: null, a truncated number, fewer rows. */
  'breaks reads': { severity: 'error', impact: 'read' },
  /** Something may change what a read gives, for some connections, and nothing says for which. */
  'may change reads': { severity: 'warning', impact: 'read' },
  /** An insert or update that the schema allows is refused. */
  'breaks writes': { severity: 'error', impact: 'write' },
  /** Only the database asks for more than the schema: writes that do not fit are refused, all others go through. */
  'may refuse writes': { severity: 'warning', impact: 'write' },
  /** What the schema or a migration promises of the data no longer holds, and nothing throws. */
  'loses integrity': { severity: 'error', impact: 'integrity' },
  /** The promise holds in part: for new rows, for those who write through the client. */
  'weakens integrity': { severity: 'warning', impact: 'integrity' },
  /** The same answers, later. */
  slows: { severity: 'error', impact: 'performance' },
  /** The same answers at another price: paid on each write, or by reads that an index serves less well. */
  costs: { severity: 'warning', impact: 'performance' },
  /** It serves well, and the same would be had for less: nobody has to act. */
  'could cost less': { severity: 'info', impact: 'performance' },
  /** The same answers, perhaps at a lower price: counters and estimates say so, and only somebody who knows the queries can tell. */
  'may cost': { severity: 'info', impact: 'performance' },
  /** The client does not notice, but the two sides say different things, and the next migration may. */
  'is drift': { severity: 'warning', impact: 'none' },
  /** The client does not notice, and there is nothing that anybody has to do. */
  'changes nothing': { severity: 'info', impact: 'none' },
} as const satisfies Record<string, { severity: Severity; impact: Impact }>;

export type Consequence = keyof typeof CONSEQUENCES;

/** Severity and impact of a difference, from what it brings about. */
export function weightOf(consequence: Consequence): Weight {
  return CONSEQUENCES[consequence];
}

/**
 * The same of something that only the database has. Where the migrations were not read, nobody can say whether one of
 * them made it: it is information, unless it breaks the client whoever made it.
 */
export function weightOfExtra(consequence: Consequence, migrationsRead: boolean): Weight {
  const weight: Weight = CONSEQUENCES[consequence];
  const breaks = weight.severity === 'error' || consequence === 'may change reads';
  return migrationsRead || breaks ? weight : { ...weight, severity: 'info' };
}

/** A model with `@@ignore` has no delegate: nothing of its table can break the client, but it is drift all the same. */
export function weightFor(model: PrismaModel | undefined, weight: Weight): Weight {
  if (model?.ignored !== true) return { severity: weight.severity, impact: weight.impact };
  return { severity: weight.severity === 'error' ? 'warning' : weight.severity, impact: 'none' };
}
