import { rm } from 'node:fs/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { asideAndInPlace, datasource, generator, layApplication } from '../testing/other-prismas/in-place';
import { prismaOf } from '../testing/other-prismas/install';
import { LAB_MODELS } from '../testing/other-prismas/schema';
import { hasTypeScriptLayout, OTHER_PRISMAS } from '../testing/other-prismas/versions';

let root = '';
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true, force: true });
});

describe.each(OTHER_PRISMAS)('a client made aside by Prisma %s is what it writes in place', (version) => {
  it('into a folder that the schema names', { timeout: 400_000 }, async () => {
    const prisma = await prismaOf(version);
    const js = generator('js', 'prisma-client-js', '../src/js');
    const ts = hasTypeScriptLayout(version) ? generator('ts', 'prisma-client', '../src/ts') : '';
    const text = `${js}${ts}${datasource(prisma)}${LAB_MODELS}`;
    root = await layApplication(prisma, { 'schema.prisma': text }, 'above');
    const made = await asideAndInPlace(prisma, root, 'schema.prisma');
    expect(made.map(({ target }) => target)).toEqual(['src/js', ...(ts ? ['src/ts'] : [])]);
    for (const { untouched, aside, inPlace, target } of made) {
      expect(untouched).toBe(true);
      expect(Object.keys(aside)).toContain(target === 'src/ts' ? 'client.ts' : 'index.js');
      expect(aside).toEqual(inPlace);
    }
  });

  it.each(['npm', 'pnpm'] as const)(
    'into the default folder, with the packages as %s lays them',
    async (by) => {
      const prisma = await prismaOf(version);
      const text = `${generator('js', 'prisma-client-js', null)}${datasource(prisma)}${LAB_MODELS}`;
      root = await layApplication(prisma, { 'schema.prisma': text }, by);
      const [made] = await asideAndInPlace(prisma, root, 'schema.prisma');
      const store = by === 'npm' ? '' : `.pnpm/@prisma+client@${version}/node_modules/`;
      expect(made?.target).toBe(`node_modules/${store}.prisma/client`);
      expect(made?.untouched).toBe(true);
      expect(Object.keys(made?.aside ?? {})).toContain('index.js');
      expect(made?.aside).toEqual(made?.inPlace);
    },
  );
});
