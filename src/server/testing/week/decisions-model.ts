import type { Verdict } from '../../../shared/verdict';
import type { Step } from '../../notify/testing/model';
import type { ScriptedRun } from './script';

/** A waiver as it was given: by the run that was looked at, for what one finding said then. */
export type ScriptedWaiver = { id: string; run: number; key: string; text: string; endsAt: string };

export type DecisionsModel = {
  /** By the key of each finding that is waived in this run, which waiver it is. */
  waived(number: number): Map<string, string>;
  /** Whether a waiver that stands after this run accepts this finding already. */
  isAccepted(number: number, key: string): boolean;
  verdict(number: number): Verdict;
  /** The run as those see it who are told. */
  step(number: number): Step;
  /** The first later run that makes a decision on this one void; null where none does. */
  voidedBy(number: number): number | null;
};

/**
 * What people decided, and what became of it, by looking through the script each time. It shares no code with waivers,
 * notifications and sign-offs.
 * @param runs of one environment, in their order
 * @param waivers of it, in the order in which they were given
 */
export function decisionsModel(
  runs: readonly ScriptedRun[],
  waivers: readonly ScriptedWaiver[],
): DecisionsModel {
  const at = (number: number): ScriptedRun => {
    const run = runs[number - 1];
    if (run === undefined) throw new Error(`The script has no run ${number}.`);
    return run;
  };

  /** Whether it holds in this run: neither over, nor ended by any run since it was given. */
  function stands(waiver: ScriptedWaiver, number: number): boolean {
    if (number <= waiver.run) return false;
    return runs.slice(waiver.run, number).every((run) => {
      const text = textOf(run, waiver.key);
      return run.startedAt < waiver.endsAt && (text === null || text === waiver.text);
    });
  }

  /** What is given later changes nothing in a run that was. */
  const known = new Map<number, Map<string, string>>();
  const waived = (number: number): Map<string, string> => {
    const before = known.get(number);
    if (before !== undefined) return before;
    const seen = new Map<string, string>();
    for (const waiver of waivers)
      if (textOf(at(number), waiver.key) !== null && stands(waiver, number) && !seen.has(waiver.key))
        seen.set(waiver.key, waiver.id);
    known.set(number, seen);
    return seen;
  };

  const checkVerdicts = (number: number): Map<string, Verdict> => {
    const accepted = waived(number);
    return new Map(
      at(number).checks.map(({ id, verdict, findings }) => {
        const open = findings.some(({ key, severity }) => severity === 'error' && !accepted.has(key));
        return [id, verdict === 'fail' && !open ? 'warn' : verdict];
      }),
    );
  };

  const verdict = (number: number): Verdict => {
    const all = [...checkVerdicts(number).values()];
    return (['fail', 'unknown', 'warn'] as const).find((one) => all.includes(one)) ?? 'pass';
  };

  /** Everything that a decision holds on to, as a text. */
  const held = (number: number): string => {
    const checks = checkVerdicts(number);
    const stateOf = (ids: readonly string[]) => {
      const own = ids.map((id) => checks.get(id));
      if (own.includes('fail')) return 'fail';
      return own.some((one) => one === 'unknown' || one === 'skipped') ? 'unknown' : 'pass';
    };
    return JSON.stringify([
      stateOf(['tables', 'enums']),
      stateOf(['enums']),
      stateOf(['endpoints']),
      [...checks.values()].includes('unknown'),
      [...waived(number)].sort(),
      commitOf(number),
    ]);
  };

  return {
    waived,
    // Ended by this run is ended: what the next one sees does not matter.
    isAccepted: (number, key) =>
      waivers.some((waiver) => waiver.key === key && (waiver.run === number || stands(waiver, number))),
    verdict,
    step(number) {
      const accepted = waived(number);
      const { causes, startedAt } = at(number);
      const isOpen = ({ key, symptoms }: ScriptedRun['causes'][number]) =>
        [key, ...symptoms].some((one) => !accepted.has(one));
      const keys = (of: ScriptedRun['causes']) => of.map(({ key }) => key);
      const failing = verdict(number) === 'fail';
      return {
        minute: Date.parse(startedAt) / 60_000,
        verdict: verdict(number),
        causes: failing ? keys(causes.filter(isOpen)) : [],
        accepted: keys(causes.filter((cause) => !isOpen(cause))),
      };
    },
    voidedBy(number) {
      const decided = held(number);
      const other = runs.slice(number).find((run) => held(run.number) !== decided);
      return other?.number ?? null;
    },
  };
}

/** A deploy now and then, so that commits come and go too. */
export const commitOf = (number: number) => `commit-${Math.floor(number / 40)}`;

const texts = new WeakMap<ScriptedRun, Map<string, string>>();

function textOf(run: ScriptedRun, key: string): string | null {
  const own =
    texts.get(run) ??
    new Map(run.checks.flatMap(({ findings }) => findings).map((finding) => [finding.key, finding.text]));
  texts.set(run, own);
  return own.get(key) ?? null;
}
