import { expect, test } from 'vitest';
import { schemaOf } from './client';
import { refusalOf } from './place';

const watched = 'postgresql://app:secret@db.example.com/shop';

test('the watched database is refused as the store, however it is spelled, and without its password', () => {
  for (const [store, of] of [
    [watched, watched],
    ['postgres://other:word@DB.example.com:5432/shop?schema=public', watched],
    ['postgresql://u@localhost:6000/a', 'postgresql://v@127.0.0.1:6000/a'],
    ['postgresql://shop@db.example.com', 'postgresql://x@db.example.com/shop'],
  ] as const) {
    const refusal = refusalOf(store, of);
    expect(refusal).toMatch(/^STORE_URL leads to the watched database itself/);
    expect(refusal).not.toMatch(/secret|word/);
  }
});

test('another database, schema or server may be it', () => {
  for (const store of [
    'postgresql://app@db.example.com/driftboard',
    'postgresql://app@db.example.com/shop?schema=driftboard',
    'postgresql://app@db.example.com:6432/shop',
  ]) {
    expect(refusalOf(store, watched)).toBeNull();
  }
  expect(refusalOf(watched, null)).toBeNull();
});

test('a schema must be a plain name', () => {
  expect(schemaOf(watched)).toBe('public');
  expect(schemaOf(`${watched}?schema=drift_1`)).toBe('drift_1');
  expect(() => schemaOf(`${watched}?schema=a"b`)).toThrow(/plain name/);
});
