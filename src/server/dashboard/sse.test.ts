import { expect, test } from 'vitest';
import type { DashboardEvent } from '../../shared/events';
import { createBus } from './bus';
import { eventStream } from './sse';

const stored = (number: number): DashboardEvent => ({ type: 'run.stored', runId: `run-${number}`, number });

function open(waitingBytes: number) {
  const bus = createBus(() => undefined);
  const leave = new AbortController();
  const response = eventStream(bus, '2026-01-01T00:00:00Z', leave.signal, waitingBytes);
  const reader = response.body?.getReader();
  if (reader === undefined) throw new Error('The stream has no body.');
  const read = async () => {
    const { done, value } = await reader.read();
    return done ? null : new TextDecoder().decode(value);
  };
  return { bus, leave, read };
}

test('a viewer who reads gets every event in order, as the same bytes for all', async () => {
  const { bus, read } = open(10_000);
  expect(await read()).toContain('"hello"');
  for (let number = 1; number <= 500; number += 1) {
    bus.publish(stored(number));
    expect(await read()).toBe(`data: ${JSON.stringify(stored(number))}\n\n`);
  }
});

test('one who does not read costs a bounded queue, and then nothing: what waits is sent, then the stream ends', async () => {
  const { bus, read } = open(1_000);
  for (let number = 1; number <= 10_000; number += 1) bus.publish(stored(number));
  expect(bus.size()).toBe(0);
  const got: string[] = [];
  for (let text = await read(); text !== null; text = await read()) got.push(text);
  const bytes = got.join('').length;
  expect(bytes).toBeGreaterThan(900);
  expect(bytes).toBeLessThan(1_200);
  expect(got.at(-1)).toContain(`"number":${got.length - 1}`);
});

test('one who goes away is forgotten, and going twice does no harm', () => {
  const { bus, leave } = open(1_000);
  expect(bus.size()).toBe(1);
  leave.abort();
  leave.abort();
  bus.publish(stored(1));
  expect(bus.size()).toBe(0);
});
