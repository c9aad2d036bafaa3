import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Job, JobEvent } from '../../shared/job';
import { beginJob, type JobSpec } from './begin';
import { MAX_LOG_LINES } from './fold';
import { followJob } from './follow';
import { cancelFileOf, type JobHead, journalFolder } from './journal';
import type { JobWork } from './own-job';
import { createJobRunner, type JobRunner } from './runner';

let dataDir: string;
const faults: unknown[] = [];
const open: JobRunner[] = [];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'driftboard-jobs-'));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
  expect(faults.splice(0)).toEqual([]);
  await rm(dataDir, { recursive: true, force: true });
});

/** A server that shows jobs; several on one data folder see one another as other processes would. */
function runner(environment = 'local', place = dataDir, locks: readonly string[] = []) {
  const waiting: ((job: Job) => void)[] = [];
  const foreignEnds: Job[] = [];
  const created: JobRunner = createJobRunner({
    dataDir: place,
    environment,
    locks,
    onFault: (error) => faults.push(error),
    onForeignEnd: (job) => foreignEnds.push(job),
    onChange: (job) => {
      if (job.state !== 'running') for (const wake of waiting.splice(0)) wake(job);
    },
  });
  open.push(created);
  return { ...created, foreignEnds, ended: () => new Promise<Job>((resolve) => waiting.push(resolve)) };
}

function spec(title: string, work: JobWork, change: Partial<JobSpec> = {}): Omit<JobSpec, 'environment'> {
  return {
    kind: 'regenerate',
    title,
    request: 'all',
    locks: [join(dataDir, 'locks', 'x.lock')],
    work,
    ...change,
  };
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
  await new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}

