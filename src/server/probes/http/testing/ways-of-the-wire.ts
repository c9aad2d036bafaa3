import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { type Exchange, HEAD_OF_200, raw, type WayGroup } from './way';

// Long enough for a busy machine to begin, short enough to wait for.
const SHORT_MS = 1_000;
const timeout = (...says: string[]) => ({ rule: 'endpoint.timeout' as const, says: ['timeout', ...says] });
const cut = { rule: 'endpoint.unreachable' as const, says: ['ECONNRESET', 'closed the connection'] };
const noHttp = { rule: 'endpoint.unreachable' as const, says: ['not-http', 'is not HTTP'] };
const tooLarge = { rule: 'endpoint.contract' as const, says: ['body-too-large', 'more than 1 MB'] };

const CHUNK = Buffer.alloc(64 * 1024, 'x');

/** Writes as fast as it is read, and never holds more than one piece. */
function stream({ response, socket }: Exchange, bytes: number): void {
  let left = bytes;
  const go = () => {
    while (left > 0 && !socket.destroyed) {
      left -= CHUNK.byteLength;
      if (!response.write(CHUNK)) {
        response.once('drain', go);
        return;
      }
    }
    if (!socket.destroyed) response.end();
  };
  go();
}

// Packed once each: megabytes of nothing become kilobytes.
const bombs = new Map<string, Buffer>();
function bomb(name: string, pack: () => Buffer): () => Buffer {
  return () => {
    const made = bombs.get(name) ?? pack();
    bombs.set(name, made);
    return made;
  };
}
const gzipBomb = bomb('gzip', () => gzipSync(Buffer.alloc(256 * 1024 * 1024), { level: 9 }));
const brotliBomb = bomb('br', () =>
  brotliCompressSync(Buffer.alloc(64 * 1024 * 1024), { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
);

function packed(encoding: string, body: () => Buffer) {
  return ({ response }: Exchange) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding });
    response.end(body());
  };
}

