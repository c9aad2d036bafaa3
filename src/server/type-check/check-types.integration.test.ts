import { readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkTypes, type TypeCheckRequest } from './check-types';
import { createTypedApplication, LAYOUTS, NEW_SCHEMA, OLD_SCHEMA, type TypedApplication } from './testing';

let application: TypedApplication | null = null;
afterEach(async () => {
  await application?.remove();
  application = null;
});

function check({ tsconfig, target }: TypedApplication, from: string, change: Partial<TypeCheckRequest> = {}) {
  return checkTypes({
    tsconfig,
    clients: [{ target, from }],
    compare: true,
    names: new Set(),
    timeoutMs: 60_000,
    signal: new AbortController().signal,
    log: () => undefined,
    ...change,
  });
}

describe.each(LAYOUTS)('the types of an application with a client of layout %s', (layout) => {
  it('are checked against the staged client, and nothing is written into the application', async () => {
    application = await createTypedApplication(layout);
    const staged = await application.stage(NEW_SCHEMA);
    const before = await application.snapshot();
    const result = await check(application, staged);
    expect(await application.snapshot()).toEqual(before);
    expect(result).toMatchObject({ errors: 4, newErrors: 3, byPrisma: 3 });
    expect(result.clientFiles).toBeGreaterThan(0);
    expect(result.groups.map(({ code, isNew, places }) => [code, isNew, places[0]?.file])).toEqual([
      ['TS2339', true, 'src/code.ts'],
      ['TS2339', true, 'src/code.ts'],
      ['TS2353', true, 'src/code.ts'],
      ['TS2322', false, 'src/own.ts'],
    ]);
    expect(result.groups.map(({ message }) => message).join('\n')).toMatch(/'post' does not exist on type/);
    expect(JSON.stringify(result)).not.toContain('driftboard-types-');
    // The same code against the client that is in place has its own error only.
    const old = await check(application, application.target);
    expect(old).toMatchObject({
      errors: 1,
      newErrors: 0,
      byPrisma: 0,
      groups: [{ code: 'TS2322', isNew: false }],
    });
    expect(await application.snapshot()).toEqual(before);
  });
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

  it('follows a tsconfig that only refers to others', async () => {
    application = await createTypedApplication('prisma-client');
    const root = join(application.root, 'tsconfig.root.json');
    await writeFile(root, '{ "files": [], "references": [{ "path": "./tsconfig.json" }] }');
    expect(await check(application, application.target, { tsconfig: root })).toMatchObject({ errors: 1 });
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
