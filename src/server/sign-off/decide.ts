import { createHash } from 'node:crypto';
import { canonicalJson } from '../../shared/canonical-json';
import type { Person } from '../../shared/people';
import type { SignOff, SignOffRequest, SignOffSettings } from '../../shared/sign-off';
import { HttpError } from '../dashboard/http';
import { lockEnvironment } from '../store/postgres/add';
import type { StoreClient, Transaction } from '../store/postgres/client';
import { addSignOff, signOffOfRequest } from '../store/postgres/sign-offs';
import { refusalsOf } from './question';

export type DecideContext = {
  client: StoreClient;
  environment: string;
  settings: SignOffSettings;
  person: Person;
  /** ISO 8601. */
  now: () => string;
  /**
   * Verifies once more, so that nobody decides on what has changed since they looked.
   * @returns the id of that run
   */
  lookAgain: () => Promise<string>;
};

/** Reads a run, and checks the whole chain of decisions. */
const LIMITS = { maxWait: 5_000, timeout: 30_000 };

/**
 * Keeps a person's decision on a run, with all that it is bound to. A go is looked at once more before it is kept; the
 * environment's row is then locked, so that no run comes in between, and of two that decide at once one comes after the
 * other. The same request sent again is the same decision.
 * @throws HttpError with every reason for which it is refused
 */
export async function decide(request: SignOffRequest, context: DecideContext): Promise<SignOff> {
  const { client, environment } = context;
  const requestHash = hashOfRequest(request, context.person);
  const before = await decidedBefore(client, request, requestHash);
  if (before !== null) return before;
  if (request.environment !== environment) {
    throw new HttpError(
      'conflict',
      `The decision is on ${request.environment}, and this dashboard watches ${environment}: decide it there.`,
    );
  }
  const at = context.now();
  const place = await client.environment.findUnique({ where: { name: environment } });
  const first = await refusalsOf(client, request, { ...context, at, newest: place?.lastNumber ?? 0 });
  refuse(request, first.refusals);
  const looked = request.decision === 'go' ? await context.lookAgain() : null;
  return client.$transaction(
    (transaction) => keep(transaction, { request, requestHash, looked }, context),
    LIMITS,
  );
}

type Decided = { request: SignOffRequest; requestHash: string; looked: string | null };

async function keep(
  transaction: Transaction,
  { request, requestHash, looked }: Decided,
  { environment, settings, person, now }: DecideContext,
): Promise<SignOff> {
  const place = await lockEnvironment(transaction, environment);
  const before = await decidedBefore(transaction, request, requestHash);
  if (before !== null) return before;
  const at = now();
  const question = { environment, settings, person, at, newest: place.lastNumber };
  const { candidate, refusals } = await refusalsOf(transaction, request, question);
  refuse(request, [...refusals, ...(await unrecorded(transaction, environment, looked))]);
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
}

function refuse({ decision, run }: SignOffRequest, refusals: readonly string[]): void {
  if (refusals.length === 0) return;
  throw new HttpError('conflict', `The ${decision} on run #${run} is refused. ${refusals.join(' ')}`, [
    ...refusals,
  ]);
}

/** @throws HttpError where that request was sent before with another content */
async function decidedBefore(
  client: Transaction,
  { requestId }: SignOffRequest,
  requestHash: string,
): Promise<SignOff | null> {
  const before = await signOffOfRequest(client, requestId);
  if (before === null) return null;
  if (before.requestHash === requestHash) return before.signOff;
  throw new HttpError(
    'conflict',
    'This request was sent before with another content, and was decided then: begin anew from the page.',
  );
}

/** The last look counts only where the store holds it: what it found is compared there. */
async function unrecorded(client: Transaction, environment: string, runId: string | null): Promise<string[]> {
  if (runId === null) return [];
  const run = await client.run.findFirst({ where: { runId, environment: { name: environment } } });
  return run === null
    ? ['What was verified just now is not recorded, so nothing can be held against it.']
    : [];
}

function hashOfRequest(request: SignOffRequest, person: Person): string {
  return `sha256:${createHash('sha256')
    .update(canonicalJson({ ...request, person }))
    .digest('hex')}`;
}
