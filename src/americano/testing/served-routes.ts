import { createServer, type IncomingMessage } from 'node:http';
import { z } from 'zod';
import { clientHealth, clientReload } from '../health';

type Handler = (request: Request) => Promise<Response>;
const Moved = z.object({ databaseUrl: z.string() });

/**
 * Serves Americano's own route handlers in a process of their own, without Next around them. `POST /moved` moves the
 * process to another database: it takes effect with the next reload of the client. Only tests start it.
 */
export function serveRoutes(handlers: Readonly<Record<string, Handler>>): void {
  const server = createServer(async (request, response) => {
    const answer = await answerOf(request, handlers);
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(await answer.text());
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (typeof address === 'object') process.stdout.write(`${JSON.stringify({ port: address?.port })}\n`);
  });
}

async function answerOf(request: IncomingMessage, handlers: Readonly<Record<string, Handler>>) {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname === '/moved') {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    process.env.DATABASE_URL = Moved.parse(JSON.parse(Buffer.concat(chunks).toString())).databaseUrl;
    return new Response(null, { status: 204 });
  }
  const headers = new Headers();
  if (request.headers.authorization !== undefined)
    headers.set('authorization', request.headers.authorization);
  if (url.pathname === '/api/health/client') {
    return request.method === 'POST'
      ? clientReload(new Request(url, { method: 'POST', headers }))
      : clientHealth();
  }
  const handler = handlers[url.pathname];
  return handler === undefined ? new Response('no such route', { status: 404 }) : handler(new Request(url));
}
