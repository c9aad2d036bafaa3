import type { AnyCheck, Need, Observed } from '../../checks/types';
import type { Settings } from '../../shared/config';
import type { Observation } from '../../shared/observation';
import type { Observer } from './observe';
import { resultOf } from './remembered-results';
import { acceptedVerdict, checkVerdict, type Outcome, readiness, selectCheck } from './verdicts';

/**
 * Reads what one check needs, runs it, and derives its verdict.
 * @param values collects every value that was observed, for the figures and pages of the whole run
 */
export async function runCheck(
  check: AnyCheck,
  settings: Settings,
  observer: Observer,
  values: Partial<Observed>,
): Promise<Outcome> {
  const head = {
    id: check.id,
    group: check.group,
    title: check.title,
    needs: [...check.needs, ...check.uses],
  };
  const nothing = { compared: 0, durationMs: 0, findings: [] };
  const accepted = null;
  const selection = selectCheck(check, settings);
  if (!selection.selected) {
    const { reason } = selection;
    return { how: 'not-run', accepted, report: { ...head, ...nothing, verdict: 'skipped', reason } };
  }

  const [needs, some] = await Promise.all([
    Promise.all(check.needs.map((need) => take(need, observer, values))),
    Promise.all((check.atLeastOne ?? []).map((need) => take(need, observer, values))),
    Promise.all(check.uses.map((need) => take(need, observer, values))),
  ]);
  const configured = some.filter((one) => one.ok || one.notConfigured === undefined);
  const state = readiness([...needs, ...(configured.length > 0 ? configured : some)]);
  if (!state.ready) {
    const { verdict, reason } = state;
    const how = verdict === 'skipped' ? 'unset' : 'not-run';
    return { how, accepted, report: { ...head, ...nothing, verdict, reason } };
  }

  const startedAt = performance.now();
  try {
    const result = resultOf(check, pick(values, head.needs), {
      ignore: settings.ignore,
      thresholds: settings.thresholds,
    });
    const { verdict, reason } = checkVerdict(result);
    return {
      how: 'ran',
      accepted: verdict === 'fail' ? acceptedVerdict(result) : null,
      report: {
        ...head,
        verdict,
        reason,
        ...(verdict === 'skipped' ? { nothingToCompare: true } : {}),
        compared: result.compared,
        durationMs: performance.now() - startedAt,
        findings: result.findings,
      },
    };
  } catch (error) {
    // A fault of Driftboard itself must not look like a healthy application, nor take the other checks with it.
    const message = error instanceof Error ? error.message : String(error);
    const reason = `The check ${check.id} failed itself: ${message}. This is a fault of Driftboard; please report it.`;
    return { how: 'not-run', accepted, report: { ...head, ...nothing, verdict: 'unknown', reason } };
  }
}

async function take<N extends Need>(
  need: N,
  observer: Observer,
  values: Partial<Observed>,
): Promise<Observation<Observed[N]>> {
  const observation = await observer.observe(need);
  if (observation.ok) values[need] = observation.value;
  return observation;
}

/** Only what the check named, so that it cannot come to lean on what another check happened to read. */
function pick(values: Partial<Observed>, needs: readonly Need[]): Partial<Observed> {
  const picked: Partial<Observed> = {};
  const copy = <N extends Need>(need: N) => {
    picked[need] = values[need];
  };
  for (const need of needs) copy(need);
  return picked;
}
