import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { loadIntoApplication } from './load';

/** Answers each request with a status, and tells what authorization it bore. */
async function ask(status: number, body: unknown) {
  let authorization: string | undefined;
  const server = createServer((request, response) => {
    authorization = request.headers.authorization;
    response.statusCode = status;
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The test server has no port.');
  try {
    const outcome = await loadIntoApplication({
      baseUrl: `http://me:secret@127.0.0.1:${address.port}`,
      reloadToken: 'token',
      timeoutMs: 1_000,
      signal: new AbortController().signal,
    });
    return { outcome, authorization };
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

describe('loading the client into an application behind a password', () => {
  const loaded = {
    fingerprint: 'sha256:a',
    schemaFingerprint: 'sha256:b',
    version: '7.10.0',
    models: ['User'],
    pid: 1,
    startedAt: '2026-01-01T00:00:00.000Z',
    loadedAt: '2026-01-01T00:00:01.000Z',
    commit: null,
  };

  it('asks an address without the password, with the token', async () => {
    expect(await ask(200, loaded)).toEqual({ outcome: { loaded }, authorization: 'Bearer token' });
  });

  it('needs a restart where the password is asked for', async () => {
    const { outcome } = await ask(401, {});
    expect(outcome).toMatchObject({ skipped: expect.stringContaining('answered 401') });
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });
});
