import type { EndpointRow } from '@/shared/details';

/** The request as one would read it on the wire: method and address, the declared headers, the body. Secrets are masked. */
export function requestText({
  method,
  path,
  request,
  tries,
}: Pick<EndpointRow, 'method' | 'path' | 'request' | 'tries'>): string {
  const url = tries.at(-1)?.url ?? path;
  const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${url}`, ...headers, ...(request.body === null ? [] : ['', request.body])].join('\n');
}

type Try = EndpointRow['tries'][number];

const PHASES: Record<NonNullable<Try['failedIn']>, string> = {
  connect: 'while connecting',
  headers: 'before an answer began',
  body: 'within the answer',
};

/** How far a try came before it failed, in words; null where it did not, or nobody knows. */
export function failedInWords({
  failedIn,
  transportError,
}: Pick<Try, 'failedIn' | 'transportError'>): string | null {
  return failedIn === null || transportError === null ? null : PHASES[failedIn];
}

/** `Try 2 of 3, the first request since the process started`. */
export function tryTitle(index: number, row: Pick<EndpointRow, 'tries' | 'cold'>): string {
  const of = row.tries.length === 1 ? 'The answer' : `Try ${index + 1} of ${row.tries.length}`;
  // What the application says of it is kept of the try that decided.
  return row.cold && index === row.tries.length - 1 ? `${of}, the first since the process started` : of;
}
