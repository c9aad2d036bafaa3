import { z } from 'zod';
import { redact } from '../../../shared/redact';

/** What the database refused or did not answer, as a sentence without any password. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  constructor(
    message: string,
    /** The SQLSTATE or the errno; null where there is none. */
    readonly code: string | null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const Thrown = z.object({
  message: z.string().default(''),
  code: z.string().nullish(),
  errors: z.array(z.unknown()).optional(),
});

/** Where a connection goes, in words that may be shown. */
export type Target = { host: string; port: string; database: string; user: string };

/** The parts of a connection URL that a sentence may name. */
export function targetOf(url: URL): Target {
  return {
    host: decodeURIComponent(url.hostname.replace(/^\[|\]$/g, '')) || 'localhost',
    port: url.port || '5432',
    database: decodeURIComponent(url.pathname.slice(1)) || decodeURIComponent(url.username),
    user: decodeURIComponent(url.username),
  };
}

/** An error of pg or of the network as a sentence: the thing, the reason, the next step. */
export function asDatabaseError(error: unknown, target: Target): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const thrown = Thrown.catch({ message: String(error) }).parse(
    error instanceof Error ? { ...error, message: error.message } : error,
  );
  // Both addresses of a name were tried: the first one's reason speaks for both.
  const inner = thrown.errors?.[0];
  if ((thrown.code == null || thrown.message === '') && inner !== undefined)
    return asDatabaseError(inner, target);
  const code = thrown.code ?? null;
  const sentence = SENTENCES[code ?? '']?.(target) ?? other(redact(thrown.message), code, target);
  return new DatabaseError(sentence, code, { cause: error });
}

type Sentence = (target: Target) => string;
const at = ({ host, port }: Target) => `${host}:${port}`;

const noPassword: Sentence = (to) =>
  `The server at ${at(to)} refuses user "${to.user}": the password is wrong, or the user may not log in from here. Correct it in --database-url.`;
const hostUnknown: Sentence = (to) =>
  `The host ${to.host} is not known: check the host name in --database-url and the name service.`;
const unreachable: Sentence = (to) =>
  `${at(to)} cannot be reached from here: check the network, the firewall and the host in --database-url.`;
const closed: Sentence = (to) =>
  `The server at ${at(to)} closed the connection: it was stopped, restarted or is crashing. Start it and try again.`;
const starting: Sentence = (to) =>
  `The server at ${at(to)} is starting up or shutting down: try again in a few seconds.`;
const full: Sentence = (to) =>
  `The server at ${at(to)} has no free connection: raise max_connections or close some, then try again.`;

const SENTENCES: Record<string, Sentence> = {
  '28P01': noPassword,
  '28000': noPassword,
  '3D000': (to) =>
    `There is no database "${to.database}" on ${at(to)}: check the name at the end of --database-url, or create it.`,
  '53300': full,
  '57P01': closed,
  '57P02': closed,
  '57P03': starting,
  ECONNRESET: closed,
  EPIPE: closed,
  ECONNREFUSED: (to) =>
    `Nothing listens at ${at(to)}: start the database, or correct host and port in --database-url.`,
  ENOTFOUND: hostUnknown,
  EAI_AGAIN: hostUnknown,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ETIMEDOUT: unreachable,
  '57014': () =>
    'The database stopped the statement, for it took too long or somebody cancelled it: look for load and locks there, or raise --timeout-ms.',
  '55P03': () =>
    'A catalogue is locked by another session: wait until its schema change is over, and try again.',
  SELF_SIGNED_CERT_IN_CHAIN: certificate,
  DEPTH_ZERO_SELF_SIGNED_CERT: certificate,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: certificate,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: certificate,
  CERT_HAS_EXPIRED: certificate,
  ERR_TLS_CERT_ALTNAME_INVALID: certificate,
};

function certificate(to: Target): string {
  return `The certificate of the server at ${at(to)} cannot be trusted: set sslrootcert in --database-url, or sslmode=require to do without the check.`;
}

function other(message: string, code: string | null, to: Target): string {
  if (code === '42501') {
    return `User "${to.user}" may not read this (${message}): grant it the right, or use another user.`;
  }
  if (/does not support SSL/i.test(message)) {
    return `The server at ${at(to)} does not speak TLS: take sslmode out of --database-url, or switch TLS on there.`;
  }
  if (/SASL|password must be a string/i.test(message)) {
    return `The server at ${at(to)} wants a password for user "${to.user}": put it into --database-url.`;
  }
  if (/terminated|Connection ended|not queryable/i.test(message)) return closed(to);
  const text = message === '' ? 'no reason was given' : message.replace(/\.$/, '');
  return `The database "${to.database}" at ${at(to)} answered with an error${code === null ? '' : ` (${code})`}: ${text}.`;
}
