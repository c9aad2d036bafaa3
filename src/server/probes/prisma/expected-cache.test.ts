import { beforeAll, describe, expect, test, vi } from 'vitest';
import { loadSqlParser } from '../../sql/parser';
import { expectedName } from './expected-cache';
import { readingFingerprint } from './reading-fingerprint';

beforeAll(() => loadSqlParser());

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
    const now = readingFingerprint();
    vi.resetModules();
    vi.doMock('../../sql/literal', async (original) => ({
      ...(await original<typeof import('../../sql/literal')>()),
      canonicalNumber: (text: string) => `${text} `,
    }));
    const { loadSqlParser: load } = await import('../../sql/parser');
    await load();
    const other = await import('./reading-fingerprint');
    vi.doUnmock('../../sql/literal');
    expect(other.readingFingerprint()).not.toBe(now);
  });
});
