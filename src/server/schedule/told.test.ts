import { expect, test } from 'vitest';
import { createTold } from './told';

/** Looks so far apart that whoever lives has told of his run. */
function looking() {
  const told = createTold();
  let nowMs = 0;
  return {
    note: told.note,
    look(latest: number) {
      nowMs += 5_000;
      return told.missingAt(latest, nowMs);
    },
    lookAtOnce: (latest: number) => told.missingAt(latest, nowMs),
  };
}

test('what was there at the first look needs no telling', () => {
  const { look } = looking();
  expect(look(7)).toEqual([]);
  expect(look(7)).toEqual([]);
});

test('a run that nobody tells is missing some seconds after it was found, until it is told', () => {
  const { look, lookAtOnce, note } = looking();
  look(7);
  expect(look(9)).toEqual([]);
  expect(lookAtOnce(9)).toEqual([]);
  expect(look(9)).toEqual([8, 9]);
  note(8);
  expect(look(10)).toEqual([9]);
  note(9);
  note(10);
  expect(look(10)).toEqual([]);
});

test('runs may be told in any order, and more than once', () => {
  const { look, note } = looking();
  look(0);
  for (const number of [2, 1, 2, 1]) note(number);
  look(3);
  expect(look(3)).toEqual([3]);
});

test('what was told before the first look is not missing after it', () => {
  const { look, note } = looking();
  note(4);
  look(3);
  look(5);
  expect(look(5)).toEqual([5]);
});

test('of very many only the newest are told', () => {
  const { look, note } = looking();
  look(0);
  look(1_000);
  const missing = look(1_000);
  expect(missing).toHaveLength(50);
  expect(missing.at(-1)).toBe(1_000);
  for (const number of missing) note(number);
  expect(look(1_000)).toEqual([]);
});
