import type { AnyCheck, CheckResult, CheckSettings, Observed } from '../../checks/types';
import { structureOf } from './same-structure';

/** Results of one check by the objects that it was given, one level for each; it keeps none of them alive. */
type Level = { next: WeakMap<object, Level>; results: Map<string, Kept> };
type Kept = { result: CheckResult; catalogue: WeakRef<object> };

const newLevel = (): Level => ({ next: new WeakMap(), results: new Map() });
const levels = new WeakMap<AnyCheck, Level>();

/** Stands for an observation that is not there. */
const ABSENT = {};

/**
 * Runs a check, or gives what it found the last time that it was given the very same objects: a check is a pure function
 * of them and of its settings. Objects that only look the same are compared anew. Whether there is a finding at all, no
 * check decides by rows, sizes or scans (a test holds it); what a finding advises may: so one that found nothing has its
 * result also for a catalogue with other statistics, one with findings has not.
 * @throws what the check throws; that is not remembered
 */
export function resultOf(check: AnyCheck, observed: Partial<Observed>, settings: CheckSettings): CheckResult {
  let level = levels.get(check) ?? newLevel();
  levels.set(check, level);
  for (const need of [...check.needs, ...check.uses]) {
    const value =
      need === 'database.catalogue' && observed[need] !== undefined
        ? structureOf(observed[need])
        : observed[need];
    const key = value ?? ABSENT;
    const below = level.next.get(key) ?? newLevel();
    level.next.set(key, below);
    level = below;
  }
  const settingsKey = JSON.stringify(settings);
  const known = level.results.get(settingsKey);
  const catalogue = observed['database.catalogue'] ?? ABSENT;
  if (known !== undefined && (known.result.findings.length === 0 || known.catalogue.deref() === catalogue))
    return known.result;
  const result = check.runWith(observed, settings);
  level.results.set(settingsKey, { result, catalogue: new WeakRef(catalogue) });
  return result;
}
