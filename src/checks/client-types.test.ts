import { describe, expect, it } from 'vitest';
import type { TypeCheck, TypeErrorGroup } from '../shared/regeneration';
import { clientTypes } from './client-types';
import { SETTINGS } from './testing/client-builders';

const CLEAN: TypeCheck = {
  command: 'tsc 7.0.2 -p tsconfig.json',
  files: 12,
  clientFiles: 3,
  errors: 0,
  byPrisma: 0,
  newErrors: null,
  groups: [],
  durationMs: 900,
};
const aGroup = (over: Partial<TypeErrorGroup> = {}): TypeErrorGroup => ({
  code: 'TS2339',
  byPrisma: true,
  isNew: null,
  message: "Property 'goal' does not exist on type 'PrismaClient'.\n  more of it",
  count: 1,
  places: [{ file: 'src/a.ts', line: 3, column: 7 }],
  ...over,
});
const run = (over: Partial<TypeCheck> = {}) =>
  clientTypes.runWith({ 'client.types': { ...CLEAN, ...over } }, SETTINGS);

describe('client-types', () => {
  it('finds nothing where the compiler does, and counts the files that it read', () => {
    expect(run()).toEqual({ compared: 12, findings: [] });
  });

  it('warns only of an error that the client did not cause', () => {
    const { findings } = run({ groups: [aGroup({ byPrisma: false, message: "Type 'number' …" })] });
    expect(findings).toMatchObject([{ severity: 'warning', impact: 'none' }]);
  });

  it('names code, place and words of what the client caused', () => {
    const { findings } = run({ groups: [aGroup({ count: 3 })] });
    expect(findings).toMatchObject([
      {
        key: "client.types:TS2339:Property 'goal' does not exist on type 'PrismaClient'.",
        severity: 'error',
        source: { file: 'src/a.ts', line: 3 },
        message:
          "The application does not compile against the generated client: TS2339 at src/a.ts:3 and in 2 other places: Property 'goal' does not exist on type 'PrismaClient'.",
      },
    ]);
    expect(findings[0]?.observed).toContain('more of it');
  });

  it('keeps its key when lines move, and loses it when the code is mended', () => {
    const moved = run({ groups: [aGroup({ places: [{ file: 'src/a.ts', line: 90, column: 1 }] })] });
    expect(moved.findings[0]?.key).toBe(run({ groups: [aGroup()] }).findings[0]?.key);
    expect(run().findings).toEqual([]);
  });

  it('does not pass where no file of the client was read, nor run without its observation', () => {
    expect(run({ clientFiles: 0 })).toMatchObject({
      compared: 0,
      unknown: expect.stringContaining('no file'),
    });
    expect(() => clientTypes.runWith({}, SETTINGS)).toThrow('client.types');
  });
});
