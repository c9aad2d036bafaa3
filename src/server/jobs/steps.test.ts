import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { JobEvent } from '../../shared/job';
import { pump } from './pump';
import { runSteps, type Step, StepError } from './steps';

const step = (id: string, run: Step['run'] = async () => undefined): Step => ({ id, title: id, run });

async function collect(events: AsyncIterable<JobEvent>): Promise<{ events: JobEvent[]; error: unknown }> {
  const collected: JobEvent[] = [];
  try {
    for await (const event of events) collected.push(event);
    return { events: collected, error: null };
  } catch (error) {
    return { events: collected, error };
  }
}

const states = (events: JobEvent[]) =>
  events.flatMap((event) => (event.type === 'step' ? [`${event.id} ${event.state}`] : []));

describe('runSteps', () => {
  it('tells the plan, then each state, log line and figure in its order', async () => {
    const { events } = await collect(
      runSteps(
        [
          step('a', async ({ log, progress }) => {
            log('one postgres://u:secret@h/d');
            await sleep(5);
            progress(1, 2);
            return undefined;
          }),
          step('b', async () => ({ skipped: 'nothing to do' })),
        ],
        new AbortController().signal,
      ),
    );
    expect(events).toEqual([
      {
        type: 'plan',
        steps: [
          { id: 'a', title: 'a' },
          { id: 'b', title: 'b' },
        ],
      },
      { type: 'step', id: 'a', state: 'running' },
      { type: 'log', step: 'a', text: 'one postgres://u:***@h/d' },
      { type: 'progress', id: 'a', done: 1, total: 2 },
      { type: 'step', id: 'a', state: 'succeeded' },
      { type: 'step', id: 'b', state: 'running' },
      { type: 'step', id: 'b', state: 'skipped', reason: 'nothing to do' },
    ]);
  });

  it('stops at the first failure, and says so for the rest', async () => {
    const fail = step('a', async () => Promise.reject(new Error('token=abc is bad')));
    const { events, error } = await collect(runSteps([fail, step('b')], new AbortController().signal));
    expect(states(events)).toEqual(['a running', 'a failed', 'b cancelled']);
    expect(error).toBeInstanceOf(StepError);
    expect(error).toMatchObject({ message: 'token=*** is bad' });
  });

  it('goes on after a failure where it is asked to, and fails at the end', async () => {
    const fail = step('a', async () => Promise.reject(new Error('no')));
    const { events, error } = await collect(
      runSteps([fail, step('b')], new AbortController().signal, { goOn: true }),
    );
    expect(states(events)).toEqual(['a running', 'a failed', 'b running', 'b succeeded']);
    expect(error).toMatchObject({ message: 'no' });
  });

  it('is cancelled between steps and inside one', async () => {
    const abort = new AbortController();
    const first = step('a', async () => {
      abort.abort();
      return undefined;
    });
    const { events, error } = await collect(runSteps([first, step('b')], abort.signal));
    expect(states(events)).toEqual(['a running', 'a succeeded', 'b cancelled']);
    expect(error).toBe(abort.signal.reason);
  });
});

describe('pump', () => {
  it('hands out everything emitted before the failure', async () => {
    const seen: number[] = [];
    const work = pump<number, void>(async (emit) => {
      emit(1);
      await sleep(1);
      emit(2);
      throw new Error('after two');
    });
    await expect(
      (async () => {
        for await (const event of work) seen.push(event);
      })(),
    ).rejects.toThrow('after two');
    expect(seen).toEqual([1, 2]);
  });
});
