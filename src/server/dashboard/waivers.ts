import { canonicalJson } from '../../shared/canonical-json';
import type { Settings } from '../../shared/config';
import type { RunRecord } from '../../shared/details';
import type { Report } from '../../shared/report';
import type { EndWaiverRequest, GiveWaiverRequest, KeptWaiver, WaiverList } from '../../shared/waivers';
import { wholeRun } from '../history/history';
import { personOf } from '../people';
import { endWaiver, giveWaiver, listWaivers } from '../store/postgres/waivers';
import { acceptedOf, matched } from '../waivers/judge';
import { HttpError } from './http';
import type { DashboardStore } from './store';
import { type Ask, storeOfWaivers } from './waiver-store';

const DAY_MS = 86_400_000;

type Headers = Parameters<typeof personOf>[0];

export type WaiversOfPeople = {
  list(): Promise<WaiverList>;
  /** @throws HttpError where it is refused */
  give(request: GiveWaiverRequest, headers: Headers): Promise<KeptWaiver>;
  /** @throws HttpError where it is refused */
  end(id: string, request: EndWaiverRequest, headers: Headers): Promise<KeptWaiver>;
};

type Context = {
  settings: Settings;
  kept: DashboardStore;
  /** Verifies again, so that everybody sees what has changed by it. */
  verify: () => void;
  now?: () => string;
};

/** What people do with waivers in the dashboard: look, give, end. */
export function waiversOfPeople({ settings, kept, verify, now = isoNow }: Context): WaiversOfPeople {
  const { env, waiverMaxDays: maxDays, personHeader } = settings;
  const inStore = storeOfWaivers(settings, kept);

  /** What a pattern names in a run, as a person saw it. */
  async function seenIn(run: number, pattern: string) {
    const { report } = await wholeRun(kept.store, run);
    const accepts = acceptedOf(matched(findingsOf(report), pattern));
    if (Object.keys(accepts).length === 0) {
      throw new HttpError(
        'bad-request',
        `Run #${run} found no error and no warning that ${pattern} names, so there is nothing to waive.`,
      );
    }
    const latest = await kept.store.latest();
    const now = latest === null ? {} : acceptedOf(matched(findingsOf(latest.report), pattern));
    if (canonicalJson(now) === canonicalJson(accepts)) return accepts;
    throw new HttpError(
      'conflict',
      `What ${pattern} names is not any more what run #${run} found: look at the newest run first.`,
    );
  }

  return {
    async list() {
      const head = { maxDays, namesAreTold: personHeader !== null };
      const answer = await inStore((client) => listWaivers(client, env, now()));
      return 'away' in answer
        ? { active: [], ended: [], ...head, away: answer.away }
        : { ...answer.value, ...head, away: null };
    },
    async give({ name, requestId, pattern, reason, endsAt, run }, headers) {
      const person = personOf(headers, name, personHeader);
      const at = now();
      requireEnd(endsAt, at, maxDays);
      // First: without a store it does not matter what was found.
      needed(await inStore(async () => null));
      const accepts = await seenIn(run, pattern);
      const wanted = { person, requestId, pattern, reason, endsAt, run, accepts, at };
      const outcome = needed(await inStore((client) => giveWaiver(client, env, wanted)));
      if ('refused' in outcome) throw new HttpError('conflict', outcome.refused);
      if (outcome.isNew) verify();
      return outcome.waiver;
    },
    async end(id, { name, why }, headers) {
      const person = personOf(headers, name, personHeader);
      if (!/^\d{1,18}$/.test(id)) throw new HttpError('not-found', NO_SUCH);
      const outcome = needed(
        await inStore((client) => endWaiver(client, env, id, { person, why, at: now() })),
      );
      if (outcome === null) throw new HttpError('not-found', NO_SUCH);
      const { waiver, isNew } = outcome;
      if (isNew) verify();
      // The same request sent twice is one end; anybody else is told who was first.
      if (waiver.endedBy === person.name && waiver.endedWhy === why) return waiver;
      throw new HttpError(
        'conflict',
        `It has ended already, by ${waiver.endedBy ?? 'itself'}: ${waiver.endedWhy}`,
      );
    },
  };
}

const NO_SUCH = 'No such waiver is kept for this environment.';

function isoNow(): string {
  return new Date().toISOString();
}

function findingsOf({ checks }: Report): RunRecord['report']['checks'][number]['findings'] {
  return checks.flatMap(({ findings }) => findings);
}

/** @throws HttpError where the store is not there */
function needed<T>(answer: Awaited<ReturnType<Ask<T>>>): T {
  if ('away' in answer) throw new HttpError('unavailable', answer.away);
  return answer.value;
}

/** @throws HttpError where a waiver may not end then */
function requireEnd(endsAt: string, at: string, maxDays: number): void {
  if (endsAt <= at) throw new HttpError('bad-request', 'Its end has passed already: choose a later day.');
  // A day lasts until it is over, so the last one that may be chosen ends a little later than so many days from now.
  if (Date.parse(endsAt) - Date.parse(at) > (maxDays + 1) * DAY_MS) {
    throw new HttpError('bad-request', `A waiver lasts ${maxDays} days at most (waiverMaxDays).`);
  }
}
