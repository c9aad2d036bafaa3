import { expect, test } from 'vitest';
import { faultLog } from './fault-log';

test('a fault of ours is an error in the log, a store that is lost is a warning', () => {
  const lines: string[] = [];
  const tell = faultLog({
    error: (_: unknown, words?: string) => void lines.push(`error: ${words}`),
    warn: (_: unknown, words?: string) => void lines.push(`warn: ${words}`),
  });
  tell(new TypeError("Cannot read properties of undefined (reading 'id')"));
  tell(
    Object.assign(new Error('terminating connection due to unexpected postmaster exit'), { code: '57P01' }),
  );
  expect(lines).toEqual([
    'error: the dashboard failed itself',
    'warn: the store was lost, or did not answer, in the middle of some work',
  ]);
});
