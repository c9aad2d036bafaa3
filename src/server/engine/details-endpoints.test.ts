import { describe, expect, it } from 'vitest';
import { answers, aTry } from '../../checks/testing/client-builders';
import type { EndpointObservation } from '../../shared/endpoints';
import { EndpointDeclaration } from '../../shared/endpoints';
import type { CheckReport } from '../../shared/report';
import { endpointRows } from './details-endpoints';

const CHECK: CheckReport = {
  id: 'endpoints',
  group: 'endpoints',
  title: 'Declared endpoints',
  verdict: 'pass',
  compared: 1,
  durationMs: 1,
  reason: null,
  findings: [],
  needs: [],
};

const goals = EndpointDeclaration.parse({ path: '/api/goals' });

function rowOf(observation: EndpointObservation) {
  return endpointRows({ 'endpoints.results': observation }, [CHECK])?.[0];
}

/** The same observation, of whose first endpoint no request was sent. */
function notSent(verdict: 'unknown' | 'skipped', reason: string): EndpointObservation {
  const observation = answers([goals, [aTry({ json: {} })]]);
  return {
    ...observation,
    results: observation.results.map((result) => ({ ...result, tries: [], notSent: { verdict, reason } })),
  };
}

describe('the rows of endpoints', () => {
  it('are null where none was requested, never an empty list', () => {
    expect(endpointRows({}, [CHECK])).toBeNull();
  });

  it('pass where an answer was held against its declaration', () => {
    expect(rowOf(answers([goals, [aTry({ json: {} })]]))).toMatchObject({ verdict: 'pass', reason: null });
  });

  it('have of a request that was not sent the word and the reason, and are never green', () => {
    expect(rowOf(notSent('skipped', 'A write: set safeOn.'))).toMatchObject({
      verdict: 'skipped',
      reason: 'A write: set safeOn.',
      tries: [],
    });
    expect(rowOf(notSent('unknown', 'TOKEN is not set.'))).toMatchObject({
      verdict: 'unknown',
      reason: 'TOKEN is not set.',
    });
  });

  it('are unknown where the time was over before the turn came, and where there is no result', () => {
    const transportError = { code: 'not-requested', message: 'Its turn did not come.' };
    const late = answers([goals, [aTry({ status: null, transportError })]]);
    expect(rowOf(late)).toMatchObject({ verdict: 'unknown', reason: 'Its turn did not come.' });
    expect(rowOf({ ...late, results: [] })).toMatchObject({ verdict: 'unknown' });
  });

  it('show what is sent without the secrets that stand in it', () => {
    const declaration = EndpointDeclaration.parse({
      path: '/api/goals',
      method: 'POST',
      headers: {
        Authorization: 'Bearer abcdefgh12345678',
        'X-Api-Key': 'k-1',
        'X-Page': '2',
        Cookie: `\${session}`,
      },
      auth: 'member',
      body: { name: 'Ada', password: 'hunter2' },
    });
    const row = rowOf(answers([declaration, [aTry({ json: {} })]]));
    expect(row?.request).toEqual({
      headers: { Authorization: '***', 'X-Api-Key': '***', 'X-Page': '2', Cookie: `\${session}` },
      auth: 'member',
      body: expect.stringContaining('"Ada"'),
    });
    expect(JSON.stringify(row)).not.toMatch(/hunter2|abcdefgh|k-1/);
  });
});
