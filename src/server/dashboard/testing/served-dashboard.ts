import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GET as events } from '@/app/api/health/events/route';
import { POST as verify } from '@/app/api/health/runs/route';

// The dashboard's own route handlers in a process of their own, without Next around them. Only tests start it.
const server = createServer((request, response) => {
  // Nobody is there any more to be told.
  serve(request, response).catch(() => response.destroy());
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') process.stdout.write(`${JSON.stringify({ port: address?.port })}\n`);
});

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (url.pathname === '/memory') {
    globalThis.gc?.();
    response.end(JSON.stringify({ rss: process.memoryUsage().rss, heap: process.memoryUsage().heapUsed }));
    return;
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  if (url.pathname === '/api/health/events') {
    await answer(response, await events(new Request(url, { signal: gone.signal })));
    return;
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const headers = { 'content-type': 'application/json' };
  await answer(
    response,
    await verify(new Request(url, { method: 'POST', headers, body: Buffer.concat(chunks).toString() })),
  );
}

async function answer(response: ServerResponse, { status, headers, body }: Response): Promise<void> {
  response.writeHead(status, Object.fromEntries(headers));
  response.flushHeaders();
  if (body === null) response.end();
  else await pipeline(Readable.from(chunksOf(body)), response);
}

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
