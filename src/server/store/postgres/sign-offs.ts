import { SignOff } from '../../../shared/sign-off';
import { appendAudit, UnreadableRow } from './audit';
import type { Transaction } from './client';

/** A decision with the request that it came by. */
export type KeptSignOff = { signOff: SignOff; requestId: string; requestHash: string };

/** Who adds one holds the environment's row. */
type NewSignOff = Omit<KeptSignOff, 'signOff'> & { signOff: Omit<SignOff, 'id'> };

const WITH_NAMES = {
  environment: { select: { name: true } },
  run: { select: { number: true, runId: true } },
} as const;

/**
 * Every decision, in the order in which they were made; of all environments where none is named.
 * @throws UnreadableRow
 */
export async function readSignOffs(client: Transaction, environment?: string): Promise<KeptSignOff[]> {
  const rows = await client.signOff.findMany({
    ...(environment === undefined ? {} : { where: { environment: { name: environment } } }),
    orderBy: { id: 'asc' },
    include: WITH_NAMES,
  });
  return rows.map(keptOf);
}

/** The decision that a request led to; null where it was not made before. */
export async function signOffOfRequest(client: Transaction, requestId: string): Promise<KeptSignOff | null> {
  const row = await client.signOff.findUnique({ where: { requestId }, include: WITH_NAMES });
  return row === null ? null : keptOf(row);
}

/** Keeps a decision, and in the same transaction its event at the end of the chain. */
export async function addSignOff(
  transaction: Transaction,
  environmentId: number,
  { signOff, requestId, requestHash }: NewSignOff,
): Promise<SignOff> {
  const { environment, run: number, person, at, confirms } = signOff;
  const run = await transaction.run.findUniqueOrThrow({
    where: { environmentId_number: { environmentId, number } },
    select: { id: true },
  });
  const row = await transaction.signOff.create({
    data: {
      environmentId,
      runId: run.id,
      decision: signOff.decision,
      person: person.name,
      proven: person.proven,
      comment: signOff.comment,
      at,
      confirms: confirms === null ? null : BigInt(confirms),
      secondPerson: signOff.secondPerson,
      content: signOff.content,
      bindings: signOff.bindings,
      gates: signOff.gates,
      requestId,
      requestHash,
    },
    include: WITH_NAMES,
  });
  const kept = keptOf(row);
  await appendAudit(transaction, {
    at,
    kind: confirms === null ? 'sign-off.decided' : 'sign-off.confirmed',
    environment,
    person: person.name,
    payload: kept,
  });
  return kept.signOff;
}

type Row = Awaited<ReturnType<typeof rowType>>;
const rowType = (client: Transaction) => client.signOff.findFirstOrThrow({ include: WITH_NAMES });

function keptOf({ requestId, requestHash, ...row }: Row): KeptSignOff {
  const parsed = SignOff.safeParse({
    ...row,
    id: String(row.id),
    environment: row.environment.name,
    run: row.run.number,
    runId: row.run.runId,
    person: { name: row.person, proven: row.proven },
    at: row.at.toISOString(),
    confirms: row.confirms === null ? null : String(row.confirms),
  });
  if (!parsed.success) throw new UnreadableRow(`Decision ${row.id}`, parsed.error);
  return { signOff: parsed.data, requestId, requestHash };
}
