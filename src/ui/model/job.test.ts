import { describe, expect, test } from 'vitest';
import type { ClientTakeUp, TypeCheck } from '@/shared/regeneration';
import { cancelledJob, failedJob, finishedJob, runningJob } from '../fixtures/jobs';
import { stepToShow, whereItIs } from './job-progress';
import { changeLines, takeUpLook, typesLook } from './regeneration';

describe('of a job one sees', () => {
  test('the step at work, the one that failed, or all', () => {
    expect(stepToShow(runningJob, null)?.id).toBe('check');
    expect(stepToShow(failedJob, null)?.state).toBe('failed');
    expect(stepToShow(finishedJob, null)).toBeNull();
  });

  test('the step that was chosen, whatever works', () => {
    expect(stepToShow(runningJob, 'schema')?.id).toBe('schema');
    expect(stepToShow(runningJob, 'of an earlier plan')?.id).toBe('check');
  });

  test('where it is and what comes, while it works', () => {
    expect(whereItIs(runningJob)).toEqual({
      place: 'step 3 of 7',
      next: 'Check the types of the application',
    });
    expect(whereItIs(cancelledJob)).toBeNull();
    expect(whereItIs({ ...runningJob, steps: [] })).toBeNull();
  });
});

test('a change names what came, went and is another now', () => {
  const [change] = finishedJob.result?.changes ?? [];
  if (change === undefined) throw new Error('The fixture has no change.');
  const lines = changeLines(change).map(({ how, kind, name }) => `${how} ${kind} ${name}`);
  expect(lines).toContain('added model StrugglePrediction');
  expect(changeLines(change).find(({ how }) => how === 'changed')?.in).toEqual([
    '+ score',
    '− legacyScore',
    '~ endedAt: DateTime → DateTime?',
  ]);
});

describe('nothing is green that nobody measured', () => {
  const types = (more: Partial<TypeCheck>): TypeCheck => ({
    command: 'tsc 5.9.3 -p tsconfig.json',
    files: 214,
    clientFiles: 12,
    errors: 0,
    byPrisma: 0,
    newErrors: null,
    groups: [],
    durationMs: 3_100,
    ...more,
  });
  const takeUp = (how: ClientTakeUp['how'], fresh: boolean[]): ClientTakeUp => ({
    how,
    text: '',
    processes: fresh.map((each, pid) => ({ pid, startedAt: '2026-11-24T09:00:00Z', fresh: each })),
  });

  test('types', () => {
    expect(typesLook(types({})).verdict).toBe('pass');
    expect(typesLook(types({ files: 0 })).verdict).toBe('unknown');
    expect(typesLook(types({ clientFiles: 0 })).verdict).toBe('unknown');
    expect(typesLook(types({ errors: 3 })).verdict).toBe('warn');
    expect(typesLook(types({ errors: 3, byPrisma: 2, newErrors: 3 }))).toEqual({
      verdict: 'fail',
      words: '3 type errors in 214 files: 2 by the client, all new',
    });
  });

  test('processes', () => {
    expect(takeUpLook(takeUp('reloaded', [true])).verdict).toBe('pass');
    expect(takeUpLook(takeUp('reloaded', [])).verdict).toBe('unknown');
    expect(takeUpLook(takeUp('restarted', [true, false])).verdict).toBe('warn');
    expect(takeUpLook(takeUp('restart-needed', [true])).verdict).toBe('warn');
    expect(takeUpLook(takeUp('not-running', [])).verdict).toBe('skipped');
  });
});
