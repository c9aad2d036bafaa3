import { describe, expect, test } from 'vitest';
import { Settings } from '../../shared/config';
import type { JobEvent } from '../../shared/job';
import type { Rehearsal } from '../../shared/rehearsal';
import type { RehearsalContext } from '../rehearsal/rehearse';
import { rehearseJob } from './rehearse';

const RESULT: Rehearsal = {
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 1,
  server: 'PostgreSQL 18.4',
  runId: 'run',
  notCopied: [],
  statements: [],
  before: [],
  resolved: [],
  remaining: [],
  appeared: [],
  verdict: 'fail',
  sentence: 'It does not hold.',
};
const PLAN = { statements: [], byOtherMeans: [], script: '' };

async function run(
  repair: typeof PLAN | null,
  work: (context: RehearsalContext) => Promise<Rehearsal>,
  signal = new AbortController().signal,
) {
  const events: JobEvent[] = [];
  const results: Rehearsal[] = [];
  const job = rehearseJob({
    settings: Settings.parse({}),
    projectRoot: '/nowhere',
    dataDir: '/nowhere',
    signal,
    plan: async () => ({ runId: 'run', repair }),
    onResult: (rehearsal) => void results.push(rehearsal),
    work,
  });
  let failure: unknown = null;
  try {
    for await (const event of job) events.push(event);
  } catch (error) {
    failure = error;
  }
  return { events, results, failure };
}

describe('rehearseJob', () => {
  test('tells each stage, its log and its progress, and keeps a repair that does not hold as a result', async () => {
    const { events, results, failure } = await run(PLAN, async ({ onStage, onLog, onProgress, runId }) => {
      onStage?.('copy');
      onProgress?.(1, 2);
      onStage?.('before');
      onStage?.('run');
      onLog?.('refused');
      onStage?.('after');
      return { ...RESULT, runId };
    });
    expect(failure).toBeNull();
    expect(results).toEqual([RESULT]);
    expect(events.map((event) => ('id' in event ? `${event.type} ${event.id}` : event.type))).toEqual([
      'plan',
      'step copy',
      'progress copy',
      'step copy',
      'step before',
      'step before',
      'step run',
      'log',
      'step run',
      'step after',
      'step after',
      'outcome',
    ]);
    expect(events.at(-1)).toEqual({ type: 'outcome', text: 'It does not hold.' });
  });

  test('ends where it is cancelled, with the reason of the signal and without a result', async () => {
    const controller = new AbortController();
    const reason = new Error('Cancelled by the user.');
    let ended = false;
    const { events, results, failure } = await run(
      PLAN,
      ({ signal, onStage }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            ended = true;
            reject(signal.reason);
          });
          onStage?.('run');
          controller.abort(reason);
        }),
      controller.signal,
    );
    expect(failure).toBe(reason);
    expect(ended).toBe(true);
    expect(results).toEqual([]);
    expect(events.some(({ type }) => type === 'outcome')).toBe(false);
  });

  test('fails where there is no repair to try, and where no copy could be made, without a result', async () => {
    const none = await run(null, async () => RESULT);
    expect(String(none.failure)).toContain('did not read the database');
    const dark = await run(PLAN, async () => {
      throw new Error('There is no shadow database.');
    });
    expect(String(dark.failure)).toContain('no shadow database');
    expect([none.results, dark.results]).toEqual([[], []]);
  });
});
