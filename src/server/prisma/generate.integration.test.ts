import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { asideAndInPlace, datasource, generator, layApplication } from '../testing/other-prismas/in-place';
import { prismaOf } from '../testing/other-prismas/install';
import { LAB_MODELS } from '../testing/other-prismas/schema';
import { OWN_PRISMA } from '../testing/other-prismas/versions';
import { generateClients } from './generate';

let root = '';
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true, force: true });
});

describe('a schema of several files with two clients and a diagram', () => {
  it('gets what Prisma writes in place, one into the default folder, and the diagram is left alone', async () => {
    const prisma = await prismaOf(OWN_PRISMA);
    const clients = `${generator('ts', 'prisma-client', '../../src/ts')}${generator('plain', 'prisma-client-js', null)}`;
    const files = {
      'schema/main.prisma': `${clients}${datasource(prisma)}`,
      'schema/models/all.prisma': LAB_MODELS,
    };
    root = await layApplication(prisma, files, 'npm');
    const made = await asideAndInPlace(prisma, root, 'schema');
    expect(made.map(({ target }) => target)).toEqual(['src/ts', 'node_modules/.prisma/client']);
    for (const { untouched, aside, inPlace } of made) {
      expect(untouched).toBe(true);
      expect(Object.keys(aside).length).toBeGreaterThan(5);
      expect(aside).toEqual(inPlace);
    }
  });

  it('runs no other generator', async () => {
    const prisma = await prismaOf(OWN_PRISMA);
    const all = `${generator('ts', 'prisma-client', '../src/ts')}${generator('diagram', 'node ./not-there.mjs', '../docs')}`;
    root = await layApplication(
      prisma,
      { 'schema.prisma': `${all}${datasource(prisma)}${LAB_MODELS}` },
      'npm',
    );
    const made = await generateClients({
      schemaPath: join(root, 'prisma', 'schema.prisma'),
      stagingDir: join(root, '.staging'),
      signal: new AbortController().signal,
      onLine: () => undefined,
    });
    expect(made.map((client) => client.generator)).toEqual(['ts']);
    expect((await readdir(root)).sort()).toEqual([
      '.env',
      '.staging',
      'node_modules',
      'package.json',
      'prisma',
    ]);
  });
});
