import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Job, JobEvent } from '../../shared/job';
import { MAX_LOG_LINES } from './fold';
import { jobFilePath } from './job-file';
import { createJobRunner, type JobRunner } from './runner';

let dataDir: string;
const faults: unknown[] = [];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'driftboard-jobs-'));
});
afterEach(async () => {
  expect(faults.splice(0)).toEqual([]);
  await rm(dataDir, { recursive: true, force: true });
});

function runner() {
  const waiting: ((job: Job) => void)[] = [];
  const created: JobRunner = createJobRunner({
    dataDir,
    onFault: (error) => faults.push(error),
    onChange: (job) => {
      if (job.state !== 'running') for (const wake of waiting.splice(0)) wake(job);
    },
  });
  return { ...created, ended: () => new Promise<Job>((resolve) => waiting.push(resolve)) };
}

const plan: JobEvent = {
  type: 'plan',
  steps: [
    { id: 'a', title: 'A' },
    { id: 'b', title: 'B' },
  ],
};

async function* hanging(signal: AbortSignal): AsyncGenerator<JobEvent> {
  yield plan;
  yield { type: 'step', id: 'a', state: 'running' };
  await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

describe('createJobRunner', () => {
  it('folds events into the job', async () => {
    const { start, ended, list } = runner();
    const done = ended();
    const job = start('regenerate', 'Regenerate', async function* () {
      yield plan;
      yield { type: 'step', id: 'a', state: 'running' };
      yield { type: 'log', step: 'a', text: 'Bearer abcdefghijkl' };
      yield { type: 'progress', id: 'a', done: 1, total: 3 };
      yield { type: 'step', id: 'a', state: 'succeeded' };
      yield { type: 'step', id: 'b', state: 'skipped', reason: 'not needed' };
      yield { type: 'outcome', text: 'Nothing changed.' };
    });
    expect(job).toMatchObject({ state: 'running', steps: [] });
    const end = await done;
    expect(end).toMatchObject({
      id: job.id,
      state: 'succeeded',
      outcome: 'Nothing changed.',
      steps: [
        { state: 'succeeded', progress: { done: 1, total: 3 }, durationMs: expect.any(Number) },
        { state: 'skipped', reason: 'not needed', startedAt: null },
      ],
    });
    expect(end.log[0]?.text).toBe('Bearer ***');
    expect(list()).toEqual([end]);
  });

  it('turns a throw into a failed job with a redacted sentence', async () => {
    const { start, ended } = runner();
    const done = ended();
    start('demo', 'Demo', async function* () {
      yield plan;
      yield { type: 'step', id: 'a', state: 'running' };
      throw new Error('postgres://u:secret@h/d is down');
    });
    expect(await done).toMatchObject({
      state: 'failed',
      outcome: 'postgres://u:***@h/d is down',
      steps: [{ state: 'failed', reason: 'postgres://u:***@h/d is down' }, { state: 'cancelled' }],
    });
  });

  it('joins the running job of the same kind, and cancels it', async () => {
    const { start, cancel, ended } = runner();
    const done = ended();
    const first = start('regenerate', 'One', hanging);
    expect(start('regenerate', 'Two', hanging).id).toBe(first.id);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(cancel(first.id)).toBe(true);
    expect(await done).toMatchObject({
      state: 'cancelled',
      steps: [{ state: 'cancelled' }, { state: 'cancelled' }],
    });
    expect(cancel(first.id)).toBe(false);
  });

  it('shows a job of a server that died as interrupted', async () => {
    const { start, close } = runner();
    start('regenerate', 'One', hanging);
    const kept: unknown = JSON.parse(await readFile(jobFilePath(dataDir), 'utf8'));
    expect(kept).toMatchObject([{ state: 'running' }]);
    const later = runner();
    expect(later.list()).toMatchObject([{ state: 'interrupted', finishedAt: expect.any(String) }]);
    await close();
  });

  it('keeps the last 20 jobs and the last lines of a log', async () => {
    const { start, ended, list } = runner();
    for (let index = 0; index < 22; index += 1) {
      const done = ended();
      start('demo', `job ${index}`, async function* () {
        for (let line = 0; line < (index === 21 ? MAX_LOG_LINES + 5 : 1); line += 1) {
          yield { type: 'log', step: 'a', text: `line ${line}` };
        }
      });
      await done;
    }
    expect(list()).toHaveLength(20);
    expect(list()[0]?.title).toBe('job 21');
    expect(list()[0]?.log).toHaveLength(MAX_LOG_LINES);
    expect(list()[0]?.log[0]?.text).toBe('line 5');
  });
});
