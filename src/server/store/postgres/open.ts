import { asDatabaseError, targetOf } from '../../probes/catalogue/database-error';
import { errorCode, errorText } from '../../probes/client/errors';
import { isCutOff } from '../lost';
import type { OpenedStore } from '../recorded';
import { type StoreClient, storeClient } from './client';
import { migrateStore } from './migrate';
import { refusalOf } from './place';
import { createPostgresStore } from './store';

export type StorePlace = {
  storeUrl: string;
  /** The database that must not be the store. */
  watchedUrl: string | null;
  environment: string;
  projectRoot: string;
};

/**
 * Reaches the store and brings it up to date.
 * @throws whatever stands in the way; `storeSentence` says it
 */
export async function openPostgresStore(place: StorePlace): Promise<OpenedStore & { client: StoreClient }> {
  const { storeUrl, environment: name } = place;
  const refusal = refusalOf(storeUrl, place.watchedUrl);
  if (refusal !== null) throw new Error(refusal);
  await migrateStore(storeUrl, place.projectRoot);
  const client = storeClient(storeUrl);
  return {
    client,
    store: createPostgresStore(client, name),
    async ping() {
      await client.$queryRaw`SELECT 1`;
    },
    isPassing: (error) => PASSING.test(`${errorCode(error) ?? ''} ${errorText(error)}`),
    async noteLost(lost) {
      const environment = await client.environment.upsert({ where: { name }, create: { name }, update: {} });
      await client.happening.create({
        data: { environmentId: environment.id, at: lost.to, kind: 'recording.gap', detail: lost },
      });
    },
    close: () => client.$disconnect(),
  };
}

/**
 * PostgreSQL's codes for a lock, a deadlock, a statement that took too long, a lack of memory, disk or connections and a
 * server that only reads; Prisma's for a transaction that did not begin or end in time.
 */
const PASSING = /\b(55P03|40P01|40001|57014|53\d{3}|25006|25P0[34]|P2024|P2028|P2034)\b/;

/** Prisma's code for a column or a table that lacks: somebody changed the store's own tables. */
const CHANGED = new Set(['P2021', 'P2022']);

/** Why the store is not reached or does not take a run, in one sentence without secrets. */
export function storeSentence(error: unknown, storeUrl: string): string {
  if (!URL.canParse(storeUrl)) return 'STORE_URL is not a valid URL.';
  const target = targetOf(new URL(storeUrl));
  const where = `the store at ${target.host}:${target.port}`;
  const code = errorCode(error) ?? '';
  const text = errorText(error);
  if (isCutOff(error)) return `The connection to ${where} was lost: see whether its server runs.`;
  if (CHANGED.has(code))
    return `The tables of ${where} are not as Driftboard made them: restore them, or name an empty database.`;
  if (error instanceof Error && error.name.startsWith('PrismaClient')) {
    const words =
      text
        .split('\n')
        .at(-1)
        ?.replace(/[.`]*$/, '') ?? '';
    return `The store at ${target.host}:${target.port} did not take it: ${words}.`;
  }
  // Our own sentences carry no code, those of pg and the network do.
  const inner = error instanceof AggregateError || code !== '';
  return inner ? asDatabaseError(error, target).message.replaceAll('--database-url', 'STORE_URL') : text;
}
