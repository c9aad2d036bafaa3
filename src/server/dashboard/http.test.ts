import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { UnreadableRun } from '../store/types';
import { answer, HttpError, json, readJson, requireSameSite } from './http';

const schema = z.strictObject({ name: z.string() });
const BASE = 'http://127.0.0.1:4000';

function post(body: string | ReadableStream, headers: Record<string, string> = {}): Request {
  return new Request(`${BASE}/api/health/jobs`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', host: '127.0.0.1:4000', ...headers },
    ...(typeof body === 'string' ? {} : { duplex: 'half' }),
  });
}

describe('reading a body', () => {
  test('one of the form is given as it is', async () => {
    expect(await readJson(post('{"name":"a"}'), schema)).toEqual({ name: 'a' });
  });
  test('what is not of the form names every fault', async () => {
    const refusal = await readJson(post('{"other":1}'), schema).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'bad-request' });
    expect(String(JSON.stringify(refusal))).toContain('name');
  });
  test.each(['', 'no json', '[', 'null'])('%j is refused as a bad request', async (text) => {
    await expect(readJson(post(text), schema)).rejects.toMatchObject({ code: 'bad-request' });
  });
  test('another content type is refused: a form of another site cannot send JSON', async () => {
    await expect(
      readJson(post('{"name":"a"}', { 'content-type': 'text/plain' }), schema),
    ).rejects.toMatchObject({
      code: 'unsupported-media-type',
    });
  });
  test('a body without end is cut off, not read', async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(16 * 1024));
      },
    });
    await expect(readJson(post(endless), schema)).rejects.toMatchObject({ code: 'too-large' });
    expect(sent).toBeLessThan(20);
  });
});

describe('who may press our buttons', () => {
  const request = (headers: Record<string, string>) =>
    new Request(`${BASE}/x`, { method: 'DELETE', headers });
  test('a program without Origin may', () => {
    expect(() => requireSameSite(request({ host: '127.0.0.1:4000' }), {})).not.toThrow();
  });
  test('our own page may', () => {
    expect(() => requireSameSite(request({ host: '127.0.0.1:4000', origin: BASE }), {})).not.toThrow();
  });
  test.each([
    ['another site', { host: '127.0.0.1:4000', origin: 'https://evil.example' }],
    ['a page without an origin of its own', { host: '127.0.0.1:4000', origin: 'null' }],
    ['another port', { host: '127.0.0.1:4000', origin: 'http://127.0.0.1:5000' }],
    ['a foreign name that resolves here', { host: 'evil.example', origin: 'http://evil.example' }],
  ])('%s may not', (_what, headers) => {
    expect(() => requireSameSite(request(headers), {})).toThrow(HttpError);
  });
  test('a name that was allowed may', () => {
    const headers = { host: 'drift.example', origin: 'http://drift.example' };
    const env = { DRIFTBOARD_ALLOWED_HOSTS: 'a.example, drift.example' };
    expect(() => requireSameSite(request(headers), env)).not.toThrow();
  });
});

describe('answering', () => {
  test('a refusal becomes its status and body, without secrets', async () => {
    const response = await answer(
      async () => {
        throw new HttpError('not-found', 'postgresql://u:hunter2@h/db is not here.');
      },
      () => {},
    );
    expect(response.status).toBe(404);
    const text = await response.text();
    expect(text).toContain('not-found');
    expect(text).not.toContain('hunter2');
  });
  test('a fault is told to the log and not to the viewer', async () => {
    const faults: unknown[] = [];
    const response = await answer(
      async () => {
        throw new Error('inner secret');
      },
      (fault) => faults.push(fault),
    );
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('inner secret');
    expect(faults).toHaveLength(1);
  });
  test('an answer that is not of its schema is a fault, not an answer', async () => {
    const wrong = z.object({ count: z.number().max(1) });
    const response = await answer(
      async () => json(wrong, { count: 2 }),
      () => {},
    );
    expect(response.status).toBe(500);
  });
});

test('a refusal of another bundle is a refusal, with its word and its sentence', async () => {
  // What Next.js makes of one module that a page and a route import: two copies of one class.
  vi.resetModules();
  const other = await import('./http');
  const { UnreadableRun: OtherUnreadableRun } = await import('../store/types');
  expect(other.HttpError).not.toBe(HttpError);
  const refusal = new other.HttpError('unavailable', 'The store does not answer.');
  expect(refusal).toBeInstanceOf(HttpError);
  expect(new OtherUnreadableRun('Run 7 is of a later version.')).toBeInstanceOf(UnreadableRun);
  expect(new Error('The store does not answer.')).not.toBeInstanceOf(HttpError);
  const response = await answer(() => Promise.reject(refusal), vi.fn());
  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({
    error: { code: 'unavailable', message: 'The store does not answer.' },
  });
});
