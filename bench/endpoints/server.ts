import { createServer } from 'node:http';
import { text as readAll } from 'node:stream/consumers';
import { z } from 'zod';

const Port = z.object({ port: z.number() });

/**
 * An application whose answers take a known time: `/wait/20/7?kb=2` answers after 20 ms with 2 kB. It counts how many
 * requests it has at a time, and `/seen` tells the most so far and starts anew. Runs in a process of its own, so that it takes no
 * time from those that ask it, until its standard input ends.
 */
export async function serveKnownDelays(): Promise<void> {
  let underWay = 0;
  let most = 0;
  let requests = 0;
  const bodies = new Map<number, string>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://bench');
    const [, kind, delay] = url.pathname.split('/');
    const answer = (text: string) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length });
      response.end(text);
    };
    if (kind === 'seen') {
      answer(JSON.stringify({ most, requests }));
      [most, requests] = [0, 0];
      return;
    }
    underWay += 1;
    requests += 1;
    most = Math.max(most, underWay);
    setTimeout(() => {
      underWay -= 1;
      answer(bodyOf(Number(url.searchParams.get('kb') ?? '1'), bodies));
    }, Number(delay));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.stdout.write(`${JSON.stringify({ port: Port.parse(server.address()).port })}\n`);
  await readAll(process.stdin);
  server.closeAllConnections();
  server.close();
}

/** A list as applications answer it, of about so many kilobytes. */
function bodyOf(kilobytes: number, bodies: Map<number, string>): string {
  const known = bodies.get(kilobytes);
  if (known !== undefined) return known;
  const item = (id: number) => ({
    id,
    title: `Title of item ${id}`,
    score: id / 7,
    tags: ['a', 'b'],
    done: id % 2 === 0,
  });
  const length = Math.max(1, Math.round((kilobytes * 1000) / JSON.stringify(item(1000)).length));
  const text = JSON.stringify({ items: Array.from({ length }, (_, id) => item(id)) });
  bodies.set(kilobytes, text);
  return text;
}
