import { createHmac } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { Notification } from '../../shared/notification';
import { startTestServer, type TestServer } from '../probes/http/testing-server';
import { send } from './send';
import { channel, message, sending } from './testing/messages';

type Got = { path: string; headers: IncomingMessage['headers']; body: string };

let servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});

/** A receiver that writes down what it got before it answers. */
async function receiver(answer: (response: ServerResponse, got: Got) => void) {
  const got: Got[] = [];
  const listener: RequestListener = async (request, response) => {
    response.on('error', () => undefined);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const one = {
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    got.push(one);
    answer(response, one);
  };
  const server = await startTestServer(listener);
  servers.push(server);
  return { got, url: `${server.baseUrl}/hooks/T0P-SECRET-PATH`, host: new URL(server.baseUrl).host };
}

const webhook = (url: string, secret?: string) =>
  channel({ kind: 'webhook', name: 'ops', url, ...(secret === undefined ? {} : { secret }) });

describe('a webhook', () => {
  test('gets the message whole, signed so that its receiver can reckon it itself', async () => {
    const { got, url, host } = await receiver((response) => response.end('thanks'));
    const sent = await send(webhook(url, 'common-secret'), message(), sending());
    expect(sent).toEqual({ ok: true, sentence: `${host} answered 200.`, retry: false, answer: 'thanks' });
    const [one] = got;
    expect(Notification.parse(JSON.parse(one?.body ?? ''))).toEqual(message());
    expect(one?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-driftboard-id': 'run-7:ill',
      'x-driftboard-timestamp': '2026-01-01T12:00:01.000Z',
    });
    const reckoned = createHmac('sha256', 'common-secret')
      .update(`2026-01-01T12:00:01.000Z.${one?.body}`)
      .digest('hex');
    expect(one?.headers['x-driftboard-signature']).toBe(`sha256=${reckoned}`);
  });

  test('without a secret has no signature, and a password of its address goes into a header', async () => {
    const { got, url } = await receiver((response) => response.end());
    await send(webhook(url.replace('http://', 'http://me:pass%20word@')), message(), sending());
    expect(got[0]?.headers).not.toHaveProperty('x-driftboard-signature');
    expect(got[0]?.headers.authorization).toBe(`Basic ${Buffer.from('me:pass word').toString('base64')}`);
  });

  test.each([
    [500, true],
    [503, true],
    [429, true],
    [408, true],
    [400, false],
    [404, false],
    [410, false],
  ])('that answers %i is tried again: %s', async (status, retry) => {
    const { url, host } = await receiver((response) => response.writeHead(status).end());
    expect(await send(webhook(url), message(), sending())).toMatchObject({
      ok: false,
      retry,
      sentence: expect.stringContaining(`${host} answered ${status}`),
    });
  });

  test('that leads elsewhere is not followed: the other address gets nothing', async () => {
    const other = await receiver((response) => response.end());
    const { url } = await receiver((response) => response.writeHead(307, { location: other.url }).end());
    const sent = await send(webhook(url), message(), sending());
    expect(sent).toMatchObject({ ok: false, retry: false });
    expect(sent.sentence).toContain('leads to another address, which gets nothing');
    expect(other.got).toEqual([]);
  });

  test('that closes the connection, or does not answer in time, is tried again', async () => {
    const dropping = await receiver((response) => response.destroy());
    expect(await send(webhook(dropping.url), message(), sending())).toMatchObject({
      ok: false,
      retry: true,
      sentence: `${dropping.host} closed the connection before its answer was complete.`,
    });
    const hanging = await receiver(() => undefined);
    expect(await send(webhook(hanging.url), message(), sending({ timeoutMs: 300 }))).toMatchObject({
      ok: false,
      retry: true,
      sentence: `${hanging.host} did not answer within 0.3 s.`,
    });
  });

  test('nobody listens at is tried again', async () => {
    const { url, host } = await receiver((response) => response.end());
    await Promise.all(servers.splice(0).map((server) => server.close()));
    const sent = await send(webhook(url), message(), sending());
    expect(sent).toMatchObject({ ok: false, retry: true });
    expect(sent.sentence).toContain(host);
  });

  test('that answers without an end has its first lines read, and no more', async () => {
    let written = 0;
    const { url } = await receiver((response) => {
      const chunk = Buffer.alloc(64 * 1024, 'x');
      const more = () => {
        while (written < 64 * 1024 * 1024 && !response.destroyed) {
          written += chunk.length;
          if (!response.write(chunk)) return response.once('drain', more);
        }
        return undefined;
      };
      more();
    });
    const sent = await send(webhook(url), message(), sending());
    expect(sent.ok).toBe(true);
    expect(sent.answer).toHaveLength(500);
    expect(written).toBeLessThan(64 * 1024 * 1024);
  });

  test('that sends its secrets back does not bring them onto a page', async () => {
    const { url } = await receiver((response, got) =>
      response
        .writeHead(500)
        .end(`${got.path} common-secret ${got.headers.authorization} \u0007pass word \u202e`),
    );
    const whole = url.replace('http://', 'http://me:pass%20word@');
    const { answer, sentence } = await send(webhook(whole, 'common-secret'), message(), sending());
    for (const secret of ['T0P-SECRET-PATH', 'common-secret', 'pass word', '\u0007', '\u202e']) {
      expect(`${answer}${sentence}`).not.toContain(secret);
    }
    expect(answer).toContain('***');
  });

  test('whose public name leads inside gets nothing, unless that is meant', async () => {
    const { got, url } = await receiver((response) => response.end());
    const named = new URL(url);
    named.hostname = 'hooks.example.com';
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
    const refused = await send(webhook(named.href), message(), sending({ resolve }));
    expect(refused).toMatchObject({ ok: false, retry: false });
    expect(got).toEqual([]);
    const allowed = sending({ resolve, allowPrivateAddress: true });
    expect(await send(webhook(named.href), message(), allowed)).toMatchObject({ ok: true });
  });

  test('an end of the dashboard in the middle is no answer', async () => {
    const ending = new AbortController();
    const { url } = await receiver(() => ending.abort(new Error('over')));
    const sent = send(webhook(url), message(), sending({ signal: ending.signal }));
    await expect(sent).rejects.toThrow('over');
  });
});

test('Slack gets words, its own marks in them made harmless', async () => {
  const { got, url } = await receiver((response) => response.end('ok'));
  const title = 'shop fails: <!channel> a & b';
  await send(channel({ kind: 'slack', name: 'team', url }), message({ title }), sending());
  expect(JSON.parse(got[0]?.body ?? '')).toEqual({
    text: [
      '*shop fails: &lt;!channel&gt; a &amp; b*',
      '9 routes fail.',
      'It fails since 2026-01-01 12:00 UTC.',
      '• The client is older than the schema (11 symptoms; GET /a, GET /b)',
      '<https://health.example/runs?from=6&to=7|Run #7>',
    ].join('\n'),
  });
});