describe('createJobRunner', () => {
  it('folds events into the job', async () => {
    const { start, ended, list } = runner();
    const done = ended();
    const job = await start(
      spec('Regenerate', async function* () {
        yield plan;
        yield { type: 'step', id: 'a', state: 'running' };
        yield { type: 'log', step: 'a', text: 'Bearer abcdefghijkl' };
        yield { type: 'progress', id: 'a', done: 1, total: 3 };
        yield { type: 'step', id: 'a', state: 'succeeded' };
        yield { type: 'step', id: 'b', state: 'skipped', reason: 'not needed' };
        yield { type: 'outcome', text: 'Nothing changed.' };
      }),
    );
    expect(job).toMatchObject({
      state: 'running',
      steps: [],
      startedBy: { pid: process.pid, via: 'dashboard' },
    });
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
    const later = runner();
    await later.refresh();
    expect(later.list()).toEqual([end]);
    expect(later.foreignEnds).toEqual([]);
  });

  it('turns a throw into a failed job with a redacted sentence', async () => {
    const { start, ended } = runner();
    const done = ended();
    await start(
      spec('Demo', async function* () {
        yield plan;
        yield { type: 'step', id: 'a', state: 'running' };
        throw new Error('postgres://u:secret@h/d is down');
      }),
    );
    expect(await done).toMatchObject({
      state: 'failed',
      outcome: 'postgres://u:***@h/d is down',
      steps: [{ state: 'failed', reason: 'postgres://u:***@h/d is down' }, { state: 'cancelled' }],
    });
    const journals = await readdir(journalFolder(dataDir));
    expect(await readFile(join(journalFolder(dataDir), journals[0] ?? ''), 'utf8')).not.toContain('secret');
  });

  it('joins the same job of any server, and each can cancel it', async () => {
    const [one, other, third] = [runner(), runner(), runner()];
    const first = await one.start(spec('One', hanging));
    expect((await one.start(spec('Two', hanging))).id).toBe(first.id);
    expect((await other.start(spec('Three', hanging))).id).toBe(first.id);
    await third.refresh();
    expect(third.list()).toMatchObject([{ id: first.id, state: 'running' }]);
    const done = [one.ended(), other.ended(), third.ended()];
    expect(other.cancel(first.id)).toBe(true);
    for (const job of await Promise.all(done)) {
      expect(job).toMatchObject({
        id: first.id,
        state: 'cancelled',
        steps: [{ state: 'cancelled' }, { state: 'cancelled' }],
      });
    }
    expect(one.foreignEnds).toEqual([]);
    expect(other.foreignEnds).toMatchObject([{ id: first.id }]);
    expect([one, other, third].map(({ cancel }) => cancel(first.id))).toEqual([false, false, false]);
    expect(await readdir(join(dataDir, 'locks'))).toEqual([]);
  });

  it('meets at the lock those that keep their journals elsewhere', async () => {
    const lock = join(dataDir, 'locks', 'x.lock');
    const [one, other] = [runner(), runner('local', join(dataDir, 'other'), [lock])];
    const job = await one.start(spec('One', hanging));
    await other.refresh();
    expect(other.list()).toMatchObject([{ id: job.id, state: 'running' }]);
    expect((await other.start(spec('Two', hanging))).id).toBe(job.id);
    const done = [one.ended(), other.ended()];
    expect(other.cancel(job.id)).toBe(true);
    expect((await Promise.all(done)).map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
  });

  it('refuses another job that needs the same, and lets other ones run', async () => {
    const [one, other] = [runner(), runner('staging')];
    await one.start(spec('One', hanging));
    await expect(one.start(spec('Two', hanging, { request: 'some' }))).rejects.toMatchObject({
      name: 'LockedError',
      message: expect.stringMatching(/^“One” is under way \(process \d+, since /),
    });
    await expect(other.start(spec('Two', hanging))).rejects.toMatchObject({ name: 'LockedError' });
    const free = await other.start(spec('Two', hanging, { locks: [join(dataDir, 'locks', 'y.lock')] }));
    expect(other.list().map(({ id }) => id)).toEqual([free.id]);
    await one.refresh();
    expect(one.list().map(({ title }) => title)).toEqual(['One']);
  });

  it('shows a job whose process died as interrupted, at its last sign of life', async () => {
    const head: JobHead = {
      type: 'head',
      job: {
        id: 'dead',
        kind: 'regenerate',
        title: 'One',
        startedAt: '2026-01-01T00:00:00.000Z',
        startedBy: { pid: 999_999_999, via: 'command-line' },
      },
      environment: 'local',
      owner: { pid: 999_999_999, born: null, place: '' },
      locks: [join(dataDir, 'locks', 'x.lock')],
    };
    const at = '2026-01-01T00:00:01.000Z';
    const lines = [
      head,
      { type: 'event', at, event: plan },
      { type: 'event', at, event: { type: 'step', id: 'a', state: 'running' } },
    ];
    const file = join(journalFolder(dataDir), 'dead.ndjson');
    await mkdir(journalFolder(dataDir), { recursive: true });
    await writeFile(file, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
    await appendFile(file, '{"type":"event","at":"2026-01-0');
    const [one, other] = [runner(), runner()];
    await Promise.all([one.refresh(), other.refresh()]);
    for (const { list } of [one, other]) {
      expect(list()).toMatchObject([
        {
          state: 'interrupted',
          finishedAt: at,
          outcome: expect.stringContaining('999999999'),
          steps: [{ state: 'cancelled' }, { state: 'cancelled' }],
        },
      ]);
    }
    const later = runner();
    await later.refresh();
    expect(later.list()).toEqual(one.list());
    expect(one.foreignEnds).toEqual([]);
  });

  it('keeps the last 20 jobs and the last lines of a log, and says that lines are missing', async () => {
    const { start, ended, list } = runner();
    await mkdir(journalFolder(dataDir), { recursive: true });
    await writeFile(cancelFileOf(join(journalFolder(dataDir), 'old.ndjson')), '');
    for (let index = 0; index < 22; index += 1) {
      const done = ended();
      await start(
        spec(`job ${index}`, async function* () {
          for (let line = 0; line < (index === 21 ? MAX_LOG_LINES + 5 : 1); line += 1) {
            yield { type: 'log', step: 'a', text: `line ${line}` };
          }
        }),
      );
      await done;
    }
    expect(list()).toHaveLength(20);
    expect(await readdir(journalFolder(dataDir))).toHaveLength(20);
    expect(list()[0]?.title).toBe('job 21');
    expect(list()[0]?.log).toHaveLength(MAX_LOG_LINES);
    expect(list()[0]?.log[0]?.text).toBe('… earlier lines were left out.');
    expect(list()[0]?.log[1]?.text).toBe('line 6');
  });

  it('writes no journal without an end to what a job says', async () => {
    const { start, ended } = runner();
    const done = ended();
    const job = await start(
      spec('Loud', async function* () {
        yield plan;
        for (let line = 0; line < 6_000; line += 1) yield { type: 'log', step: 'a', text: 'x'.repeat(1_000) };
        yield { type: 'outcome', text: 'Done.' };
      }),
    );
    const end = await done;
    expect(end.outcome).toBe('Done.');
    expect(end.log.at(-1)?.text).toMatch(/^… 2\d{3} more lines were left out/);
    const file = join(journalFolder(dataDir), `${job.id}.ndjson`);
    expect((await readFile(file)).length).toBeLessThan(5 * 1024 * 1024);
  });
});

describe('followJob', () => {
  it('tells all events from the first to the end, and leaves a job alone when its watcher goes', async () => {
    const begun = await beginJob(dataDir, { environment: 'local', ...spec('One', hanging) }, 'command-line');
    const joined = await beginJob(dataDir, { environment: 'local', ...spec('One', hanging) }, 'command-line');
    if (begun.joined || !joined.joined) throw new Error('The second one joins the first.');
    const running = begun.job.run();
    const leave = new AbortController();
    const watched = followJob(joined.journal, leave.signal);
    expect((await watched.next()).value).toMatchObject({ event: plan });
    leave.abort(new Error('left'));
    await watched.next();
    await expect(watched.next()).rejects.toThrow();

    const stays = followJob(joined.journal, new AbortController().signal);
    await stays.next();
    await stays.next();
    await writeFile(cancelFileOf(joined.journal), '');
    expect(await stays.next()).toEqual({ done: true, value: { state: 'cancelled', reason: 'Cancelled.' } });
    expect((await running).job.state).toBe('cancelled');
    expect(await readdir(journalFolder(dataDir))).toHaveLength(1);
  });
});
