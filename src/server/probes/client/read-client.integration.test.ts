import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Settings } from '../../../shared/config';
import { findProjectRoot } from '../../project-root';
import type { ProbeContext } from '../types';
import { clientDiskProbe } from './disk';
import { clientInstalledProbe } from './installed';
import { createTestApplication, type TestApplication, testSchema } from './testing';

let application: TestApplication | null = null;
afterEach(async () => {
  await application?.remove();
  application = null;
});

async function make(provider: 'prisma-client' | 'prisma-client-js'): Promise<TestApplication> {
  application = await createTestApplication(testSchema(provider));
  await application.generate();
  return application;
}

function context(client: string | null): ProbeContext {
  return {
    settings: Settings.parse(client === null ? {} : { client }),
    signal: new AbortController().signal,
    projectRoot: findProjectRoot(),
    dataDir: '/nonexistent',
    database: () => Promise.reject(new Error('not asked')),
    observe: () => Promise.reject(new Error('not asked')),
  };
}

describe('clientDiskProbe', () => {
  it.each(['prisma-client', 'prisma-client-js'] as const)(
    'reads a client of the layout %s',
    async (layout) => {
      const { client } = await make(layout);
      const found = await clientDiskProbe.read(context(client));
      expect(found).toMatchObject({
        ok: true,
        value: [
          {
            state: 'complete',
            client: {
              layout,
              missingFiles: [],
              brokenFiles: [],
              models: [
                { name: 'User', dbName: 'users' },
                { name: 'Post', story: '5.1' },
              ],
              enums: [{ name: 'Mood', values: [{ name: 'HAPPY' }, { name: 'SAD' }] }],
              fingerprint: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
              generatedAt: expect.stringMatching(/^\d{4}-/),
            },
          },
        ],
      });
    },
  );

  it('says missing, incomplete, and complete with a file that lacks', async () => {
    const { client } = await make('prisma-client');
    await rm(join(client, 'models', 'Post.ts'));
    expect(await clientDiskProbe.read(context(client))).toMatchObject({
      value: [{ state: 'complete', client: { missingFiles: ['models/Post.ts'] } }],
    });
    await rm(join(client, 'internal', 'class.ts'));
    expect(await clientDiskProbe.read(context(client))).toMatchObject({
      value: [{ state: 'incomplete', layout: 'prisma-client', missingFiles: ['internal/class.ts'] }],
    });
    await rm(client, { recursive: true });
    expect(await clientDiskProbe.read(context(client))).toMatchObject({
      ok: true,
      value: [{ state: 'missing', dir: client, found: 'nothing' }],
    });
  });

  it('tells a text that is cut off from one that cannot be understood', async () => {
    const { client } = await make('prisma-client');
    const file = join(client, 'internal', 'class.ts');
    await writeFile(file, 'const config = { "clientVersion": "7.10.0", "inlineSchema": "model A {');
    expect(await clientDiskProbe.read(context(client))).toMatchObject({
      value: [{ state: 'incomplete', brokenFiles: [{ path: 'internal/class.ts', why: 'cut off' }] }],
    });
    await writeFile(file, 'const config = { "clientVersion": "7.10.0", "inlineSchema": "model A {" }');
    expect(await clientDiskProbe.read(context(client))).toMatchObject({
      value: [{ state: 'unreadable', reason: expect.stringContaining('cannot be read') }],
    });
    await writeFile(file, 'export {}');
    expect(await clientDiskProbe.read(context(client))).toMatchObject({
      value: [{ state: 'incomplete', brokenFiles: [{ path: 'internal/class.ts', why: 'cut off' }] }],
    });
  });

  it('is not configured without --client', async () => {
    expect(await clientDiskProbe.read(context(null))).toMatchObject({
      notConfigured: expect.stringContaining('No --client is set'),
    });
  });
});

describe('clientInstalledProbe', () => {
  it('reads the versions from the folder of the client upwards, also where it is missing', async () => {
    const here = join(findProjectRoot(), '.data', 'nowhere', 'client');
    const found = await clientInstalledProbe.read(context(here));
    expect(found).toMatchObject({
      ok: true,
      value: [{ cli: expect.stringMatching(/^7\./), client: expect.stringMatching(/^7\./) }],
    });
    expect(await clientInstalledProbe.read(context('/client'))).toMatchObject({
      value: [{ name: 'client', cli: null, client: null, adapter: null }],
    });
  });
});
