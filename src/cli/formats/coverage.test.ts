import { expect, test } from 'vitest';
import { NO_COVERAGE } from '../../shared/coverage';
import { coverageLine } from './coverage';

test('coverage is one line, and says nothing of what was not measured or has nothing to cover', () => {
  const declared = { have: 184, of: 184 };
  expect(coverageLine(NO_COVERAGE)).toBeNull();
  expect(
    coverageLine({
      declared,
      strategic: { have: 27, of: 27 },
      foreignKeys: { have: 54, of: 54 },
      queries: { have: 40, of: 41 },
    }),
  ).toBe('indexes: declared 184/184, strategic 27/27, foreign keys 54/54, queries 40/41');
  expect(coverageLine({ ...NO_COVERAGE, declared, strategic: { have: 0, of: 0 } })).toBe(
    'indexes: declared 184/184',
  );
  expect(coverageLine({ ...NO_COVERAGE, foreignKeys: { have: 0, of: 0 } })).toBeNull();
});
