import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CellQuery, cellSql, decodeCells, meaning, whole } from './cells';

const query: CellQuery<'name' | 'size'> = {
  what: 'things',
  fields: { name: 't.name', size: 't.size' },
  from: 'FROM things t',
};
const row = (count: string, name: string, size: string) => [{ driftboard_count: count, name, size }];

describe('text cells', () => {
  test('one value of each field for each row', () => {
    const cells = decodeCells(query, row('2', 'a\u001fb', '\u001f7'), false);
    expect(cells?.count).toBe(2);
    expect(cells?.of('name')).toEqual(['a', 'b']);
    expect(cells?.of('size')).toEqual(['', '7']);
  });

  test('no rows are no values, and one empty value is one', () => {
    expect(decodeCells(query, row('0', '', ''), false)?.of('name')).toEqual([]);
    expect(decodeCells(query, row('1', '', ''), false)?.of('name')).toEqual(['']);
  });

  test.each([
    ['a value more than rows, once they are written otherwise', row('1', 'a\u001fb', '1'), true],
    ['a value less', row('3', 'a\u001fb', '1\u001f2\u001f3'), true],
    ['no count', row('', 'a', '1'), false],
    ['a count that is none', row('two', 'a', '1'), false],
    ['a field that lacks', [{ driftboard_count: '1', name: 'a' }], false],
    ['a value that is no text', [{ driftboard_count: '1', name: 'a', size: 1 }], false],
    ['no row', [], false],
    ['two rows', [...row('1', 'a', '1'), ...row('1', 'b', '2')], false],
  ])('%s is an error, never a row left out', (_what, rows, escaped) => {
    expect(() => decodeCells(query, rows, escaped)).toThrow(/form that Driftboard does not know/);
  });

  test('a separator inside a value is noticed, whatever stands around it', () => {
    const values = fc.array(fc.string({ unit: fc.constantFrom('a', '\u001f', '\u001b', '0', '1') }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(values, (list) => {
        const sizes = list.map(() => '1').join('\u001f');
        const cells = decodeCells(query, row(String(list.length), list.join('\u001f'), sizes), false);
        if (list.some((value) => value.includes('\u001f'))) expect(cells).toBeNull();
        else expect(cells?.of('name')).toEqual(list);
        const escaped = list.map((value) =>
          value.replaceAll('\u001b', '\u001b0').replaceAll('\u001f', '\u001b1'),
        );
        const again = decodeCells(query, row(String(list.length), escaped.join('\u001f'), sizes), true);
        expect(again?.of('name')).toEqual(list);
      }),
    );
  });

  test('the statement asks for the count and for each field', () => {
    expect(cellSql(query, false)).toContain('count(*)::text AS driftboard_count');
    expect(cellSql(query, true)).toContain("replace(replace(coalesce((t.name)::text, '')");
  });

  test('numbers and letters that are not known are errors', () => {
    expect(whole('-7', 'n')).toBe(-7);
    expect(() => whole('', 'n')).toThrow(/n: ""/);
    expect(() => whole('1.5', 'n')).toThrow();
    expect(() => meaning(new Map([['a', 1]]), 'b', 'letters')).toThrow(/letters: "b"/);
  });
});
