import { SignOffSettings } from '../../shared/sign-off';
import { HttpError } from '../dashboard/http';
import type { Transaction } from '../store/postgres/client';
import { runEvidence } from '../store/postgres/evidence';
import { UnreadableRun } from '../store/types';
import { bindingsOf, type RunState, seenHash } from './bindings';
import { gatesOf } from './gates';
import type { Candidate } from './refusals';

/** A run as it may be decided on, with the hash of what is shown of it. */
export type ReadCandidate = Candidate & { runId: string; content: string; seen: string };

const ALL_REQUIRED = { gates: SignOffSettings.parse({}).gates };

/**
 * Reads a run from the store with its gates and bindings; null where it is not kept.
 * @throws HttpError where it cannot be read
 */
export async function readCandidate(
  client: Transaction,
  environment: string,
  number: number,
  /** Which gates hold a release back; none where only their states are asked for. */
  settings: Pick<SignOffSettings, 'gates'> = ALL_REQUIRED,
): Promise<ReadCandidate | null> {
  const evidence = await runEvidence(client, environment, number).catch((error: unknown) => {
    throw error instanceof UnreadableRun ? new HttpError('gone', error.message) : error;
  });
  if (evidence === null) return null;
  const { record, content, altered } = evidence;
  const { runId, startedAt } = record.report;
  const state: RunState = {
    bindings: bindingsOf(record.report),
    gates: gatesOf(record.report, settings),
  };
  const seen = seenHash({ environment, run: number, runId, content, ...state });
  return { run: number, runId, startedAt, content, altered, seen, ...state };
}
