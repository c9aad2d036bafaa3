import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../shared/canonical-json';
import type { RunRecord } from '../../../shared/details';
import type { Transaction } from './client';
import { hashOf } from './pack';
import { type RawRun, readRaw, recordOf } from './read';

/** A run as the store holds it now, with what speaks for its being what was kept. */
export type RunEvidence = {
  record: RunRecord;
  /** Over all that is kept of it. */
  content: string;
  /** What was changed in the store, as a sentence; null where all of it is whole. */
  altered: string | null;
};

/**
 * Reads a run from the store, never from memory, and holds each piece against the hash that it was kept under.
 * @throws UnreadableRun where it is of another version, or so altered that it cannot be read
 */
export async function runEvidence(
  client: Transaction,
  environment: string,
  number: number,
): Promise<RunEvidence | null> {
  const raw = await readRaw(client, environment, number);
  if (raw === null) return null;
  const record = recordOf(raw);
  return { record, content: contentOf(raw), altered: alteration(raw, record, environment) };
}

function contentOf({ number, runId, snapshot, parts, body, measured }: NonNullable<RawRun>): string {
  const texts = snapshot.parts.map((id) => hashOf(parts.get(id)?.text ?? ''));
  const said = canonicalJson({ number, runId, body, texts, measured });
  return `sha256:${createHash('sha256').update(said).digest('hex')}`;
}

function alteration(
  { runId, startedAt, verdict, snapshot, parts, body }: NonNullable<RawRun>,
  { report }: RunRecord,
  environment: string,
): string | null {
  const hashes = snapshot.parts.map((id) => parts.get(id)?.hash);
  if (hashes.includes(undefined)) return 'A part of it lacks.';
  if ([...parts.values()].some(({ hash, text }) => hashOf(text) !== hash))
    return 'A part of it is not what it was kept as.';
  if (hashOf([body, ...hashes].join('\0')) !== snapshot.hash) return 'Its body is not what it was kept as.';
  const same =
    report.runId === runId &&
    report.verdict === verdict &&
    Date.parse(report.startedAt) === startedAt.getTime();
  if (!same) return 'Its row and its report do not say the same.';
  return report.environment === environment ? null : `It is a run of ${report.environment}.`;
}
