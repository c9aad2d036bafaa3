import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type IncidentRun, incidentsOf, lastsWithin } from './incidents';

type Told = readonly [verdict: IncidentRun['verdict'], ...causes: string[]];

function runs(...told: readonly Told[]): IncidentRun[] {
  return told.map(([verdict, ...causes], index) => ({
    number: index + 1,
    startedAt: minute(index + 1),
    verdict,
    causes: causes.map((key) => ({ key, title: key.toUpperCase() })),
    failing: [],
  }));
}
const minute = (number: number) => new Date(Date.UTC(2026, 0, 1, 0, number)).toISOString();
const shortly = (all: readonly IncidentRun[]) =>
  incidentsOf(all).map(({ first, last, runs: count, ended }) => [first, last, count, ended?.number ?? null]);

describe('incidents', () => {
  test('one lasts from its first red run to the next that is not', () => {
    const found = incidentsOf(runs(['pass'], ['fail', 'a'], ['fail', 'a', 'b'], ['pass']));
    expect(found).toEqual([
      {
        first: 2,
        last: 3,
        runs: 2,
        startedAt: minute(2),
        ended: { at: minute(4), number: 4 },
        causes: [
          { key: 'a', title: 'A' },
          { key: 'b', title: 'B' },
        ],
        latest: {
          causes: [
            { key: 'a', title: 'A' },
            { key: 'b', title: 'B' },
          ],
          failing: [],
        },
      },
    ]);
  });

  test('amber ends it: nothing fails any more', () => {
    expect(shortly(runs(['fail', 'a'], ['warn'], ['fail', 'a']))).toEqual([
      [1, 1, 1, 2],
      [3, 3, 1, null],
    ]);
  });

  test('a run that could not look neither ends nor begins one', () => {
    expect(shortly(runs(['unknown'], ['fail', 'a'], ['unknown'], ['fail', 'a'], ['unknown']))).toEqual([
      [2, 4, 2, null],
    ]);
    expect(shortly(runs(['pass'], ['unknown'], ['pass']))).toEqual([]);
  });

  test('another cause is another incident; one that goes over into another is the same', () => {
    expect(shortly(runs(['fail', 'a'], ['fail', 'b']))).toEqual([
      [1, 1, 1, 2],
      [2, 2, 1, null],
    ]);
    expect(shortly(runs(['fail', 'a'], ['fail', 'a', 'b'], ['fail', 'b']))).toEqual([[1, 3, 3, null]]);
  });

  test('where the causes are gone, it is told by what failed', () => {
    const [first, second] = runs(['fail'], ['fail', 'a']);
    if (first === undefined || second === undefined) throw new Error('There are two runs.');
    const gone = { ...first, causes: null, failing: ['client'] };
    expect(shortly([gone, { ...second, failing: ['client', 'endpoints'] }])).toEqual([[1, 2, 2, null]]);
    expect(shortly([gone, { ...second, failing: ['schema'] }])).toEqual([
      [1, 1, 1, 2],
      [2, 2, 1, null],
    ]);
  });
});

test('an incident lasts from its first run to the one that ended it', () => {
  const [incident] = incidentsOf(runs(['pass'], ['fail', 'a'], ['unknown'], ['pass'], ['pass']));
  if (incident === undefined) throw new Error('There is one.');
  const within = [1, 2, 3, 4, 5].map((number) => lastsWithin(incident, number, number));
  expect(within).toEqual([false, true, true, true, false]);
  expect(lastsWithin({ ...incident, ended: null }, 5, 9)).toBe(true);
});

const told = fc.oneof(
  fc.constantFrom<Told>(['pass'], ['warn'], ['unknown']),
  fc.subarray(['a', 'b', 'c']).map((causes): Told => ['fail', ...causes]),
);

/** Another way to say it: each pair of red runs that follow one another, blind ones left out, is joined or not. */
function model(all: readonly IncidentRun[]): (number | null)[][] {
  const seen = all.filter(({ verdict }) => verdict !== 'unknown');
  const keys = (run: IncidentRun | undefined) => run?.causes?.map(({ key }) => key).join('') ?? '';
  const joins = (place: number) => {
    const [a, b] = [seen[place - 1], seen[place]];
    if (a?.verdict !== 'fail' || b?.verdict !== 'fail') return false;
    return keys(a) === keys(b) || [...keys(a)].some((key) => keys(b).includes(key));
  };
  return seen.flatMap((run, place) => {
    if (run.verdict !== 'fail' || joins(place)) return [];
    let end = place;
    while (joins(end + 1)) end += 1;
    return [[run.number, seen[end]?.number ?? 0, end - place + 1, seen[end + 1]?.number ?? null]];
  });
}

test('are those of a simple model, whatever comes and goes', () => {
  fc.assert(
    fc.property(fc.array(told, { maxLength: 40 }), (list) => {
      const all = runs(...list);
      expect(shortly(all)).toEqual(model(all));
    }),
    { numRuns: 300 },
  );
});
