import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fetchTypescript } from './fetch-typescript-for-tests';
import { checkTypedApplication as check, expectStagedIsRead } from './scenario-for-tests';
import { createTypedApplication, LAYOUTS, NEW_SCHEMA, OLD_SCHEMA, type TypedApplication } from './testing';

let application: TypedApplication | null = null;
afterEach(async () => {
  await application?.remove();
  application = null;
});

// Not a part of the first test's time: it may have to come over the network.
let older = '';
beforeAll(async () => {
  older = await fetchTypescript('5.9.3');
}, 240_000);

/** TypeScript 5 takes seconds for what 7 does in one, three times over, on a machine that may be busy. */
const TIMEOUT_MS = 300_000;

describe.each(LAYOUTS)('a client of layout %s', (layout) => {
  it.each(['5.9.3', 'of the project'])(
    'is read aside by TypeScript %s',
    async (version) => {
      const typescript = version === 'of the project' ? null : older;
      application = await createTypedApplication(layout, typescript);
      await expectStagedIsRead(application);
    },
    TIMEOUT_MS,
  );
});

describe('checking types', () => {
  it('heals: errors of a client without the model are gone with the new one', async () => {
    application = await createTypedApplication('prisma-client');
    await application.put(await application.stage(NEW_SCHEMA));
    const staged = await application.stage(OLD_SCHEMA);
    expect(await check(application, staged)).toMatchObject({ errors: 1, newErrors: 0, byPrisma: 0 });
  });

  it('compares with nothing where there is no client, and goes by names then', async () => {
    application = await createTypedApplication('prisma-client');
    const staged = await application.stage(NEW_SCHEMA);
    await rm(application.target, { recursive: true });
    const result = await check(application, staged, { names: new Set(['mood']) });
    expect(result).toMatchObject({ errors: 4, newErrors: null });
    expect(result.groups.filter(({ byPrisma }) => !byPrisma).map(({ code }) => code)).toEqual(['TS2322']);
  });

  it('follows a tsconfig that only refers to others', async () => {
    application = await createTypedApplication('prisma-client');
    const root = join(application.root, 'tsconfig.root.json');
    await writeFile(root, '{ "files": [], "references": [{ "path": "./tsconfig.json" }] }');
    expect(await check(application, application.target, { tsconfig: root })).toMatchObject({ errors: 1 });
  });
});
