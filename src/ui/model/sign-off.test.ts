import { expect, test } from 'vitest';
import { SignOffRequest, type SignOffState, StandingSignOff } from '@/shared/sign-off';
import { newRequestId } from './request-id';
import { lastWord, lookOfDecision, lookOfGate } from './sign-off';

const decision = (changed: Partial<StandingSignOff>): StandingSignOff =>
  StandingSignOff.parse({
    ...{ id: '1', environment: 'local', run: 412, runId: 'a', content: 'sha256:a', decision: 'go' },
    ...{ person: { name: 'Ada', proven: false }, comment: 'Looked at it.', at: '2026-01-01T00:00:00.000Z' },
    ...{ confirms: null, secondPerson: false, gates: [], standing: 'stands', voided: null, doubts: [] },
    bindings: { schema: null, database: null, client: null, manifest: null, commit: null, waivers: [] },
    confirmedBy: null,
    ...changed,
  });
const state = (signOffs: StandingSignOff[]): SignOffState => ({
  ...{ environment: 'local', candidate: null, signOffs, maxAgeMinutes: 30, secondPerson: false },
  ...{ namesAreTold: false, record: { events: 1, lastHash: 'sha256:a', breaks: [] } },
});

test('only a go that stands looks like a pass', () => {
  const all = (['stands', 'waiting', 'void', 'superseded', 'doubtful'] as const).flatMap((standing) =>
    (['go', 'no-go'] as const).map((said) => [
      said,
      standing,
      lookOfDecision(decision({ standing, decision: said })).verdict,
    ]),
  );
  expect(all.filter(([, , verdict]) => verdict === 'pass')).toEqual([['go', 'stands', 'pass']]);
});

test('the last word is that of the newest decision, and none is none', () => {
  expect(lastWord(state([]))).toMatchObject({ verdict: 'skipped', word: expect.stringMatching(/^Nobody/) });
  const voided = { run: 413, at: '2026-01-01T01:00:00.000Z', why: ['The commit is another one.'] };
  expect(lastWord(state([decision({ standing: 'void', voided })]))).toEqual({
    verdict: 'fail',
    word: 'The go of Ada on run #412 is void since run #413: that run is not the same.',
  });
  const confirmed = [decision({ id: '2', confirms: '1', run: 412 }), decision({})];
  expect(lastWord(state(confirmed)).word).toBe('The go of Ada on run #412 stands.');
});

test('a gate that passes by a waiver is no plain pass, and one that was not measured is unknown', () => {
  const gate = { id: 'types', title: '', measured: '', checks: [], required: true, waived: 0 } as const;
  const of = (changed: object) => lookOfGate({ ...gate, state: 'pass', checks: [], ...changed });
  expect(of({}).verdict).toBe('pass');
  expect(of({ waived: 1 }).verdict).toBe('warn');
  expect(of({ state: 'unknown' })).toEqual({ verdict: 'unknown', word: 'not measured' });
  expect(of({ state: 'fail', required: false }).word).toBe('fails, switched off');
});

test('each request has a name of its own, of the form that the route takes', () => {
  const ids = Array.from({ length: 20 }, newRequestId);
  expect(new Set(ids).size).toBe(20);
  for (const id of ids) expect(SignOffRequest.shape.requestId.safeParse(id).success).toBe(true);
});
