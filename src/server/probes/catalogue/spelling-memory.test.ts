import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'driftboard-spellings-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The modules as a new process has them. */
async function newProcess() {
  vi.resetModules();
  return {
    ...(await import('./spelling-memory')),
    ...(await import('../../sql/expression')),
    ...(await import('../../sql/parser')),
  };
}

describe('spellings across processes', () => {
  test('what one has worked out another of the same sources says without the parser', async () => {
    const first = await newProcess();
    await first.recallSpellings(folder, 'b1');
    const spelling = await first.withSqlParser(() => first.canonicalExpression("'a'::text", 'text'));
    expect(spelling).toBe("'a'");
    await first.keepSpellings(folder, 'b1');

    const second = await newProcess();
    await second.recallSpellings(folder, 'b1');
    expect(second.canonicalExpression("'a'::text", 'text')).toBe("'a'");
    expect(() => second.canonicalExpression("'b'::text", 'text')).toThrow(second.SqlParserNotLoaded);
    expect(await second.withSqlParser(() => second.canonicalExpression("'b'::text", 'text'))).toBe("'b'");

    const other = await newProcess();
    await other.recallSpellings(folder, 'b2');
    expect(() => other.canonicalExpression("'a'::text", 'text')).toThrow(other.SqlParserNotLoaded);
  });

  test('sources without a name keep nothing', async () => {
    const empty = path.join(folder, 'empty');
    const { recallSpellings, keepSpellings, withSqlParser, canonicalExpression } = await newProcess();
    await recallSpellings(empty, null);
    await withSqlParser(() => canonicalExpression('1 + 1'));
    await keepSpellings(empty, null);
    await expect(readdir(empty)).rejects.toThrow('ENOENT');
  });
});
