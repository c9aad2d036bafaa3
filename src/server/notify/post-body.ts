import { pinAddress } from '../probes/http/address';
import { transportErrorOf } from '../probes/http/transport-error';
import { untilAborted, withinTime } from '../time-limit';
import { takeBasicHeader } from '../url-credentials';
import type { PinnedSending, Sent } from './sent';

/** More of an answer is not read. */
const MOST_BYTES = 4_096;

/**
 * Sends a POST with a JSON body. A redirect is not followed: a message says what is ill, and goes only where it was meant to.
 * @throws only the signal's reason
 */
export async function postBody(
  address: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  sending: PinnedSending,
): Promise<Sent> {
  const url = new URL(address);
  const all = {
    ...takeBasicHeader(url),
    'content-type': 'application/json',
    'user-agent': 'driftboard',
    ...headers,
  };
  const { timeoutMs, signal } = sending;
  try {
    return await withinTime(signal, timeoutMs, (limited) =>
      post(url, body, all, { ...sending, signal: limited }),
    );
  } catch (error) {
    signal.throwIfAborted();
    const sentence =
      error instanceof Error && error.name === 'TimeoutError'
        ? `${url.host} did not answer within ${timeoutMs / 1_000} s.`
        : transportErrorOf(error, url).message;
    return { ok: false, sentence, retry: true, answer: '' };
  }
}

async function post(
  url: URL,
  body: string,
  headers: Record<string, string>,
  { allowPrivateAddress, resolve, signal, timeoutMs }: PinnedSending,
): Promise<Sent> {
  const pinned = await untilAborted(signal, pinAddress(url, { allowPrivate: allowPrivateAddress, resolve }));
  if (!pinned.ok) return { ok: false, sentence: pinned.reason, retry: false, answer: '' };
  const { Client } = await import('undici');
  const client = new Client(url.origin, { connect: { lookup: pinned.lookup, timeout: timeoutMs } });
  try {
    const path = `${url.pathname}${url.search}`;
    const response = await client.request({ method: 'POST', path, headers, body, signal });
    // What came counts, whatever becomes of the rest of a long or broken answer.
    const answer = await beginningOf(response.body).catch(() => '');
    signal.throwIfAborted();
    return { ...judged(response.statusCode, url.host), answer };
  } finally {
    await client.destroy();
  }
}

function judged(status: number, host: string): Omit<Sent, 'answer'> {
  if (status >= 200 && status < 300)
    return { ok: true, sentence: `${host} answered ${status}.`, retry: false };
  if (status >= 300 && status < 400) {
    const sentence = `${host} answered ${status} and leads to another address, which gets nothing: set the final one.`;
    return { ok: false, sentence, retry: false };
  }
  const retry = status >= 500 || status === 408 || status === 425 || status === 429;
  const next = retry ? 'its log says more' : 'see whether the address is right';
  return { ok: false, sentence: `${host} answered ${status}: ${next}.`, retry };
}

async function beginningOf(body: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    if (!Buffer.isBuffer(chunk)) continue;
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes >= MOST_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MOST_BYTES).toString('utf8');
}
