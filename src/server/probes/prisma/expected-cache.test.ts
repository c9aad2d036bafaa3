import { describe, expect, test, vi } from 'vitest';
import { expectedName } from './expected-cache';
import { readingFingerprint } from './reading-fingerprint';

describe('the key of the expected tables', () => {
  const files = [{ path: 'schema.prisma', text: 'model A { id Int @id }' }];

  test('changes with the schema, the engine, the default schema and our own reading', () => {
    const keys = [
      expectedName('expected', files, 'public', '7', 'r1'),
      expectedName('logical', files, 'public', '7', 'r1'),
      expectedName('expected', [{ path: 'schema.prisma', text: 'else' }], 'public', '7', 'r1'),
      expectedName('expected', files, 'app', '7', 'r1'),
      expectedName('expected', files, 'public', '8', 'r1'),
      expectedName('expected', files, 'public', '7', 'r2'),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('follows a change in how expressions are spelled', async () => {
    const now = await readingFingerprint('/nonexistent', null);
    vi.resetModules();
    vi.doMock('../../sql/literal', async (original) => ({
      ...(await original<typeof import('../../sql/literal')>()),
      canonicalNumber: (text: string) => `${text} `,
    }));
    const other = await import('./reading-fingerprint');
    expect(await other.readingFingerprint('/nonexistent', null)).not.toBe(now);
    vi.doUnmock('../../sql/literal');
  });
});