/** What goes wrong before an answer is whole. */
export const WIRE: WayGroup = {
  title: 'On the wire',
  ways: [
    {
      name: 'hangs-before-headers',
      does: 'takes the request and never answers',
      respond: () => undefined,
      timeoutMs: SHORT_MS,
      declare: { retries: 0 },
      expect: timeout('No answer began within'),
    },
    {
      name: 'hangs-in-headers',
      does: 'sends half of its headers and then nothing',
      respond: raw('HTTP/1.1 200 OK\r\ncontent-ty', 'stay'),
      timeoutMs: SHORT_MS,
      declare: { retries: 0 },
      expect: timeout('No answer began within'),
    },
    {
      name: 'hangs-in-body',
      does: 'sends headers and half of a body, and then nothing',
      respond({ response }) {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{"ok":');
      },
      timeoutMs: SHORT_MS,
      declare: { retries: 0 },
      expect: timeout('It began to answer 200, but was not done within'),
    },
    {
      name: 'one-byte-a-second',
      does: 'sends its body one byte a second',
      respond({ response, later }) {
        response.writeHead(200, { 'content-type': 'application/json' });
        const drip = () => {
          response.write(' ');
          later(1_000, drip);
        };
        drip();
      },
      timeoutMs: 2_500,
      declare: { retries: 0 },
      expect: timeout('It began to answer 200, but was not done within'),
    },
    {
      name: 'headers-for-ever',
      does: 'sends one header after the other and no end of them',
      respond({ socket, later }) {
        socket.write('HTTP/1.1 200 OK\r\n');
        const drip = () => {
          socket.write('x-more: 1\r\n');
          later(50, drip);
        };
        drip();
      },
      timeoutMs: SHORT_MS,
      declare: { retries: 0 },
      expect: timeout('No answer began within'),
    },
    {
      name: 'announces-for-ever',
      does: 'sends 103 Early Hints again and again, and no answer',
      respond({ socket, later }) {
        const drip = () => {
          socket.write('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n');
          later(50, drip);
        };
        drip();
      },
      timeoutMs: SHORT_MS,
      declare: { retries: 0 },
      expect: timeout('No answer began within'),
    },
    {
      name: 'length-too-long-stays',
      does: 'announces 100 bytes, sends 6 and keeps the connection',
      respond: raw(`${HEAD_OF_200}content-length: 100\r\n\r\n{"a":1`, 'stay'),
      timeoutMs: SHORT_MS,
      declare: { retries: 0 },
      expect: timeout('It began to answer 200, but was not done within'),
    },
    {
      name: 'resets-before-headers',
      does: 'resets the connection before it answers',
      respond: ({ socket }) => socket.resetAndDestroy(),
      expect: cut,
    },
    {
      name: 'resets-in-headers',
      does: 'resets the connection within its headers',
      respond: raw('HTTP/1.1 200 OK\r\ncontent-ty', 'reset'),
      expect: cut,
    },
    {
      name: 'resets-in-body',
      does: 'resets the connection within its body',
      respond: raw(`${HEAD_OF_200}content-length: 100\r\n\r\n{"a":1`, 'reset'),
      expect: cut,
    },
    {
      name: 'closes-before-headers',
      does: 'closes the connection without a word',
      respond: ({ socket }) => socket.end(),
      expect: cut,
    },
    {
      name: 'closes-in-headers',
      does: 'closes the connection within its headers',
      respond: raw('HTTP/1.1 200 OK\r\ncontent-ty'),
      expect: { rule: 'endpoint.unreachable' },
    },
    {
      name: 'length-too-long',
      does: 'announces 100 bytes, sends 6 and closes',
      respond: raw(`${HEAD_OF_200}content-length: 100\r\n\r\n{"a":1`),
      expect: { rule: 'endpoint.unreachable' },
    },
    {
      name: 'length-too-short',
      does: 'announces 6 bytes and sends a longer body',
      respond: raw(
        `${HEAD_OF_200}connection: close\r\ncontent-length: 6\r\n\r\n{"ok":true,"more":"${'x'.repeat(80)}"}`,
      ),
      declare: { shape: true },
      expect: { rule: 'endpoint.contract', says: ['cannot be parsed as JSON'] },
    },
    {
      name: 'length-twice',
      does: 'announces two lengths that differ',
      respond: raw(`${HEAD_OF_200}content-length: 6\r\ncontent-length: 7\r\n\r\n{"a":1}`),
      expect: { rule: 'endpoint.unreachable', says: ['content-length', 'another length'] },
    },
    {
      name: 'length-no-number',
      does: 'announces a length that is no number',
      respond: raw(`${HEAD_OF_200}content-length: many\r\n\r\n{"a":1}`),
      expect: noHttp,
    },
    {
      name: 'chunks-broken',
      does: 'sends chunks whose sizes are no numbers',
      respond: raw(`${HEAD_OF_200}transfer-encoding: chunked\r\n\r\nzz\r\n{"a":1}\r\n`),
      expect: noHttp,
    },
    {
      name: 'chunks-without-end',
      does: 'sends a chunk and closes without the last one',
      respond: raw(`${HEAD_OF_200}transfer-encoding: chunked\r\n\r\n7\r\n{"a":1}\r\n`),
      expect: { rule: 'endpoint.unreachable' },
    },
    {
      name: 'no-http',
      does: 'speaks another protocol',
      respond: raw('220 mail.example ESMTP ready\r\n'),
      expect: noHttp,
    },
    {
      name: 'page-without-headers',
      does: 'sends a page without a status line',
      respond: raw('<!doctype html><p>hello'),
      expect: noHttp,
    },
    {
      name: 'switches-protocols',
      does: 'answers 101 and goes over to a protocol that nobody asked for',
      respond: raw('HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n'),
      expect: { rule: 'endpoint.unreachable' },
    },
    {
      name: 'headers-too-large',
      does: 'sends a header of 64 kB',
      respond: raw(`${HEAD_OF_200}x-large: ${'x'.repeat(64 * 1024)}\r\ncontent-length: 2\r\n\r\n{}`),
      expect: { rule: 'endpoint.contract', says: ['headers-too-large'] },
    },
    {
      name: 'one-gigabyte',
      does: 'sends a body of 1 GB',
      respond(exchange) {
        exchange.response.writeHead(200, { 'content-length': String(1024 ** 3) });
        stream(exchange, 1024 ** 3);
      },
      expect: tooLarge,
    },
    {
      name: 'body-without-end',
      does: 'sends a body that never ends, as fast as it is read',
      respond(exchange) {
        exchange.response.writeHead(200, { 'content-type': 'application/json' });
        stream(exchange, Number.POSITIVE_INFINITY);
      },
      expect: tooLarge,
    },
    {
      name: 'gzip-bomb',
      does: 'sends 256 kB that unpack to 256 MB',
      respond: packed('gzip', gzipBomb),
      expect: tooLarge,
    },
    {
      name: 'brotli-bomb',
      does: 'sends a few bytes of brotli that unpack to 64 MB',
      respond: packed('br', brotliBomb),
      expect: tooLarge,
    },
    {
      name: 'gzip-damaged',
      does: 'calls its body gzip and sends something else',
      respond: packed('gzip', () => Buffer.from('{"ok":true}')),
      expect: { rule: 'endpoint.contract', says: ['content-encoding', 'cannot be unpacked'] },
    },
    {
      name: 'encoding-unknown',
      does: 'packs its body in a way that nobody asked for',
      respond: packed('x-own', () => Buffer.from('{"ok":true}')),
      expect: { rule: 'endpoint.contract', says: ['content-encoding', 'is not known'] },
    },
  ],
};
