import { createHash } from 'node:crypto';
import { canonicalJson } from '../../shared/canonical-json';
import type { Person } from '../../shared/people';
import type { SignOff, SignOffRequest, SignOffSettings } from '../../shared/sign-off';
import { auditBreaks } from '../audit/verify';
import { HttpError } from '../dashboard/http';
import { lockEnvironment } from '../store/postgres/add';
import type { StoreClient, Transaction } from '../store/postgres/client';
import { addSignOff, readSignOffs, signOffOfRequest } from '../store/postgres/sign-offs';
import { type ReadCandidate, readCandidate } from './candidate';
import { againstConfirming, againstDeciding, againstGo, type Question } from './refusals';

export type DecideContext = {
  client: StoreClient;
  environment: string;
  settings: SignOffSettings;
  person: Person;
  /** ISO 8601. */
  at: string;
};

/** Reads a run, and checks the whole chain of decisions. */
const LIMITS = { maxWait: 5_000, timeout: 30_000 };

/**
 * Keeps a person's decision on a run, with all that it is bound to. The environment's row is locked meanwhile, so that no
 * run comes in between, and of two that decide at once one comes after the other.
 * @throws HttpError with every reason for which it is refused
 */
export function decide(request: SignOffRequest, context: DecideContext): Promise<SignOff> {
  const { client, environment, settings, person, at } = context;
  const requestHash = hashOfRequest(request, person);
  return client.$transaction(async (transaction) => {
    const place = await lockEnvironment(transaction, environment);
    const before = await signOffOfRequest(transaction, request.requestId);
    if (before !== null) {
      if (before.requestHash === requestHash) return before.signOff;
      throw new HttpError(
        'conflict',
        'This request was sent before with another content, and was decided then: begin anew from the page.',
      );
    }
    if (request.environment !== environment) {
      throw new HttpError(
        'conflict',
        `The decision is on ${request.environment}, and this dashboard watches ${environment}: decide it there.`,
      );
    }
    const candidate = await readCandidate(transaction, environment, request.run, settings);
    if (candidate === null) throw new HttpError('not-found', `Run #${request.run} is not kept, or not any more.`);
    const question = await questionOf(transaction, candidate, place.lastNumber, context);
    const refusals = [
      ...(candidate.seen === request.seen
        ? []
        : ['What you saw is not what this run holds: load the page again and look at it.']),
      ...againstDeciding(question),
      ...(request.decision === 'go' ? againstGo(question) : []),
      ...(await confirmationFaults(transaction, request, context)),
    ];
    if (refusals.length > 0) {
      throw new HttpError(
        'conflict',
        `The ${request.decision} on run #${request.run} is refused. ${refusals.join(' ')}`,
        refusals,
      );
    }
    const { run, runId, content, bindings, gates } = candidate;
    return addSignOff(transaction, place.id, {
      requestId: request.requestId,
      requestHash,
      signOff: {
        ...{ environment, run, runId, content, person, at, bindings, gates },
        decision: request.decision,
        comment: request.comment,
        confirms: request.confirms,
        secondPerson: settings.secondPerson && request.decision === 'go' && request.confirms === null,
      },
    });
  }, LIMITS);
}

/** What has to be known of a run before somebody decides on it. */
export async function questionOf(
  transaction: Transaction,
  candidate: ReadCandidate,
  newestNumber: number,
  { environment, settings, at }: Pick<DecideContext, 'environment' | 'settings' | 'at'>,
): Promise<Question> {
  const newest =
    newestNumber === candidate.run
      ? candidate
      : await readCandidate(transaction, environment, newestNumber, settings);
  if (newest === null) {
    throw new HttpError('conflict', `The newest run #${newestNumber} is not kept: verify again.`);
  }
  const { breaks } = await auditBreaks(transaction);
  return {
    ...{ candidate, newest, settings, at },
    endedWaivers: [],
    brokenAudit: breaks.map(({ where, why }) => `${where}: ${why}`),
  };
}

async function confirmationFaults(
  transaction: Transaction,
  { confirms, run, decision }: SignOffRequest,
  { environment, person }: DecideContext,
): Promise<string[]> {
  if (confirms === null) return [];
  const signOffs = (await readSignOffs(transaction, environment)).map(({ signOff }) => signOff);
  const first = signOffs.find(({ id }) => id === confirms);
  if (first === undefined) return [`There is no decision ${confirms} to confirm here.`];
  const why = againstConfirming(
    first,
    { run, decision, person },
    {
      isLast: signOffs.findLast((each) => each.confirms === null)?.id === first.id,
      isConfirmed: signOffs.some((each) => each.confirms === first.id),
    },
  );
  return why === null ? [] : [why];
}

function hashOfRequest(request: SignOffRequest, person: Person): string {
  return `sha256:${createHash('sha256').update(canonicalJson({ ...request, person })).digest('hex')}`;
}
