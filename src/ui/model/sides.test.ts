import { expect, test } from 'vitest';
import { presenceSentence, presenceWord, sideRow } from './sides';

const all = { schema: true, migrations: true, database: true };

test('the side that stands alone is marked, and only it', () => {
  const odd = (texts: Parameters<typeof sideRow>[1], voices = all) => {
    const { cells } = sideRow('x', texts, voices);
    return Object.entries(cells).flatMap(([side, cell]) =>
      cell.kind !== 'silent' && cell.odd ? [side] : [],
    );
  };
  expect(odd({ schema: 'a', migrations: 'a', database: 'b' })).toEqual(['database']);
  expect(odd({ schema: 'a', migrations: 'b', database: 'b' })).toEqual(['schema']);
  expect(odd({ schema: 'a', migrations: null, database: 'a' })).toEqual(['migrations']);
  expect(odd({ schema: 'a', migrations: 'b', database: 'c' })).toEqual(['schema', 'migrations', 'database']);
  expect(odd({ schema: 'a', migrations: null, database: null }, { ...all, migrations: false })).toEqual([
    'database',
  ]);
  expect(odd({ schema: 'a', migrations: 'a', database: 'a' })).toEqual([]);
});

test('one voice alone is no agreement', () => {
  const only = { schema: false, migrations: false, database: true };
  expect(sideRow('x', { schema: null, migrations: null, database: 'a' }, only).state).toBe('alone');
});

test('where an object is, as a word and as a sentence', () => {
  expect(presenceWord(all)).toBe('all three');
  expect(presenceSentence(all, 'table')).toBeNull();
  const unread = { schema: true, migrations: null, database: true };
  expect(presenceWord(unread)).toBe('schema.prisma, database');
  expect(presenceSentence({ schema: true, migrations: true, database: false }, 'table')).toBe(
    'schema.prisma and the migrations have this table; the database does not.',
  );
  expect(presenceSentence({ schema: false, migrations: false, database: true }, 'enum')).toBe(
    'The database has this enum; schema.prisma and the migrations do not.',
  );
  expect(presenceSentence({ schema: false, migrations: null, database: true }, 'table')).toBe(
    'The database has this table; schema.prisma does not. Not read: the migrations.',
  );
});
