import { expect, test } from 'vitest';
import { createAssembler, piecesOf } from './pieces';

const LONG = `ä"\\ 🦉 ${'x'.repeat(30_000)}`;

test('a text comes together again, in notifications that PostgreSQL takes', () => {
  for (const text of ['', 'short', LONG]) {
    const pieces = piecesOf(text === '' ? ' ' : text, 'a', 1);
    for (const piece of pieces) expect(Buffer.byteLength(piece)).toBeLessThan(8_000);
    const hear = createAssembler('b');
    expect(pieces.map(hear).at(-1)).toBe(text === '' ? ' ' : text);
  }
});

test('messages of several instances may come in turn', () => {
  const [one, other] = [piecesOf(LONG, 'a', 1), piecesOf(`${LONG}!`, 'b', 1)];
  const hear = createAssembler('c');
  const heard = one.flatMap((piece, place) => [hear(piece), hear(other[place] ?? '')]);
  expect(heard.filter((text) => text !== null)).toEqual([LONG, `${LONG}!`]);
});

test('nobody hears himself, nor what is no message, nor one with a hole', () => {
  const pieces = piecesOf(LONG, 'a', 1);
  expect(pieces.map(createAssembler('a'))).toEqual(pieces.map(() => null));
  const hear = createAssembler('b');
  expect(['{', '{}', 'null', ''].map(hear)).toEqual([null, null, null, null]);
  expect(pieces.filter((_, place) => place !== 1).map(hear)).not.toContain(LONG);
});

test('a report that is too large is not sent in pieces', () => {
  expect(piecesOf('x'.repeat(200_000), 'a', 1)).toEqual([]);
});
