import type { Dispatcher } from 'undici';
import type { Method } from '../../../shared/endpoints';
import { transportErrorOf } from './transport-error';

/** A request with everything filled in, ready for the wire. */
export type OutgoingRequest = {
  method: Method;
  url: URL;
  headers: Record<string, string>;
  body: string | null;
};
export type Limits = { connectMs: number; firstByteMs: number; wholeMs: number; bodyBytes: number };
type Phase = 'connect' | 'headers' | 'body';

/** What came over the wire, not yet looked at. Exactly one of `body` and `error` is set. */
export type Exchange = {
  startedAt: string;
  durationMs: number;
  firstByteMs: number | null;
  /** How far it had come. */
  phase: Phase;
  status: number | null;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer | null;
  error: { code: string; message: string } | null;
};

/**
 * Sends one request, follows no redirect, and reads the answer up to its limits. Never rejects: what goes wrong on the
 * way stands in `error`.
 */
export function exchange(
  request: OutgoingRequest,
  { dispatcher, limits, signal }: { dispatcher: Dispatcher; limits: Limits; signal: AbortSignal },
): Promise<Exchange> {
  const startedAt = new Date().toISOString();
  const start = performance.now();
  const host = request.url.host;
  let phase: Phase = 'connect';
  let firstByteMs: number | null = null;
  let status: number | null = null;
  let headers: Exchange['headers'] = {};
  let controller: Dispatcher.DispatchController | null = null;
  let bytes = 0;
  const chunks: Buffer[] = [];

  return new Promise((resolve) => {
    let done = false;
    const settle = (error: Exchange['error']) => {
      if (done) return;
      done = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      const body = error === null ? Buffer.concat(chunks) : null;
      chunks.length = 0;
      const durationMs = performance.now() - start;
      resolve({ startedAt, durationMs, firstByteMs, phase, status, headers, body, error });
      // Not reading on is what ends a connection whose server would go on for ever.
      if (error !== null) controller?.abort(new Error(error.message));
    };
    const fail = (code: string, message: string) => settle({ code, message });
    const cancel = () => fail('cancelled', 'The request was cancelled with the run.');
    const wait = (untilMs: number) => setTimeout(expire, Math.max(0, start + untilMs - performance.now()));
    const expire = () => {
      const ms = (limit: number) => `${Math.round(limit)} ms`;
      if (phase === 'connect')
        fail('connect-timeout', `No connection to ${host} came about within ${ms(limits.connectMs)}.`);
      else if (phase === 'headers') fail('timeout', `No answer began within ${ms(limits.firstByteMs)}.`);
      else fail('timeout', `It began to answer ${status}, but was not done within ${ms(limits.wholeMs)}.`);
    };
    let timer = wait(limits.connectMs);
    const enter = (next: Phase, untilMs: number) => {
      phase = next;
      clearTimeout(timer);
      timer = wait(untilMs);
    };
    if (signal.aborted) return cancel();
    signal.addEventListener('abort', cancel, { once: true });

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(given) {
        controller = given;
        if (done) return given.abort(new Error('The request was given up.'));
        enter('headers', limits.firstByteMs);
      },
      onResponseStart(_controller, statusCode, given) {
        // 100 and 103 only announce the answer.
        if (done || statusCode < 200) return;
        firstByteMs = performance.now() - start;
        status = statusCode;
        headers = given;
        enter('body', limits.wholeMs);
      },
      onResponseData(_controller, chunk) {
        if (done) return;
        bytes += chunk.byteLength;
        if (bytes > limits.bodyBytes) fail('body-too-large', tooLarge(status, limits.bodyBytes));
        else chunks.push(chunk);
      },
      onResponseEnd: () => settle(null),
      onResponseError: (_controller, error) => {
        const { code, message } = transportErrorOf(error, request.url);
        fail(code, message);
      },
    };
    const { method, url, body } = request;
    const options: Dispatcher.DispatchOptions = {
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method,
      headers: request.headers,
      body,
      // The timer above rules all phases; undici's own would only add a second, coarser clock.
      headersTimeout: 0,
      bodyTimeout: 0,
    };
    try {
      dispatcher.dispatch(options, handler);
    } catch (error) {
      const { code, message } = transportErrorOf(error, url);
      fail(code, message);
    }
  });
}

/** Of an answer that is longer than what is read of it. */
export function tooLarge(status: number | null, limitBytes: number): string {
  return `It answered ${status} with more than ${limitBytes / 1024 / 1024} MB, which was not read to the end.`;
}
