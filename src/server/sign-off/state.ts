import type { SignOffSettings, SignOffState, StandingSignOff } from '../../shared/sign-off';
import { HttpError } from '../dashboard/http';
import { UnreadableRow } from '../store/postgres/audit';
import type { StoreClient } from '../store/postgres/client';
import { readSignOffs } from '../store/postgres/sign-offs';
import { readCandidate } from './candidate';
import { questionOf } from './decide';
import { laterRuns } from './later-runs';
import { againstDeciding, againstGo } from './refusals';
import { standingsOf } from './standing';

type Context = {
  client: StoreClient;
  environment: string;
  settings: SignOffSettings;
  /** ISO 8601. */
  at: string;
};

const later = laterRuns();

/** Every decision of an environment with what has become of it, the newest first. */
export async function standingSignOffs(context: Context): Promise<StandingSignOff[]> {
  const kept = await readSignOffs(context.client, context.environment).catch((error: unknown) => {
    if (error instanceof UnreadableRow) {
      throw new HttpError('conflict', `${error.where} was changed in the store. ${error.message} Run driftboard audit.`);
    }
    throw error;
  });
  const signOffs = kept.map(({ signOff }) => signOff);
  return standingsOf(signOffs, await later.voided(signOffs, context));
}

/**
 * What may be decided on, with everything that speaks against it, and what was decided.
 * @param number the run; the newest without
 * @throws HttpError where the run is not kept
 */
export async function signOffState(
  context: Context,
  number: number | null,
): Promise<Omit<SignOffState, 'namesAreTold'>> {
  const { client, environment, settings } = context;
  const signOffs = await standingSignOffs(context);
  const newest = (await client.environment.findUnique({ where: { name: environment } }))?.lastNumber ?? 0;
  const wanted = number ?? newest;
  const shown = {
    environment,
    signOffs,
    maxAgeMinutes: settings.maxAgeMinutes,
    secondPerson: settings.secondPerson,
  };
  if (wanted === 0) return { ...shown, candidate: null };
  const candidate = await readCandidate(client, environment, wanted, settings);
  if (candidate === null) throw new HttpError('not-found', `Run #${wanted} is not kept, or not any more.`);
  const question = await questionOf(client, candidate, newest, context);
  const { run, startedAt, gates, bindings, seen } = candidate;
  const against = [...againstDeciding(question), ...againstGo(question)];
  return { ...shown, candidate: { run, startedAt, gates, bindings, seen, against } };
}
