import { describe, expect, it } from 'vitest';
import { answerLines, pathsNamedIn } from './answer-lines';

describe('answerLines', () => {
  it('gives each value a line with its path', () => {
    const lines = answerLines('{"items":[{"id":4,"odd key":null}],"none":[],"total":1}');
    expect(lines?.map(({ text }) => text).join('\n')).toBe(
      JSON.stringify({ items: [{ id: 4, 'odd key': null }], none: [], total: 1 }, null, 2),
    );
    expect(lines?.flatMap(({ path }) => path ?? [])).toEqual([
      'items',
      'items[0]',
      'items[0].id',
      'items[0]["odd key"]',
      'none',
      'total',
    ]);
  });

  it('is null of what is no JSON, was cut, or is too long', () => {
    expect(answerLines('<html>')).toBeNull();
    expect(answerLines('{"items":[')).toBeNull();
    expect(answerLines(JSON.stringify(Array.from({ length: 5_000 }, () => 1)))).toBeNull();
  });
});

describe('pathsNamedIn', () => {
  const lines = answerLines('{"items":[{"id":4}],"total":1,"status":"ok"}') ?? [];

  it('finds the values that a finding names', () => {
    expect([...pathsNamedIn(['200, a body of another shape (items[0].id: Invalid input)'], lines)]).toEqual([
      'items[0].id',
    ]);
    expect([...pathsNamedIn(['items[0].id is 4 where 5 is declared'], lines)]).toEqual(['items[0].id']);
    expect([...pathsNamedIn(['total: Invalid input'], lines)]).toEqual(['total']);
    const asserted = '200, an assertion does not hold: total is 1, where at least 2 was declared';
    expect([...pathsNamedIn([asserted], lines)]).toEqual(['total']);
  });

  it('takes no word of prose for a path', () => {
    expect(pathsNamedIn(['status 200 with items in a total of 1; the status is 200.'], lines).size).toBe(0);
  });
});
