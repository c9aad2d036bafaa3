import type { SignOff, SignOffSettings, SignOffState, StandingSignOff } from '../../shared/sign-off';
import { breakText } from '../audit/breaks';
import { type AuditOutcome, auditBreaks } from '../audit/verify';
import { HttpError } from '../dashboard/http';
import { UnreadableRow } from '../store/postgres/audit';
import type { StoreClient } from '../store/postgres/client';
import { readSignOffs } from '../store/postgres/sign-offs';
import { readCandidate } from './candidate';
import { voidedSignOffs } from './later-runs';
import { questionOf } from './question';
import { againstDeciding, againstGo } from './refusals';
import { standingsOf } from './standing';

type Context = {
  client: StoreClient;
  environment: string;
  settings: SignOffSettings;
  /** ISO 8601. */
  at: string;
};

/**
 * Every decision of an environment with what has become of it, the newest first.
 * @throws HttpError where one cannot be read, since then nobody knows which is the last word
 */
export async function standingSignOffs(
  client: StoreClient,
  environment: string,
  audit: AuditOutcome,
): Promise<StandingSignOff[]> {
  const kept = await readSignOffs(client, environment).catch((error: unknown) => {
    if (!(error instanceof UnreadableRow)) throw error;
    throw new HttpError(
      'conflict',
      `${error.where} was changed in the store. ${error.message} driftboard audit says what else was.`,
    );
  });
  const signOffs = kept.map(({ signOff }) => signOff);
  const last = signOffs.findLast(({ confirms }) => confirms === null);
  return standingsOf(signOffs, {
    voided: await voidedSignOffs(client, signOffs, environment),
    breaks: audit.breaks.map((found) => `The record of decisions was changed. ${breakText(found)}`),
    alteredRun: last === undefined ? null : await alterationOf(client, last),
  });
}

/** What was changed in the run of a decision since; null where it is as it was. */
async function alterationOf(
  client: StoreClient,
  { environment, run, content }: SignOff,
): Promise<string | null> {
  const candidate = await readCandidate(client, environment, run);
  if (candidate?.altered === null && candidate.content === content) return null;
  const what = candidate === null ? 'It is not kept any more.' : (candidate.altered ?? 'It is another one.');
  return `What is kept of run #${run} is not what was decided on. ${what}`;
}

/**
 * What may be decided on, with everything that speaks against it, and what was decided.
 * @param number the run; without, the one that waits for a second person, or else the newest
 * @throws HttpError where the run is not kept
 */
export async function signOffState(
  context: Context,
  number: number | null,
): Promise<Omit<SignOffState, 'namesAreTold'>> {
  const { client, environment, settings } = context;
  const audit = await auditBreaks(client);
  const signOffs = await standingSignOffs(client, environment, audit);
  const newest = (await client.environment.findUnique({ where: { name: environment } }))?.lastNumber ?? 0;
  const waiting = signOffs.find(({ standing, confirms }) => standing === 'waiting' && confirms === null);
  const wanted = number ?? waiting?.run ?? newest;
  const shown = {
    environment,
    signOffs,
    record: { events: audit.events, lastHash: audit.lastHash, breaks: audit.breaks.map(breakText) },
    maxAgeMinutes: settings.maxAgeMinutes,
    secondPerson: settings.secondPerson,
  };
  if (wanted === 0) return { ...shown, candidate: null };
  const candidate = await readCandidate(client, environment, wanted, settings);
  if (candidate === null) throw new HttpError('not-found', `Run #${wanted} is not kept, or not any more.`);
  const question = await questionOf(client, candidate, audit, { ...context, newest });
  const { run, startedAt, gates, bindings, seen } = candidate;
  const against = [...againstDeciding(question), ...againstGo(question)];
  return { ...shown, candidate: { run, startedAt, gates, bindings, seen, against } };
}
