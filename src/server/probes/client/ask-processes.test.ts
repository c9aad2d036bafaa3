import { describe, expect, it } from 'vitest';
import { aProcess } from '../../../checks/testing/client-builders';
import type { ProcessAnswer } from './ask-process';
import { askProcesses, MAX_REQUESTS } from './ask-processes';

const answer = (pid: number): ProcessAnswer => ({ ok: true, loaded: aProcess({ pid }) });
const refusal: ProcessAnswer = { ok: false, none: true, reason: 'Nothing listens.' };

/** Asks with the answers that `next` gives, one after the other. */
async function asking(next: (request: number) => ProcessAnswer, isOver = () => false) {
  let request = 0;
  return askProcesses(async () => next(request++), isOver);
}

describe('askProcesses', () => {
  it('stops when eight requests in a row show no new process', async () => {
    const asked = await asking(() => answer(1));
    expect(asked).toMatchObject({ requests: 9, ended: 'quiet', processes: [{ pid: 1 }] });
  });

  it('begins to count anew at each new one, and goes on the longer the more there are', async () => {
    const asked = await asking((request) => answer(request === 8 ? 2 : 1));
    expect(asked).toMatchObject({ ended: 'quiet', processes: [{ pid: 1 }, { pid: 2 }] });
    expect(asked.requests).toBeGreaterThanOrEqual(9 + 10);
    const five = await asking((request) => answer(request % 5));
    expect(five.processes).toHaveLength(5);
    expect(five.requests).toBeGreaterThanOrEqual(5 + 25);
  });

  it('makes no more than its limit where each request meets another process', async () => {
    const asked = await asking((request) => answer(request));
    expect(asked).toMatchObject({ requests: MAX_REQUESTS, ended: 'limit' });
    expect(asked.processes).toHaveLength(MAX_REQUESTS);
  });

  it('stops with the time, and at once where nobody listens', async () => {
    expect(
      await asking(
        () => answer(1),
        () => true,
      ),
    ).toMatchObject({ requests: 1, ended: 'time' });
    expect(await asking(() => refusal)).toMatchObject({ requests: 1, ended: 'none' });
  });

  it('goes on when a later request is refused, and counts how often', async () => {
    const asked = await asking((request) => (request % 2 === 0 ? answer(1) : refusal));
    expect(asked).toMatchObject({ requests: 9, ended: 'quiet', processes: [{ pid: 1 }] });
    expect([...asked.failures]).toEqual([['Nothing listens.', 4]]);
  });

  it('keeps the last answer of a process that took up a new client meanwhile', async () => {
    const asked = await asking((request) => ({
      ok: true,
      loaded: aProcess({ fingerprint: request < 3 ? 'sha256:old' : 'sha256:new' }),
    }));
    expect(asked.processes).toMatchObject([{ fingerprint: 'sha256:new' }]);
  });
});
