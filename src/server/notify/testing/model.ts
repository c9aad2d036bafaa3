import type { NotifyRules } from '../../../shared/notify-settings';
import type { Verdict } from '../../../shared/verdict';

/** A run as far as it matters to who is told. */
export type Step = {
  minute: number;
  verdict: Verdict;
  causes?: readonly string[];
  accepted?: readonly string[];
};

/** Another way to say it, looking at the whole row at once: stretches of flapping first, then pairs of runs, then the night. */
export function toldInAll(steps: readonly Step[], given: NotifyRules): string[] {
  const looked = steps
    .map((step, place) => ({ ...step, number: place + 1 }))
    .filter(({ verdict }) => verdict !== 'skipped');
  const before = (place: number): Verdict => looked[place - 1]?.verdict ?? 'pass';
  const isChange = (place: number) => looked[place]?.verdict !== before(place);
  const minuteOf = (place: number) => looked[place]?.minute ?? 0;
  const places = looked.map((_, place) => place);

  const flaps = new Map<number, string>();
  for (let from = 0; from < looked.length; ) {
    const start = places.find((place) => {
      const near = places.filter(
        (one) =>
          one >= from &&
          one <= place &&
          isChange(one) &&
          minuteOf(place) - minuteOf(one) <= given.flappingWindowMinutes,
      );
      return place >= from && isChange(place) && near.length >= given.flappingChanges;
    });
    if (start === undefined) break;
    const end = places.find((place) => {
      const last = places.filter((one) => one <= place && isChange(one)).at(-1) ?? 0;
      return (
        place > start && !isChange(place) && minuteOf(place) - minuteOf(last) >= given.flappingSteadyMinutes
      );
    });
    for (let place = start; place <= (end ?? looked.length - 1); place += 1) flaps.set(place, '');
    flaps.set(start, 'flapping');
    if (end !== undefined) flaps.set(end, 'settled');
    from = (end ?? looked.length) + 1;
  }

  /** The runs of the illness that this one stands in, or that stands before it. */
  const illness = (place: number) => {
    const ended =
      places.filter((one) => one <= place && ['pass', 'warn'].includes(looked[one]?.verdict ?? '')).at(-1) ??
      -1;
    return looked.slice(ended + 1, place + 1).filter(({ verdict }) => verdict === 'fail');
  };
  const kindOf = (place: number): string => {
    const special = flaps.get(place);
    if (special !== undefined) return special;
    const now = looked[place];
    if (!isChange(place)) {
      const earlier = illness(place).slice(0, -1);
      // News is what was not seen in this illness, or was accepted since it was seen last.
      const news = (now?.causes ?? []).some((cause) => {
        const seen = earlier.findLastIndex(({ causes = [] }) => causes.includes(cause));
        return seen === -1 || earlier.slice(seen).some(({ accepted = [] }) => accepted.includes(cause));
      });
      return now?.verdict === 'fail' && news ? 'another-cause' : '';
    }
    if (now?.verdict === 'fail') return 'ill';
    if (now?.verdict === 'unknown') return 'blind';
    const wasIll = illness(place - 1).length > 0;
    if (now?.verdict === 'warn') return wasIll ? 'recovered' : 'warned';
    return wasIll || before(place) === 'warn' ? 'recovered' : 'seen-again';
  };

  const { quietHours } = given;
  const hour = (minute: number) => Math.floor(minute / 60) % 24;
  const isNight = (minute: number) => quietHours !== null && (hour(minute) >= 22 || hour(minute) < 6);
  const told: string[] = [];
  let held: string[] = [];
  for (const [place, step] of steps.entries()) {
    if (!isNight(step.minute) && held.length > 0) {
      told.push(`${held.at(-1)?.split(' ')[0]} quiet-summary of ${held.join(', ')}`);
      held = [];
    }
    const among = looked.findIndex(({ number }) => number === place + 1);
    const kind = among === -1 ? '' : kindOf(among);
    if (kind === '') continue;
    const through =
      quietHours?.breakThrough === 'errors' &&
      (kind === 'ill' || kind === 'another-cause' || (kind === 'settled' && step.verdict === 'fail'));
    if (isNight(step.minute) && !through) held.push(`${place + 1} ${kind}`);
    else told.push(`${place + 1} ${kind}`);
  }
  return told;
}
