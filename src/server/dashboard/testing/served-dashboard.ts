import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GET as events } from '@/app/api/health/events/route';
import { GET as jobs, POST as startJob } from '@/app/api/health/jobs/route';
import { GET as rows } from '@/app/api/health/runs/[number]/rows/route';
import { POST as verify } from '@/app/api/health/runs/route';
import { GET as state } from '@/app/api/health/state/route';

// The dashboard's own route handlers in a process of their own, without Next around them. Only tests start it.
const ROUTES: Record<string, (request: Request) => Promise<Response>> = {
  'GET /api/health/events': events,
  'GET /api/health/jobs': jobs,
  'POST /api/health/jobs': startJob,
  'POST /api/health/runs': verify,
  'GET /api/health/state': state,
  'GET /memory': async () => {
    globalThis.gc?.();
    return Response.json({ rss: process.memoryUsage().rss, heap: process.memoryUsage().heapUsed });
  },
};

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
  const { method = 'GET' } = request;
  const [, number] = /^\/api\/health\/runs\/(\w+)\/rows$/.exec(url.pathname) ?? [];
  const route =
    number === undefined
      ? ROUTES[`${method} ${url.pathname}`]
      : (asked: Request) => rows(asked, { params: Promise.resolve({ number }) });
  if (route === undefined) {
    response.writeHead(404).end();
    return;
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = method === 'POST' ? { body: Buffer.concat(chunks).toString() } : {};
  const headers = { 'content-type': 'application/json' };
  await answer(response, await route(new Request(url, { method, headers, signal: gone.signal, ...body })));
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
