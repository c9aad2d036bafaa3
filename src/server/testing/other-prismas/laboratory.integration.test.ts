import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { generateWith } from './generate-with';
import { prismaOf } from './install';
import { OTHER_PRISMAS } from './versions';

describe('the laboratory of other Prismas', () => {
  afterEach(() => vi.unstubAllEnvs());

  it.each(OTHER_PRISMAS)(
    'generates with %s, into a folder of its own and beside @prisma/client',
    async (version) => {
      for (const output of ['custom', 'default'] as const) {
        const application = await generateWith(version, { layout: 'prisma-client-js', output });
        try {
          expect(await readdir(application.client)).toContain('index.js');
        } finally {
          await application.remove();
        }
        await expect(access(application.root)).rejects.toThrow('ENOENT');
      }
    },
    // The first time npm fetches them.
    400_000,
  );

  it('fetches each once, however many ask', async () => {
    const both = await Promise.all([prismaOf('5.22.0'), prismaOf('5.22.0')]);
    expect(both[0]).toEqual(both[1]);
  });

  it('says that the registry was needed, where it is not reached', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'driftboard-prismas-'));
    vi.stubEnv('npm_config_registry', 'http://127.0.0.1:1');
    vi.stubEnv('npm_config_fetch_retries', '0');
    vi.stubEnv('npm_config_cache', join(dataDir, 'npm'));
    try {
      await expect(prismaOf('5.22.0', dataDir)).rejects.toThrow(
        /Prisma 5\.22\.0 could not be fetched: [\s\S]+need the npm registry once/,
      );
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
