import { describe, expect, it } from 'vitest';
import { stepsOf, valueAt } from './value-path';

const json = { items: [{ id: 7, 'odd name': 'x' }], total: 1, nothing: null };

describe('valueAt', () => {
  it.each([
    ['items[0].id', 7],
    ['$.items[0].id', 7],
    ['items[0]["odd name"]', 'x'],
    ['total', 1],
    ['nothing', null],
    ['$', json],
    ['items.length', 1],
    ['items[1].id', undefined],
    ['nothing.at', undefined],
    ['toString', undefined],
  ])('finds %s', (path, value) => expect(valueAt(json, path)).toEqual(value));

  it('takes what is no path for none', () => {
    for (const path of ['', 'a..b', 'a[', 'a[x]', '.a', 'a b', 'a[0]b'])
      expect(stepsOf(path), path).toBeNull();
    expect(valueAt([1], '[0]')).toBe(1);
  });
});
