import { redact } from '../../../shared/redact';

/** Why no complete answer came: a stable code and a sentence. */
type TransportError = { code: string; message: string };

/** Codes with which not even a connection was made: the application is away, or `--base-url` names the wrong place. */
const CONNECT_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'connect-timeout',
  'certificate',
]);

/** Whether the failure lies before the request: no connection to the application could be made. */
export function isConnectFailure(code: string): boolean {
  return CONNECT_CODES.has(code);
}

// Node's names for what OpenSSL refuses; all mean that the certificate is not trusted or not for this name.
const CERTIFICATE =
  /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(VERIFY|GET))/;

/**
 * Puts what a socket or undici throws into a code and a sentence.
 * @param error what the request rejected with
 * @param url the address that was asked, for the sentence
 */
export function transportErrorOf(error: unknown, url: URL): TransportError {
  const code = codeOf(error);
  const host = url.host;
  if (CERTIFICATE.test(code)) {
    return { code: 'certificate', message: `The certificate of ${host} was not accepted (${code}).` };
  }
  switch (code) {
    case 'ECONNREFUSED':
      return { code, message: `Nothing listens at ${host}: the connection was refused.` };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { code, message: `The name ${url.hostname} could not be resolved to an address (${code}).` };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return { code, message: `There is no way to ${host} from here (${code}).` };
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return { code: 'connect-timeout', message: `No connection to ${host} came about in time.` };
    case 'UND_ERR_SOCKET':
    case 'ECONNRESET':
    case 'EPIPE':
      return { code: 'ECONNRESET', message: `${host} closed the connection before its answer was complete.` };
    default: {
      const text = error instanceof Error ? error.message : String(error);
      const said = /[.!?]$/.test(text) ? text : `${text}.`;
      return { code: code || 'unknown', message: redact(`The request to ${host} failed: ${said}`) };
    }
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? '' : codeOf(error.cause);
}
