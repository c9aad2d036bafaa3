import { createServer } from 'node:http';
import { clientHealth, clientReload } from '../health';
import { withClient } from '../registry';

// An application of its own that answers each request through the client that its registry holds, and takes up a new one
// when it is asked to, as Americano does. Only tests start it, in the folder of the application.
const server = createServer(async (request, response) => {
  const answer =
    request.url === '/api/health/client'
      ? await health(request.method, request.headers.authorization)
      : await count();
  response.statusCode = answer.status;
  response.end(await answer.text());
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') process.stdout.write(`${JSON.stringify({ port: address?.port })}\n`);
});

function health(method: string | undefined, authorization: string | undefined): Promise<Response> {
  if (method !== 'POST') return clientHealth();
  const headers = authorization === undefined ? undefined : { authorization };
  return clientReload(new Request('http://localhost/', { method: 'POST', headers }));
}

async function count(): Promise<Response> {
  try {
    const users = await withClient((client) => client.user.count());
    return Response.json({ users, rss: process.memoryUsage().rss });
  } catch (error) {
    return Response.json({ error: error instanceof Error ? error.message : String(error) }, { status: 500 });
  }
}
