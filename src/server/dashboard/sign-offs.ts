import type { Settings } from '../../shared/config';
import { decisionsNeedStore } from '../../shared/needs-store';
import type { Person } from '../../shared/people';
import { type SignOff, type SignOffRequest, SignOffSettings, type SignOffState } from '../../shared/sign-off';
import { personOf } from '../people';
import type { ReportInput } from '../report/model';
import type { StoreClient } from '../store/postgres/client';
import { HttpError } from './http';
import type { Runs } from './runs';
import type { DashboardStore } from './store';

export type SignOffs = {
  /** Which gates hold a release back here. */
  gates: SignOffSettings['gates'];
  /** What may be decided on and what was decided. @throws HttpError */
  state(run: number | null): Promise<SignOffState>;
  /** Decisions on one run, or why nobody knows of any. */
  ofRun(run: number): Promise<ReportInput['decisions']>;
  /** @throws HttpError with every reason for which it is refused */
  decide(request: SignOffRequest, headers: Pick<Headers, 'get'>): Promise<SignOff>;
};

type Parts = {
  /** Undefined where the configuration has to be mended first. */
  settings: Settings | undefined;
  kept: Pick<DashboardStore, 'client' | 'recording'>;
  runs: Runs | null;
};

/** Decisions of this dashboard's environment. Without a store there are none: what nobody keeps, nobody can hold to. */
export function dashboardSignOffs({ settings, kept, runs }: Parts): SignOffs {
  const now = () => new Date().toISOString();

  function place(): { client: StoreClient; settings: Settings } {
    if (settings === undefined) throw new HttpError('conflict', 'The configuration has to be mended first.');
    const client = kept.client();
    if (client !== null) return { client, settings };
    throw new HttpError('unavailable', decisionsNeedStore(kept.recording()));
  }

  async function ofRun(run: number): Promise<ReportInput['decisions']> {
    try {
      const { client, settings: known } = place();
      const { standingSignOffs } = await import('../sign-off/state');
      const { auditBreaks } = await import('../audit/verify');
      const all = await standingSignOffs(client, known.env, await auditBreaks(client));
      return { known: all.filter((signOff) => signOff.run === run) };
    } catch (error) {
      if (error instanceof HttpError) return { unknown: error.message };
      throw error;
    }
  }

  return {
    gates: (settings?.signOff ?? SignOffSettings.parse({})).gates,
    ofRun,
    async state(run) {
      const { client, settings: known } = place();
      const { signOffState } = await import('../sign-off/state');
      const context = { client, environment: known.env, settings: known.signOff, at: now() };
      return { ...(await signOffState(context, run)), namesAreTold: known.personHeader !== null };
    },
    async decide(request, headers) {
      const { client, settings: known } = place();
      const person: Person = personOf(headers, request.name, known.personHeader);
      const { decide } = await import('../sign-off/decide');
      const lookAgain = async () => {
        if (runs === null) throw new HttpError('conflict', 'The configuration has to be mended first.');
        return (await runs.fresh()).report.runId;
      };
      return decide(request, {
        client,
        environment: known.env,
        settings: known.signOff,
        person,
        now,
        lookAgain,
      });
    },
  };
}
