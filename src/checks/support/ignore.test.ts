import { describe, expect, it } from 'vitest';
import { ignoreFilter } from './ignore';

describe('ignoreFilter', () => {
  it.each([
    ['users', 'public', 'users', true],
    ['users', 'public', 'users2', false],
    ['Users', 'public', 'users', false],
    ['public.users', 'public', 'users', true],
    ['public.users', 'audit', 'users', false],
    ['audit.*', 'audit', 'anything', true],
    ['legacy_*', 'public', 'legacy_a', true],
    ['*_log*', 'public', 'a_log_2', true],
    ['a.b', 'public', 'a.b', true],
    ['u+(s', 'public', 'u+(s', true],
    ['u.ers', 'public', 'users', false],
  ])('%s and %s.%s: %s', (pattern, schema, name, expected) => {
    expect(ignoreFilter([pattern]).object(schema, name)).toBe(expected);
  });

  it('takes a part by its own name, with its table, and with its schema', () => {
    for (const pattern of ['i_*', 'users.i_a', 'public.users.i_a', 'users', 'public.i_a']) {
      expect(ignoreFilter([pattern]).part('public', 'users', 'i_a')).toBe(true);
    }
    expect(ignoreFilter(['goals.i_a']).part('public', 'users', 'i_a')).toBe(false);
  });

  it('takes a column only with its table', () => {
    expect(ignoreFilter(['*_at']).column('public', 'users', 'created_at')).toBe(false);
    expect(ignoreFilter(['*.*_at']).column('public', 'users', 'created_at')).toBe(true);
    expect(ignoreFilter([]).column('public', 'users', 'created_at')).toBe(false);
  });
});
