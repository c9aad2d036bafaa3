import { describe, expect, it } from 'vitest';
import { missingColumn } from '../fixtures/findings';
import { rehearsal } from '../fixtures/repair';
import { verdictNow } from './rehearsal';

const made = rehearsal('2026-11-24T10:00:00.000Z');
const clean = { ...made, verdict: 'pass' as const, remaining: [] };

describe('how a rehearsal stands now', () => {
  it('is what it showed, while its run is the newest', () => {
    expect(verdictNow(clean, made.runId)).toEqual({ verdict: 'pass', stale: false, word: 'pass' });
    expect(verdictNow({ ...clean, verdict: 'fail' }, made.runId)).toMatchObject({ verdict: 'fail' });
  });

  it('is unknown and stale as soon as another run is newer, or where there is none', () => {
    for (const runId of ['another', null])
      expect(verdictNow(clean, runId)).toEqual({ verdict: 'unknown', stale: true, word: 'stale' });
  });

  it('is no green where findings remain that no SQL repairs', () => {
    const remaining = [missingColumn(made.startedAt)];
    expect(verdictNow({ ...clean, remaining }, made.runId)).toEqual({
      verdict: 'warn',
      stale: false,
      word: '1 remains',
    });
  });
});
