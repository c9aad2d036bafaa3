import type { Settings } from '../../shared/config';
import type { RunRecord } from '../../shared/details';
import type { Report } from '../../shared/report';
import { withoutLapsed } from '../engine/lapse';
import { type KnownWaivers, NO_WAIVERS } from '../engine/waive';
import { endWaiver } from '../store/postgres/waivers';
import { endedOf, waiversInForce } from '../store/postgres/waivers-in-force';
import { hasEnded } from '../waivers/judge';
import type { DashboardStore } from './store';
import { storeOfWaivers } from './waiver-store';

export type WaiversOfRuns = {
  /** Those that a run goes by. */
  known(): Promise<KnownWaivers>;
  /** Keeps what a run has found out: which of them have ended. And verifies again when the first of them ends. */
  settle(report: Report): Promise<void>;
  /**
   * A run as it has to be shown now. `since`: when what it found became worse than it was measured; null where all of it
   * still holds.
   */
  asNow(record: RunRecord): Promise<{ record: RunRecord; since: string | null }>;
  stop(): void;
};

type Context = {
  settings: Settings;
  kept: DashboardStore;
  /** Verifies again. */
  verify: () => void;
  onFault: (error: unknown) => void;
  now?: () => string;
};

/** A run waits so long for a store that is just being opened; a page does not. */
const OPENING_MS = 10_000;
const PAGE_OPENING_MS = 1_500;
/** The longest that one timer may last; then the next one goes on. */
const LONGEST_MS = 24 * 3_600_000;

/** The waivers of the store, as runs and those who look at runs need them. */
export function waiversOfRuns({ settings, kept, verify, onFault, now = isoNow }: Context): WaiversOfRuns {
  const { env, storeUrl } = settings;
  const inStore = storeOfWaivers(settings, kept, OPENING_MS);
  const forPage = storeOfWaivers(settings, kept, PAGE_OPENING_MS);
  let timer: NodeJS.Timeout | undefined;

  function verifyAt(moment: number): void {
    clearTimeout(timer);
    const waitMs = moment - Date.parse(now());
    timer = setTimeout(
      () => (waitMs > LONGEST_MS ? verifyAt(moment) : verify()),
      Math.max(0, Math.min(waitMs, LONGEST_MS)),
    );
    timer.unref();
  }

  return {
    async known() {
      if (storeUrl === null) return NO_WAIVERS;
      const answer = await inStore((client) => waiversInForce(client, env));
      if ('value' in answer) return answer.value;
      return { given: [], notes: [`No waiver of the store counts in this run: ${answer.away}`] };
    },
    async settle({ waivers }) {
      const ends = waivers.filter(({ state }) => state === 'counts').map(({ endsAt }) => Date.parse(endsAt));
      clearTimeout(timer);
      if (ends.length > 0) verifyAt(Math.min(...ends));
      for (const { id, state, why } of waivers) {
        if (id === null || (state !== 'changed' && state !== 'expired')) continue;
        const ending = { person: null, why: why ?? 'A run found that it has ended.', at: now() };
        const answer = await inStore((client) => endWaiver(client, env, id, ending));
        // It counts for nothing all the same, and the next run tries again.
        if ('away' in answer) onFault(new Error(`The waiver ${id} could not be ended: ${answer.away}`));
      }
    },
    async asNow(record) {
      const counting = record.report.waivers.filter(({ state }) => state === 'counts');
      if (counting.length === 0) return { record, since: null };
      const at = now();
      const gone = await goneSince(
        counting.flatMap(({ id }) => id ?? []),
        at,
      );
      const over = counting.filter((waiver) => hasEnded(waiver, at)).map(({ endsAt }) => endsAt);
      const report = withoutLapsed(record.report, (waiver) =>
        hasEnded(waiver, at)
          ? 'Its end date has passed.'
          : waiver.id === null
            ? null
            : (gone.get(waiver.id)?.why ?? null),
      );
      const [since] = [...over, ...[...gone.values()].map((ended) => ended.at)].sort();
      return report === record.report
        ? { record, since: null }
        : { record: { ...record, report }, since: since ?? at };
    },
    stop: () => clearTimeout(timer),
  };

  /** Which of these stand no more: when and why. Where nobody knows, none stands. */
  async function goneSince(ids: readonly string[], at: string) {
    const gone = new Map<string, { at: string; why: string }>();
    if (ids.length === 0) return gone;
    const answer = await forPage(async (client) => {
      const standing = new Set((await waiversInForce(client, env)).given.map(({ id }) => id));
      const others = ids.filter((id) => !standing.has(id));
      return { others, ended: others.length === 0 ? new Map() : await endedOf(client, others) };
    });
    const others = 'away' in answer ? ids : answer.value.others;
    for (const id of others) {
      const ended: { at: string; why: string } | undefined =
        'away' in answer
          ? { at, why: `Nobody knows whether it still stands: ${answer.away}` }
          : answer.value.ended.get(id);
      gone.set(id, ended ?? { at, why: 'It is not in the store as it was given.' });
    }
    return gone;
  }
}

function isoNow(): string {
  return new Date().toISOString();
}
