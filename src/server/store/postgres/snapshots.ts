import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { RunSummary } from '../../../shared/details';
import type { Report } from '../../../shared/report';
import { inPieces, type Transaction } from './client';
import { type Packed, stateHash } from './pack';
import { FORMAT } from './unpack';

const deflating = promisify(deflateRaw);
const inflating = promisify(inflateRaw);

/** A text as it is kept. */
export async function deflated(text: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await deflating(Buffer.from(text)));
}

export async function inflated(bytes: Uint8Array): Promise<string> {
  return (await inflating(bytes)).toString('utf8');
}

/** The snapshot of a run, made where no run said the same before. @returns its id */
export async function keepSnapshot(
  transaction: Transaction,
  packed: Packed,
  report: Report,
  summary: RunSummary,
): Promise<bigint> {
  const { hash } = packed;
  const known = await transaction.snapshot.findUnique({ where: { hash }, select: { id: true } });
  if (known !== null) return known.id;
  const ids = await keepParts(transaction, packed.parts);
  const body = await deflated(packed.body);
  await transaction.snapshot.createMany({
    skipDuplicates: true,
    data: {
      hash,
      format: FORMAT,
      stateHash: stateHash(report, packed.findings),
      headline: report.headline,
      groups: summary.groups,
      endpoints: Object.entries(summary.endpoints).map(([id, { verdict, cold }]) => [id, verdict, cold]),
      coverage: summary.coverage,
      schemaFingerprint: report.fingerprints.schema,
      databaseFingerprint: report.fingerprints.database,
      clientFingerprint: report.fingerprints.client,
      commit: report.fingerprints.commit,
      parts: [...packed.parts.keys()].map((part) => ids.get(part) ?? missing(part)),
      body,
    },
  });
  return (await transaction.snapshot.findUniqueOrThrow({ where: { hash }, select: { id: true } })).id;
}

/** @returns ids by hash */
async function keepParts(
  transaction: Transaction,
  parts: ReadonlyMap<string, string>,
): Promise<Map<string, bigint>> {
  const ids = await idsOf(transaction, [...parts.keys()]);
  // In one order everywhere, so that two environments that bring the same parts do not wait for each other in a ring.
  const lacking = [...parts].filter(([hash]) => !ids.has(hash)).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const piece of inPieces(lacking)) {
    const data = await Promise.all(piece.map(async ([hash, text]) => ({ hash, body: await deflated(text) })));
    await transaction.part.createMany({ data, skipDuplicates: true });
  }
  const made = await idsOf(
    transaction,
    lacking.map(([hash]) => hash),
  );
  return new Map([...ids, ...made]);
}

async function idsOf(transaction: Transaction, hashes: readonly string[]): Promise<Map<string, bigint>> {
  const ids = new Map<string, bigint>();
  for (const piece of inPieces(hashes)) {
    const found = await transaction.part.findMany({
      where: { hash: { in: piece } },
      select: { id: true, hash: true },
    });
    for (const { id, hash } of found) ids.set(hash, id);
  }
  return ids;
}

function missing(hash: string): never {
  throw new Error(`The part ${hash} of a run was kept and is not there.`);
}
