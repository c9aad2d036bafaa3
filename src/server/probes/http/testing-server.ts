import { createServer, type RequestListener, type Server } from 'node:http';
import { z } from 'zod';

/** An application for tests: a real HTTP server on a free port of this machine. */
export type TestServer = { baseUrl: string; server: Server; close(): Promise<void> };

const Address = z.object({ port: z.number() });

export async function startTestServer(listener: RequestListener): Promise<TestServer> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = Address.parse(server.address());
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    server,
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => (error ? reject(error) : resolve()));
      }),
  };
}
