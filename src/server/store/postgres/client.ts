import { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from '../../../generated/store/client';
import { postgresUrl, UNREADABLE_URL } from '../../prisma/connection-url';

/** Of one instance; three of them leave a small server most of its own. */
const CONNECTIONS = 4;
const CONNECT_TIMEOUT_MS = 3_000;
/** A store that hangs is as good as away, and a holder of a lock that stopped in the middle must let go of it. */
const SESSION = {
  statement_timeout: 20_000,
  lock_timeout: 10_000,
  idle_in_transaction_session_timeout: 20_000,
};

/** Where no work says otherwise; two seconds, as Prisma waits, are too short on a busy machine. */
const TRANSACTION = { maxWait: 8_000, timeout: 20_000 };

export type StoreClient = PrismaClient;
/** The client within a transaction. */
export type Transaction = Prisma.TransactionClient;

/** The schema that a URL names as Prisma knows it. @throws Error with a sentence where it is no plain name */
export function schemaOf(storeUrl: string): string {
  const schema = (URL.canParse(storeUrl) ? new URL(storeUrl).searchParams.get('schema') : null) ?? 'public';
  if (/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) return schema;
  throw new Error(
    'The schema in the store’s URL must be a plain name: lower-case letters, digits and underscores.',
  );
}

/**
 * A client of the store; it connects at its first question. Disconnect it at the end.
 * @throws Error with a sentence where the URL cannot be read
 */
export function storeClient(storeUrl: string): StoreClient {
  const schema = schemaOf(storeUrl);
  const made = postgresUrl(storeUrl, { ...SESSION, search_path: schema });
  if (made === null) throw new Error(UNREADABLE_URL);
  const adapter = new PrismaPg(
    {
      connectionString: made.connectionString,
      max: CONNECTIONS,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      // A server that was frozen answers nothing, not even that it takes too long.
      query_timeout: SESSION.statement_timeout + 5_000,
    },
    // A connection that breaks while idle is told by the next question.
    { schema, onPoolError: () => undefined, onConnectionError: () => undefined },
  );
  return new PrismaClient({ adapter, errorFormat: 'minimal', transactionOptions: TRANSACTION });
}

/** Lists go to the server in pieces, since a statement takes 32,767 values at most. */
export function inPieces<T>(all: readonly T[], size = 2_000): T[][] {
  const pieces: T[][] = [];
  for (let from = 0; from < all.length; from += size) pieces.push(all.slice(from, from + size));
  return pieces;
}
