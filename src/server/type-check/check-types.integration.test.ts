import { readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { NO_CLIENT } from '../../checks/testing/client-builders';
import { readClientOnDisk } from '../probes/client/read-client';
import { clientTypesProbe } from '../probes/client/types';
import { testContext } from '../probes/testing-context';
import { observed } from '../probes/types';
import { checkTypedApplication as check, expectStagedIsRead } from './scenario-for-tests';
import { createTypedApplication, type TypedApplication } from './testing';

let application: TypedApplication | null = null;
afterEach(async () => {
  await application?.remove();
  application = null;
});

describe('the types of an application', () => {
  // The other layouts and TypeScript 5.9 are among the long tests.
  it('are checked against the staged client, and nothing is written into the application', async () => {
    application = await createTypedApplication('default');
    await expectStagedIsRead(application);
  });
});
describe('checking types', () => {
  it('says so where the compiler is told of no code that uses the client', async () => {
    application = await createTypedApplication('prisma-client');
    const other = join(application.root, 'tsconfig.own.json');
    await writeFile(other, '{ "extends": "./tsconfig.base.json", "files": ["src/own.ts"] }');
    await expect(check(application, application.target, { tsconfig: other })).rejects.toThrow(
      'read no file of the generated client',
    );
    await writeFile(other, '{ "files": [] }');
    await expect(check(application, application.target, { tsconfig: other })).rejects.toThrow(
      'finds no file',
    );
    await writeFile(other, '{ "files": ');
    await expect(check(application, application.target, { tsconfig: other })).rejects.toThrow('correct it');
    await rm(other);
    await expect(check(application, application.target, { tsconfig: other })).rejects.toThrow(
      'cannot be read',
    );
  });

  it('ends in time and when cancelled, and leaves no copy', async () => {
    application = await createTypedApplication('prisma-client');
    await expect(check(application, application.target, { timeoutMs: 1 })).rejects.toThrow(
      'did not end within 1 ms',
    );
    const abort = new AbortController();
    const log = () => abort.abort(new Error('Cancelled.'));
    await expect(check(application, application.target, { signal: abort.signal, log })).rejects.toThrow(
      'Cancelled.',
    );
    const left = await readdir(await realpath(tmpdir()));
    expect(left.filter((name) => name.startsWith(`driftboard-types-${process.pid}-`))).toEqual([]);
  });
});

describe('the check against the client on disk', () => {
  it('runs the compiler again only where something has changed', async () => {
    application = await createTypedApplication('prisma-client');
    const { tsconfig, target } = application;
    const disk = await readClientOnDisk({ dir: target, name: 'client' });
    const read = () =>
      clientTypesProbe.read(
        testContext({ client: [target], typeCheck: tsconfig }, { 'client.disk': observed([disk]) }),
      );
    const first = await read();
    expect(first).toMatchObject({ ok: true, value: { errors: 1, newErrors: null, byPrisma: 0 } });
    const again = await read();
    expect(again.evidence[0]?.answer).toContain('Nothing has changed');
    if (!first.ok || !again.ok) throw new Error('The types were not checked.');
    expect(again.value).toBe(first.value);
    await writeFile(join(application.root, 'src', 'more.ts'), 'export const more: number = "x";\n');
    expect(await read()).toMatchObject({ ok: true, value: { errors: 2 } });
  });

  it('is skipped without its setting, and unknown without a whole client', async () => {
    const unset = await clientTypesProbe.read(testContext({ client: ['/x'] }));
    expect(unset).toMatchObject({ ok: false, notConfigured: expect.stringContaining('--type-check') });
    const missing = observed(NO_CLIENT);
    const context = testContext(
      { client: ['/x'], typeCheck: '/x/tsconfig.json' },
      { 'client.disk': missing },
    );
    expect(await clientTypesProbe.read(context)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('missing'),
    });
  });
});
