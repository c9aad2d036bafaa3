import { describe, expect, test } from 'vitest';
import { parseArguments } from './arguments';
import { OUTPUT_OPTIONS, SETTING_OPTIONS, settingFlags } from './verify-options';

const SPECS = { ...SETTING_OPTIONS, ...OUTPUT_OPTIONS };
const parse = (...args: string[]) => parseArguments(args, SPECS, { min: 0, max: 0, what: '' });

describe('the command line', () => {
  test('options reach the settings under their names', () => {
    const parsed = parse(
      '--database-url',
      'postgresql://h/d',
      '--schema=s.prisma',
      '--ignore',
      'a*',
      '--ignore',
      'b',
    );
    expect(parsed.faults).toEqual([]);
    expect(settingFlags(parsed)).toEqual({
      databaseUrl: 'postgresql://h/d',
      schema: 's.prisma',
      ignore: ['a*', 'b'],
    });
  });
  test('nothing given sets nothing', () => {
    expect(settingFlags(parse())).toEqual({});
  });
  test('every fault is named at once', () => {
    const { faults } = parse('--databse-url', 'x', '--schema', '--format', 'json', 'extra');
    expect(faults).toHaveLength(4);
    expect(faults.join('\n')).toContain('did you mean --database-url?');
    expect(faults.join('\n')).toContain('--schema needs a value');
  });
  test('a forgotten value does not swallow the next option', () => {
    const parsed = parse('--schema', '--format', 'json');
    expect(parsed.faults).toEqual(['--schema needs a value: --schema FILE|DIR.']);
    expect(parsed.values.format).toBe('json');
  });
  test('words are counted', () => {
    expect(parseArguments([], {}, { min: 1, max: 1, what: 'a rule' }).faults).toEqual(['Name a rule.']);
    expect(parseArguments(['a', 'b'], {}, { min: 1, max: 1, what: 'a rule' }).faults).toHaveLength(1);
  });
});
