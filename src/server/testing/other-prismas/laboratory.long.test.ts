import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { prismaOf } from './install';

describe('the laboratory of other Prismas', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('fetches each once, however many ask', async () => {
    const both = await Promise.all([prismaOf('5.22.0'), prismaOf('5.22.0')]);
    expect(both[0]).toEqual(both[1]);
    // The first time npm fetches it.
  }, 400_000);

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
