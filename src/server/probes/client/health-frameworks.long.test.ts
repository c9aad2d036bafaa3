import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LoadedClient } from '../../../shared/client';
import { readClientOnDisk } from './read-client';
import { createTestApplication, type TestApplication, testSchema } from './testing';
import { buildSnippet, PRISMA_MODULE, routeSnippets, startProcess } from './testing-health';

/** Fetched for these tests alone: Driftboard needs none of them. */
const FRAMEWORKS = ['express@5.3.0', 'fastify@5.12.8', 'hono@4.13.19', '@hono/node-server@2.1.9'];
const INSTALL_TIMEOUT_MS = 300_000;
const FLAGS = [
  '--no-save',
  '--prefer-offline',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--no-package-lock',
];
const TRIED_ELSEWHERE = [
  'app/api/health/client/route.ts',
  'pages/api/health/client.ts',
  'node-server.ts',
  'reloading-server.ts',
];
const TRIED_HERE = ['express-server.ts', 'fastify-server.ts', 'hono-server.ts'];

let application: TestApplication;
let src: string;

beforeAll(async () => {
  application = await createTestApplication(testSchema('prisma-client-js'));
  await application.generate();
  src = join(application.root, 'src');
  await writeFile(join(src, 'prisma.ts'), PRISMA_MODULE);
  await writeFile(join(application.root, 'package.json'), '{ "private": true }');
  await promisify(execFile)('npm', ['install', ...FLAGS, ...FRAMEWORKS], {
    cwd: application.root,
    timeout: INSTALL_TIMEOUT_MS,
  });
}, INSTALL_TIMEOUT_MS);
afterAll(() => application?.remove());

describe('the handlers of docs/health-client-route.md in frameworks', () => {
  it('are all tried, here or without a framework', async () => {
    expect([...(await routeSnippets()).keys()].sort()).toEqual([...TRIED_ELSEWHERE, ...TRIED_HERE].sort());
  });

  it.each(TRIED_HERE)('%s', async (file) => {
    const server = await startProcess(await buildSnippet(file, src), {
      DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nothing',
    });
    try {
      const found = await readClientOnDisk({ dir: application.client, name: 'client' });
      if (found.state !== 'complete') throw new Error(`The client is ${found.state}.`);
      const address = `${server.baseUrl}/api/health/client`;
      const answer = await fetch(address);
      expect(answer.status).toBe(200);
      expect(LoadedClient.parse(await answer.json())).toMatchObject({
        fingerprint: found.client.fingerprint,
        schemaFingerprint: found.client.schemaFingerprint,
        pid: server.pid,
      });
      expect((await fetch(address, { method: 'POST' })).status).toBe(405);
    } finally {
      await server.stop();
    }
  });
});
