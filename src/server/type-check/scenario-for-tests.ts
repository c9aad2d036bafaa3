import { expect } from 'vitest';
import type { TypeCheck } from '../../shared/regeneration';
import { checkTypes, type TypeCheckRequest } from './check-types';
import { NEW_SCHEMA, type TypedApplication } from './testing';

/** Checks a little application against a client that lies somewhere. */
export function checkTypedApplication(
  { tsconfig, target }: TypedApplication,
  from: string,
  change: Partial<TypeCheckRequest> = {},
): Promise<TypeCheck> {
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

/** A staged client without a model and a field is read in place of the one in use, and the application stays as it is. */
export async function expectStagedIsRead(application: TypedApplication): Promise<void> {
  const staged = await application.stage(NEW_SCHEMA);
  const before = await application.snapshot();
  const result = await checkTypedApplication(application, staged);
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
  const old = await checkTypedApplication(application, application.target);
  expect(old).toMatchObject({
    errors: 1,
    newErrors: 0,
    byPrisma: 0,
    groups: [{ code: 'TS2322', isNew: false }],
  });
  expect(await application.snapshot()).toEqual(before);
}
