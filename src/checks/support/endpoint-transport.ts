import type { EndpointTry } from '../../shared/endpoints';
import type { Judgement } from './endpoint-judgement';

type TransportError = NonNullable<EndpointTry['transportError']>;

/** The server was reached and answered, in a way that no declaration can mean. */
const CONTRACT_CODES: readonly string[] = ['body-too-large', 'headers-too-large', 'content-encoding'];

const ADVICE: Readonly<Record<string, string>> = {
  'body-too-large': 'Let the route answer in pages, or ask it for fewer with `query`.',
  'headers-too-large': 'See which header grows: a cookie that is set again and again is the usual one.',
  'not-http': 'See what listens at that port: it is no web server, or a proxy that speaks another protocol.',
  tls: 'Correct the protocol of --base-url (http:// or https://), or the TLS of what listens there.',
  certificate: 'Renew the certificate, or give --base-url the name that it is for.',
  'content-encoding': 'Correct the `content-encoding` that the route or the proxy before it sets.',
  'content-length': 'Correct the content-length that the route or the proxy before it sets.',
  ECONNREFUSED: 'Start the application, or correct --base-url.',
};

/** Judges a try to which no complete answer came. */
export function judgeTransport({ failedIn }: EndpointTry, { code, message }: TransportError): Judgement {
  const judgement = { evidence: null, observed: `${code}: ${message}` };
  if (code === 'timeout') {
    return {
      ...judgement,
      rule: 'endpoint.timeout',
      advice:
        failedIn === 'body'
          ? 'The answer began and did not end: see what the route streams or waits for after its first byte.'
          : failedIn === 'connect'
            ? 'No connection came about: see whether the application is overloaded, or a firewall drops what is sent.'
            : null,
    };
  }
  if (CONTRACT_CODES.includes(code)) {
    return { ...judgement, rule: 'endpoint.contract', advice: ADVICE[code] ?? null };
  }
  return { ...judgement, rule: 'endpoint.unreachable', advice: ADVICE[code] ?? null };
}
