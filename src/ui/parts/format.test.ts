import { describe, expect, test } from 'vitest';
import { ageOf, bytesOf, countOf, durationOf, plural, shortHash, someOf } from './format';

const text = ({ figure, unit }: { figure: string; unit: string }) => `${figure} ${unit}`.trim();

describe('durations', () => {
  test.each([
    [0.4, '400 µs'],
    [3.14, '3.1 ms'],
    [38.4, '38 ms'],
    [999.7, '1 s'],
    [1_240, '1.2 s'],
    [59_000, '59 s'],
    [120_000, '2 min'],
    [125_000, '2 min 5 s'],
    [3_600_000, '1 h'],
    [24_480_000, '6 h 48 min'],
  ])('%d ms reads %s', (ms, expected) => expect(text(durationOf(ms))).toBe(expected));
});

describe('bytes', () => {
  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1 kB'],
    [334_000, '334 kB'],
    [4_800_000, '4.8 MB'],
    [999_900, '1 MB'],
  ])('%d reads %s', (bytes, expected) => expect(text(bytesOf(bytes))).toBe(expected));
});

describe('ages', () => {
  test.each([
    [-5_000, 'now'],
    [4_900, '4 s'],
    [60_000, '1 min'],
    [3_600_000, '1 h'],
    [47 * 3_600_000, '47 h'],
    [72 * 3_600_000, '3 d'],
  ])('%d ms is %s', (ms, expected) => expect(ageOf(ms)).toBe(expected));
});

test('counts have their thousands apart', () => {
  expect(countOf(999)).toBe('999');
  expect(countOf(1_234_567)).toBe('1,234,567');
  expect(plural(1, 'index', 'indexes')).toBe('1 index');
  expect(plural(0, 'table')).toBe('0 tables');
});

test('a list says how many it leaves out', () => {
  expect(someOf([])).toBe('');
  expect(someOf(['a'])).toBe('a');
  expect(someOf(['a', 'b', 'c'])).toBe('a, b and c');
  expect(someOf(['a', 'b', 'c', 'd'])).toBe('a, b and 2 more');
});

test('a hash is cut to eight digits', () => expect(shortHash('sha256:0123456789abcdef')).toBe('01234567'));
