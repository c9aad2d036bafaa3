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
  'tls',
]);

/** Whether the failure lies before the request: no connection to the application could be made. */
export function isConnectFailure(code: string): boolean {
  return CONNECT_CODES.has(code);
}

// Node's names for what OpenSSL refuses; all mean that the certificate is not trusted or not for this name.
const CERTIFICATE =
  /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(VERIFY|GET))/;

const CERTIFICATE_REASONS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is signed by itself, and nothing here trusts it',
  SELF_SIGNED_CERT_IN_CHAIN: 'is signed by an authority that nothing here trusts',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'is signed by an authority that nothing here trusts',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'is signed by an authority that nothing here trusts',
};

/**
 * Puts what a socket or undici throws into a code and a sentence.
 * @param error what the request rejected with
 * @param url the address that was asked, for the sentence
 */
export function transportErrorOf(error: unknown, url: URL): TransportError {
  const code = codeOf(error);
  const host = url.host;
  if (CERTIFICATE.test(code)) {
    const why = CERTIFICATE_REASONS[code] ?? 'was not accepted';
    return { code: 'certificate', message: `The certificate of ${host} ${why} (${code}).` };
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
    return {
      code: 'tls',
      message: `${host} was asked over TLS, and what it answered is none (${code}): it may speak plain HTTP.`,
    };
  }
  if (code === 'HPE_HEADER_OVERFLOW' || code === 'UND_ERR_HEADERS_OVERFLOW') {
    return {
      code: 'headers-too-large',
      message: `${host} answered with headers of more than 16 kB, which were not read to the end.`,
    };
  }
  if (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') {
    return {
      code: 'content-length',
      message: `${host} announced another length of its body than it sent.`,
    };
  }
  // Undici's parser names no code where it refuses what is not of the protocol.
  if (code.startsWith('HPE_') || (error instanceof Error && error.name === 'HTTPParserError')) {
    const why = code === '' ? reasonOf(error) : code;
    return { code: 'not-http', message: `What ${host} answered is not HTTP (${why}).` };
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

/** `Invalid character in chunk size`, out of the sentence around it. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return redact(/\(([^()]{1,200})\)/.exec(text)?.[1] ?? text.slice(0, 200));
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? '' : codeOf(error.cause);
}
