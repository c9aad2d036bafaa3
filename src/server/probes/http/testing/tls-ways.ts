import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type Server, type Socket } from 'node:net';
import { z } from 'zod';
import { type Authority, type Certificate, selfSigned } from './certificates';

/** A server of its own that no request can be made to, and what is said of it. */
export type TlsWay = {
  name: string;
  does: string;
  /** @returns a listener, not yet listening, and the protocol in which it is asked */
  serve(authority: Authority): { server: Server; protocol: 'http' | 'https' };
  /** `pass` where the answer is as declared; `unknown` where there was nobody to judge; else the rule. */
  verdict: 'pass' | 'unknown' | 'endpoint.unreachable' | 'endpoint.timeout';
  says: readonly string[];
};

const HOST = '127.0.0.1';
const DAY_MS = 24 * 60 * 60 * 1000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);

function secure({ cert, key }: Certificate): { server: Server; protocol: 'https' } {
  const server = createHttpsServer({ cert, key }, (_request, response) => response.end('ok'));
  server.on('tlsClientError', () => undefined);
  return { server, protocol: 'https' };
}

/** What keeps a request from being made at all. */
export const TLS_WAYS: readonly TlsWay[] = [
  {
    name: 'tls-good',
    does: 'has a certificate that is trusted, for its name and in its time',
    serve: (authority) => secure(authority.issue({ host: HOST })),
    verdict: 'pass',
    says: [],
  },
  {
    name: 'tls-self-signed',
    does: 'has a certificate that only itself vouches for',
    serve: () => secure(selfSigned(HOST)),
    verdict: 'unknown',
    says: ['is signed by itself, and nothing here trusts it'],
  },
  {
    name: 'tls-wrong-host',
    does: 'has a certificate for another name',
    serve: (authority) => secure(authority.issue({ host: 'other.example' })),
    verdict: 'unknown',
    says: ['is for another name'],
  },
  {
    name: 'tls-expired',
    does: 'has a certificate that has expired',
    serve: (authority) =>
      secure(authority.issue({ host: HOST, notBefore: inDays(-9), notAfter: inDays(-1) })),
    verdict: 'unknown',
    says: ['has expired'],
  },
  {
    name: 'tls-not-yet-valid',
    does: 'has a certificate of which the time has not come',
    serve: (authority) => secure(authority.issue({ host: HOST, notBefore: inDays(1), notAfter: inDays(9) })),
    verdict: 'unknown',
    says: ['is not valid yet'],
  },
  {
    name: 'tls-on-a-plain-port',
    does: 'speaks plain HTTP, and is asked over TLS',
    serve: () => ({
      server: createHttpServer((_request, response) => response.end('ok')),
      protocol: 'https',
    }),
    verdict: 'unknown',
    says: ['was asked over TLS, and what it answered is none'],
  },
  {
    name: 'plain-on-a-tls-port',
    does: 'speaks TLS, and is asked in plain HTTP',
    serve: (authority) => ({ ...secure(authority.issue({ host: HOST })), protocol: 'http' }),
    verdict: 'endpoint.unreachable',
    says: [],
  },
  {
    name: 'hangs-before-accepting',
    does: 'lets the connection wait and never begins to speak TLS',
    serve: () => ({ server: createServer(() => undefined), protocol: 'https' }),
    verdict: 'unknown',
    says: ['No connection to', 'came about'],
  },
  {
    name: 'closes-on-accept',
    does: 'closes each connection as soon as it is made',
    serve: () => ({ server: createServer((socket) => socket.end()), protocol: 'http' }),
    verdict: 'endpoint.unreachable',
    says: ['closed the connection before its answer was complete'],
  },
  {
    name: 'resets-on-accept',
    does: 'resets each connection as soon as it is made',
    serve: () => ({ server: createServer((socket) => socket.resetAndDestroy()), protocol: 'http' }),
    verdict: 'endpoint.unreachable',
    says: ['closed the connection before its answer was complete'],
  },
];

const Address = z.object({ port: z.number() });

/** Starts the servers of all these ways on free ports. `close` ends them and every connection. */
export async function startTlsServers(authority: Authority) {
  const sockets = new Set<Socket>();
  const servers: Server[] = [];
  const addresses: Record<string, string> = {};
  for (const way of TLS_WAYS) {
    const { server, protocol } = way.serve(authority);
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
    servers.push(server);
    addresses[way.name] = `${protocol}://${HOST}:${Address.parse(server.address()).port}`;
  }
  return {
    addresses,
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}
