import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { endpoints } from '../../../checks/endpoints';
import { evidenceIn } from '../../../checks/support/endpoint-failure';
import type { CheckResult } from '../../../checks/types';
import { EndpointDeclaration, type EndpointObservation } from '../../../shared/endpoints';
import { startMisbehavingServer } from './testing/misbehaving-server';
import type { Way } from './testing/way';
import { WAYS } from './testing/ways';
import { type Bench, openBench } from './testing-probe';
import type { TestServer } from './testing-server';

/** Enough for whatever answers at once, on a machine that is busy with other tests. */
const PATIENT_MS = 8_000;
/** By so much a try may end after its limit: timers are late where the machine is busy. */
const SLACK_MS = 1_500;
const AT_ONCE = 10;
/** More than this no answer may cost, however long it is or becomes. */
const MEMORY_LIMIT_BYTES = 96 * 1024 * 1024;

type Outcome = { result: CheckResult; observation: EndpointObservation };

const Shape = z.object({ ok: z.boolean() });
const all = WAYS.flatMap(({ ways }) => ways);
const outcomes = new Map<string, Outcome>();
let server: TestServer;
let bench: Bench;

/** Sends the request of one way and judges what came, as a run does. */
async function outcomeOf({ name, declare = {}, timeoutMs = PATIENT_MS }: Way): Promise<Outcome> {
  const { shape, ...declared } = declare;
  const entry = { path: `/way/${name}`, budgetMs: PATIENT_MS, ...declared };
  const seen = await bench.ask({ endpoints: [entry] }, { settings: { timeoutMs } });
  if (!seen.ok) throw new Error(seen.reason);
  const observation = {
    ...seen.value,
    declarations: [EndpointDeclaration.parse({ ...entry, ...(shape ? { response: Shape } : {}) })],
  };
  return {
    observation,
    result: endpoints.runWith({ 'endpoints.results': observation }, { ignore: [] }),
  };
}

const LARGE = ['one-gigabyte', 'body-without-end', 'gzip-bomb', 'brotli-bomb'];

beforeAll(async () => {
  server = await startMisbehavingServer();
  bench = await openBench(() => server.baseUrl);
  const queue = all.filter(({ name }) => !LARGE.includes(name)).values();
  const worker = async () => {
    for (const way of queue) outcomes.set(way.name, await outcomeOf(way));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
});
afterAll(async () => {
  await server.close();
  await bench.remove();
});

function judged(way: Way, { result, observation }: Outcome): void {
  expect(result).toMatchObject({ compared: 1 });
  const { rule, code, object, says = [] } = way.expect;
  const finding = result.findings[0];
  expect(finding?.rule ?? null, finding?.message).toBe(rule);
  expect(result.findings.length).toBe(rule === null ? 0 : 1);
  for (const part of says) expect(finding?.observed).toContain(part);
  // The causes are found by what the finding says: it must name as much as the answer did.
  const evidence = evidenceIn(finding?.observed ?? '');
  if (code !== undefined) expect(evidence?.code, finding?.observed).toBe(code);
  if (object !== undefined) expect(evidence?.object, finding?.observed).toBe(object);
  if (rule !== null) expect(finding?.remedy.text).not.toBe('');
  for (const one of observation.results[0]?.tries ?? [])
    expect(one.durationMs).toBeLessThan((way.timeoutMs ?? PATIENT_MS) + SLACK_MS);
}

describe('a server that misbehaves', () => {
  it('has a name of its own for each of many ways', () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(150);
  });
});

describe.each(WAYS)('$title', ({ ways }) => {
  it.each(ways.filter(({ name }) => !LARGE.includes(name)))('$name: $does', (way) => {
    const outcome = outcomes.get(way.name);
    if (outcome === undefined) throw new Error(`${way.name} was not asked.`);
    judged(way, outcome);
  });
});

describe('memory', () => {
  it.each(LARGE)('stays bounded, whatever %s brings', async (name) => {
    const way = all.find((one) => one.name === name);
    if (way === undefined) throw new Error(`There is no way ${name}.`);
    // The first request packs what the server sends; only then is there something to measure.
    judged(way, await outcomeOf(way));
    const before = process.memoryUsage().rss;
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 2);
    const outcome = await outcomeOf(way).finally(() => clearInterval(watch));
    most = Math.max(most, process.memoryUsage().rss);
    judged(way, outcome);
    expect(most - before).toBeLessThan(MEMORY_LIMIT_BYTES);
    expect(outcome.observation.results[0]?.tries).toHaveLength(1);
  });
});
