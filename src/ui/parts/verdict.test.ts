import { describe, expect, test } from 'vitest';
import { Verdict, worstVerdict } from '@/shared/verdict';
import { byVerdict, titleOf, VERDICTS, worstOf } from './verdict';

describe('the verdict map', () => {
  test('has a shape, a word and a glyph of its own for each verdict', () => {
    for (const key of ['shape', 'word', 'glyph', 'rank'] as const) {
      expect(new Set(Verdict.options.map((verdict) => VERDICTS[verdict][key])).size).toBe(
        Verdict.options.length,
      );
    }
  });

  test('agrees with the contract on which verdict is worse', () => {
    for (const a of Verdict.options) {
      for (const b of Verdict.options) expect(worstOf([a, b])).toBe(worstVerdict([a, b]));
    }
  });

  test('never calls nothing a pass', () => {
    expect(worstOf([])).toBe('unknown');
    expect(titleOf(null)).toContain('◆');
  });

  test('puts failures first and what is skipped last', () => {
    expect([...Verdict.options].sort(byVerdict)).toEqual(['fail', 'unknown', 'warn', 'pass', 'skipped']);
  });

  test('stands in the title of the tab', () => {
    expect(titleOf('fail')).toBe('■ FAIL · Driftboard');
  });
});
