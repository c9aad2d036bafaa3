import { startTestServer, type TestServer } from '../testing-server';
import { WAYS } from './ways';

/** A server that answers `/way/<name>` in that way. `close` ends everything that it still had in mind. */
export async function startMisbehavingServer(): Promise<TestServer> {
  const ways = new Map(WAYS.flatMap((group) => group.ways).map((way) => [way.name, way]));
  const hits = new Map<string, number>();
  const timers = new Set<NodeJS.Timeout>();
  const server = await startTestServer((request, response) => {
    const name = /^\/way\/([\w-]+)/.exec(request.url ?? '')?.[1] ?? '';
    const hit = (hits.get(name) ?? 0) + 1;
    hits.set(name, hit);
    const { socket } = request;
    // Who goes away in the middle is what is tested here.
    socket.on('error', () => undefined);
    response.on('error', () => undefined);
    const way = ways.get(name);
    if (way === undefined) {
      response.writeHead(404).end();
      return;
    }
    way.respond({
      request,
      response,
      socket,
      hit,
      later(ms, act) {
        const timer = setTimeout(() => {
          timers.delete(timer);
          if (!socket.destroyed) act();
        }, ms);
        timers.add(timer);
      },
    });
  });
  return {
    ...server,
    close() {
      for (const timer of timers) clearTimeout(timer);
      return server.close();
    },
  };
}
