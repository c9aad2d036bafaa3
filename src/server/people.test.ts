import { expect, test } from 'vitest';
import { isSamePerson } from '../shared/people';
import { personOf } from './people';

test('a name as typed counts where no proxy tells who it is, and nobody vouches for it', () => {
  expect(personOf(new Headers(), '  Ada Lovelace ', null)).toEqual({ name: 'Ada Lovelace', proven: false });
  expect(personOf(new Headers({ 'x-forwarded-user': 'Eve' }), 'Ada', null).name).toBe('Ada');
  for (const wrong of [null, '', '   ', 'Ada\nLovelace', 'x'.repeat(121), 'Ada\u202Eevol'])
    expect(() => personOf(new Headers(), wrong, null)).toThrow(/^Your name must/);
});

test('where the proxy tells it, only that name counts', () => {
  const headers = new Headers({ 'x-forwarded-user': 'ada@example.org' });
  expect(personOf(headers, 'Somebody Else', 'x-forwarded-user')).toEqual({
    name: 'ada@example.org',
    proven: true,
  });
  expect(() => personOf(new Headers(), 'Ada', 'x-forwarded-user')).toThrow('Nobody is signed in');
});

test('capitals, spaces and the way of writing an umlaut make nobody another person', () => {
  expect(isSamePerson({ name: 'Ada  LOVELACE' }, { name: 'ada lovelace' })).toBe(true);
  expect(isSamePerson({ name: 'J\u00e4ger' }, { name: 'Ja\u0308ger' })).toBe(true);
  expect(isSamePerson({ name: 'Weiß' }, { name: 'WEISS' })).toBe(true);
  // A sign that nobody sees.
  expect(isSamePerson({ name: 'Ada\u034f' }, { name: 'Ada' })).toBe(true);
  expect(isSamePerson({ name: 'Ada' }, { name: 'Adam' })).toBe(false);
});
