import { expect, test } from 'vitest';
import { TABLE_LOCKS } from '@/shared/finding';
import { repairPlan } from '../fixtures/repair';
import { gravity, hazardsOf, lockOf } from './hazards';

const [plain] = repairPlan.statements;
if (plain === undefined) throw new Error('The fixture has no statement.');
const statement = { ...plain, transaction: 'inside' as const };

test('each of the eight locks says whom it blocks', () => {
  const words = TABLE_LOCKS.map((lock) => lockOf({ ...statement, lock, lockedTable: 'public.users' }).word);
  expect(words).toEqual([
    'blocks nobody',
    'blocks nobody',
    'blocks nobody',
    'blocks nobody',
    'blocks writes',
    'blocks writes',
    'blocks writes',
    'blocks reads and writes',
  ]);
  expect(lockOf(statement).word).toBe('no lock');
});

test('a lock is the graver the longer it is held', () => {
  const locked = { ...statement, lock: 'ACCESS EXCLUSIVE' as const, lockedTable: 'public.users' };
  expect(lockOf(locked)).toMatchObject({ verdict: 'warn', title: expect.stringMatching(/for a moment/) });
  expect(lockOf({ ...locked, rewrites: true })).toMatchObject({
    verdict: 'fail',
    title: expect.stringMatching(/as long as it works/),
  });
});

test('lost data is the gravest, and what does no harm has no edge', () => {
  expect(gravity(statement)).toBe('skipped');
  expect(hazardsOf(statement)).toEqual([]);
  expect(gravity({ ...statement, transaction: 'outside' })).toBe('skipped');
  expect(gravity({ ...statement, scans: true })).toBe('warn');
  expect(gravity({ ...statement, dataLoss: 'possible' })).toBe('warn');
  expect(gravity({ ...statement, dataLoss: 'certain' })).toBe('fail');
});
