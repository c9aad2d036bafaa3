import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { RuleId } from '../../../../shared/rules';

export type Exchange = {
  request: IncomingMessage;
  response: ServerResponse;
  socket: Socket;
  /** Which request to this way it is, from 1. */
  hit: number;
  /** Does something later, unless the server is closed before. */
  later(ms: number, act: () => void): void;
};

/** One way in which a server may misbehave, and what must be made of it. The documentation lists the same. */
export type Way = {
  /** A word of its own: the last part of the path. */
  name: string;
  /** What the server does, as the list says it. */
  does: string;
  respond(exchange: Exchange): void;
  /** What is declared beside the path; one that has `shape` must answer `{ ok: true }`. */
  declare?: {
    shape?: true;
    method?: 'GET' | 'HEAD';
    expectStatus?: number;
    retries?: number;
    budgetMs?: number;
    coldBudgetMs?: number;
    assert?: object[];
  };
  /** The limit for one try. Short where the way lasts until it. */
  timeoutMs?: number;
  expect: Expectation;
};

export type Expectation = {
  /** Null where it is no finding. */
  rule: RuleId | null;
  /** The code that the body gives as its reason, with what it names. */
  code?: string;
  object?: string;
  /** Parts of what the finding says. */
  says?: readonly string[];
};

/** A group of ways, as the documentation heads it. */
export type WayGroup = { title: string; ways: readonly Way[] };

type Headers = Record<string, string | string[]>;

export const json =
  (status: number, body: unknown, headers: Headers = {}) =>
  ({ response }: Exchange) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
export const text =
  (status: number, body: string, headers: Headers = {}) =>
  ({ response }: Exchange) => {
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers });
    response.end(body);
  };
export const page =
  (status: number, html: string, headers: Headers = {}) =>
  ({ response }: Exchange) => {
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers });
    response.end(html);
  };
export const empty =
  (status: number, headers: Headers = {}) =>
  ({ response }: Exchange) => {
    response.writeHead(status, headers);
    response.end();
  };
/** Bytes on the wire as they are, and then nothing more of our own. */
export const raw =
  (bytes: string, then: 'close' | 'reset' | 'stay' = 'close') =>
  ({ socket, later }: Exchange) => {
    socket.write(bytes, 'latin1');
    if (then === 'close') socket.end();
    // A reset at once would take back what was written.
    if (then === 'reset') later(50, () => socket.resetAndDestroy());
  };

export const HEAD_OF_200 = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
