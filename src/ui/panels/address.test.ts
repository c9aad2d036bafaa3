import { expect, test } from 'vitest';
import { changeQuery } from './address';

test('a change leaves the other keys of the address as they were', () => {
  expect(changeQuery('?q=a&open=b', { open: 'GET /x' })).toBe('?q=a&open=GET+%2Fx');
  expect(changeQuery('?q=a&open=b', { q: '', open: null })).toBe('');
  expect(changeQuery('', { sort: 'size.desc' })).toBe('?sort=size.desc');
});
