import { createHash } from 'node:crypto';
import { canonicalJson } from '../../shared/canonical-json';
import type { Report } from '../../shared/report';
import type { Bindings, BoundWaiver, Gate } from '../../shared/sign-off';

/** What of a run a decision holds on to. */
export type RunState = { bindings: Bindings; gates: Gate[] };

/** What a decision on this run is bound to. */
export function bindingsOf({ fingerprints, waivers }: Report): Bindings {
  const { schema, database, client, manifest, commit } = fingerprints;
  return { schema, database, client, manifest, commit, waivers: waiversInForce(waivers) };
}

/** The waivers that count in a run, in an order of their own. */
function waiversInForce(waivers: Report['waivers']): BoundWaiver[] {
  return waivers
    .filter(({ state }) => state === 'counts')
    .map(({ id, pattern, person, reason, endsAt, keys }) => ({
      ...{ id, pattern, person, reason, endsAt },
      keys: [...keys].sort(),
    }))
    .sort((one, other) => (canonicalJson(one) < canonicalJson(other) ? -1 : 1));
}

/** The hash of all that a person sees before deciding. */
export function seenHash(
  seen: RunState & { environment: string; run: number; runId: string; content: string },
): string {
  const { environment, run, runId, content, bindings, gates } = seen;
  const said = canonicalJson({ environment, run, runId, content, bindings, gates });
  return `sha256:${createHash('sha256').update(said).digest('hex')}`;
}

const NAMES = {
  schema: 'schema.prisma',
  database: 'The database',
  client: 'The client',
  manifest: 'A manifest',
  commit: 'The commit',
} as const;
const BOUND = ['schema', 'database', 'client', 'manifest', 'commit'] as const;

/** In what a later run differs from the one that was decided on, as sentences; none where it is the same in all. */
export function differencesOf(decided: RunState, later: RunState): string[] {
  const prints = BOUND.flatMap((what) => {
    const [before, after] = [decided.bindings[what], later.bindings[what]];
    if (before === after) return [];
    if (after === null) return [`${NAMES[what]} was not read, so nobody knows whether it is the same.`];
    if (before === null) return [`${NAMES[what]} was not known then, and is ${short(after)} now.`];
    return [`${NAMES[what]} is another one: ${short(before)} then, ${short(after)} now.`];
  });
  const gates = decided.gates.flatMap(({ id, title, state }) => {
    const now = later.gates.find((gate) => gate.id === id);
    if (now?.state === state) return [];
    const measured = now === undefined ? '' : ` ${now.measured}`;
    return [`“${title}” was ${state} then, and is ${now?.state ?? 'not judged'} now.${measured}`];
  });
  return [...prints, ...gates, ...waiverDifferences(decided.bindings.waivers, later.bindings.waivers)];
}

function waiverDifferences(before: readonly BoundWaiver[], after: readonly BoundWaiver[]): string[] {
  const named = (waiver: BoundWaiver) => canonicalJson(waiver);
  const [old, now] = [new Set(before.map(named)), new Set(after.map(named))];
  return [
    ...before
      .filter((waiver) => !now.has(named(waiver)))
      .map(({ pattern, person }) => `The waiver of ${pattern} by ${person} does not count as it did then.`),
    ...after
      .filter((waiver) => !old.has(named(waiver)))
      .map(({ pattern, person }) => `The waiver of ${pattern} by ${person} counts now and did not then.`),
  ];
}

/** Enough of a fingerprint to tell it from another. */
function short(print: string): string {
  return print.replace(/^sha256:/, '').slice(0, 12);
}
