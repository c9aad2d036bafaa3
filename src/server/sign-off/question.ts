import type { Person } from '../../shared/people';
import type { SignOffRequest, SignOffSettings } from '../../shared/sign-off';
import { breakText } from '../audit/breaks';
import { type AuditOutcome, auditBreaks } from '../audit/verify';
import { HttpError } from '../dashboard/http';
import type { Transaction } from '../store/postgres/client';
import { readSignOffs } from '../store/postgres/sign-offs';
import { waiversInForce } from '../store/postgres/waivers-in-force';
import { type ReadCandidate, readCandidate } from './candidate';
import { voidOf } from './later-runs';
import { againstConfirming, againstDeciding, againstGo, type Question } from './refusals';

type Place = {
  environment: string;
  settings: SignOffSettings;
  /** ISO 8601. */
  at: string;
  /** The number of the newest run. */
  newest: number;
};

/** What has to be known of a run before somebody decides on it. */
export async function questionOf(
  client: Transaction,
  candidate: ReadCandidate,
  audit: AuditOutcome,
  { environment, settings, at, newest: number }: Place,
): Promise<Question> {
  const newest =
    number === candidate.run ? candidate : await readCandidate(client, environment, number, settings);
  if (newest === null)
    throw new HttpError('conflict', `The newest run #${number} is not kept: verify again.`);
  const waivers = candidate.bindings.waivers.flatMap(({ id }) => id ?? []);
  const { given } = await waiversInForce(client, environment);
  const stands = new Set(given.map(({ id }) => id));
  return {
    ...{ candidate, newest, settings, at },
    endedWaivers: waivers.filter((id) => !stands.has(id)),
    brokenAudit: audit.breaks.map(breakText),
  };
}

/**
 * Why a decision is refused, and the run that it is on.
 * @throws HttpError where that run cannot be read
 */
export async function refusalsOf(
  client: Transaction,
  request: SignOffRequest,
  place: Place & { person: Person },
): Promise<{ candidate: ReadCandidate; refusals: string[] }> {
  const candidate = await readCandidate(client, place.environment, request.run, place.settings);
  if (candidate === null)
    throw new HttpError('not-found', `Run #${request.run} is not kept, or not any more.`);
  const question = await questionOf(client, candidate, await auditBreaks(client), place);
  const refusals = [
    ...(candidate.seen === request.seen
      ? []
      : ['What you saw is not what this run holds: load the page again and look at it.']),
    ...againstDeciding(question),
    ...(request.decision === 'go' ? againstGo(question) : []),
    ...(await confirmationFaults(client, request, place)),
  ];
  return { candidate, refusals };
}

async function confirmationFaults(
  client: Transaction,
  { confirms, run, decision }: SignOffRequest,
  { environment, person }: Pick<Place, 'environment'> & { person: Person },
): Promise<string[]> {
  if (confirms === null) return [];
  const signOffs = (await readSignOffs(client, environment)).map(({ signOff }) => signOff);
  const first = signOffs.find(({ id }) => id === confirms);
  if (first === undefined) return [`There is no decision ${confirms} to confirm here.`];
  const why = againstConfirming(
    first,
    { run, decision, person },
    {
      isLast: signOffs.findLast((each) => each.confirms === null)?.id === first.id,
      isConfirmed: signOffs.some((each) => each.confirms === first.id),
      voided: await voidOf(client, first),
    },
  );
  return why === null ? [] : [why];
}
