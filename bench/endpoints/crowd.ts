import http from 'node:http';
import { text } from 'node:stream/consumers';
import { DEFAULT_CONCURRENCY } from '../../src/shared/config';
import { type Sample, summed, timed } from '../timing';
import type { Crowd, EndpointTask } from './contract';
import { ourAsking } from './ours';

const ROUTES = 14;
const WARMING_ROUNDS = 100;
const CROWDS: { what: string; delay: (index: number) => number }[] = [
  { what: 'handlers of 5 ms', delay: () => 5 },
  { what: 'handlers of 5 to 70 ms', delay: (index) => 5 * (index + 1) },
  { what: 'handlers of 70 ms', delay: () => 70 },
];

/** Fourteen routes at once: our probe, `fetch` in a loop, `fetch` at once, and `node:http` with its connections kept. */
export async function measureCrowds(task: EndpointTask): Promise<Crowd[]> {
  const crowds: Crowd[] = [];
  for (const { what, delay } of CROWDS) {
    const indexes = Array.from({ length: ROUTES }, (_, index) => index);
    const routes = indexes.map((index) => ({ path: `/wait/${delay(index)}/${index}`, query: { kb: '2' } }));
    const urls = routes.map(({ path }) => `http://127.0.0.1:${task.port}${path}?kb=2`);
    crowds.push({ what, slowestMs: Math.max(...indexes.map(delay)), ...(await measure(routes, urls, task)) });
  }
  return crowds;
}

async function measure(
  routes: Parameters<typeof ourAsking>[0],
  urls: readonly string[],
  task: EndpointTask,
): Promise<Omit<Crowd, 'what' | 'slowestMs'>> {
  const asking = await ourAsking(routes, task);
  const agent = new http.Agent({ keepAlive: true });
  const ours = async (concurrency?: number) => {
    const results = await asking(concurrency);
    const good = results.filter(
      ({ tries }) => tries.at(-1)?.status === 200 && tries.at(-1)?.json !== undefined,
    );
    if (good.length < urls.length) throw new Error('Not every route answered: its time would say nothing.');
  };
  // All fourteen go at once under any of these, and none finds a connection that another has left.
  let other = DEFAULT_CONCURRENCY;
  const ways = {
    ours: () => ours(),
    oursAnew: () => {
      other += 1;
      return ours(other);
    },
    fetchLoop: async () => {
      for (const url of urls) JSON.parse(await (await fetch(url)).text());
    },
    fetchAtOnce: () => Promise.all(urls.map(async (url) => JSON.parse(await (await fetch(url)).text()))),
    httpAtOnce: () => Promise.all(urls.map(async (url) => JSON.parse(await byHttp(url, agent)))),
  };
  const first = await timed(() => ours());
  for (const way of Object.values(ways)) await way();
  // Warm is what has been compiled by use, as in a dashboard that has been open for a while; both alike.
  for (let round = 0; round < WARMING_ROUNDS; round += 1) {
    await ways.ours();
    await ways.httpAtOnce();
  }
  const samples: Record<keyof typeof ways, Sample[]> = {
    ours: [],
    oursAnew: [],
    fetchLoop: [],
    fetchAtOnce: [],
    httpAtOnce: [],
  };
  // In turn, so that whatever disturbs the machine disturbs all alike.
  for (let round = 0; round < task.rounds; round += 1) {
    samples.ours.push((await timed(ways.ours)).sample);
    samples.oursAnew.push((await timed(ways.oursAnew)).sample);
    samples.fetchLoop.push((await timed(ways.fetchLoop)).sample);
    samples.fetchAtOnce.push((await timed<unknown>(ways.fetchAtOnce)).sample);
    samples.httpAtOnce.push((await timed<unknown>(ways.httpAtOnce)).sample);
  }
  agent.destroy();
  const median = summed(samples.ours);
  return {
    oursMs: median.wallMs,
    oursCpuMs: median.cpuMs,
    oursAnewMs: summed(samples.oursAnew).wallMs,
    oursBestMs: best(samples.ours),
    httpBestMs: best(samples.httpAtOnce),
    oursFirstMs: first.sample.wallMs,
    fetchLoopMs: summed(samples.fetchLoop).wallMs,
    fetchAtOnceMs: summed(samples.fetchAtOnce).wallMs,
    httpAtOnceMs: summed(samples.httpAtOnce).wallMs,
    rounds: median.rounds,
  };
}

const best = (samples: readonly Sample[]) => Math.min(...samples.map(({ wallMs }) => wallMs));

function byHttp(url: string, agent: http.Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    http.get(url, { agent }, (response) => text(response).then(resolve, reject)).on('error', reject);
  });
}
