import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aFinding } from '../../checks/testing/client-builders';
import type { Finding } from '../../shared/finding';
import type { Severity } from '../../shared/verdict';
import type { Waiver } from '../../shared/waivers';
import { acceptedOf, judgeWaivers, matched } from './judge';
import { saidBy } from './said';

const AT = '2026-03-01T12:00:00.000Z';
const index = (name: string, over: Partial<Finding> = {}): Finding =>
  aFinding('index.missing', `public.orders:${name}`, over);
const waiver = (over: Partial<Waiver> = {}): Waiver => ({
  id: '1',
  pattern: index('user_id').key,
  person: 'Ada',
  proven: false,
  reason: 'It is built on Sunday.',
  givenAt: '2026-02-01T00:00:00.000Z',
  endsAt: '2026-04-01T00:00:00.000Z',
  accepts: acceptedOf([index('user_id')]),
  ...over,
});

describe('a waiver of one finding', () => {
  test('waives what it was given for', () => {
    const { waived, judged } = judgeWaivers([index('user_id'), index('other')], [waiver()], AT);
    expect([...waived.keys()]).toEqual([index('user_id').key]);
    expect(waived.get(index('user_id').key)).toMatchObject({
      person: 'Ada',
      reason: 'It is built on Sunday.',
    });
    expect(judged).toMatchObject([{ state: 'counts', why: null }]);
  });
  test('waives nothing from the moment of its end on', () => {
    const { endsAt } = waiver();
    const before = new Date(Date.parse(endsAt) - 1).toISOString();
    expect(judgeWaivers([index('user_id')], [waiver()], before).waived.size).toBe(1);
    const after = judgeWaivers([index('user_id')], [waiver()], endsAt);
    expect(after.waived.size).toBe(0);
    expect(after.judged).toMatchObject([{ state: 'expired', keys: [] }]);
  });
  test('ends where the finding says something else', () => {
    const other = index('user_id', { observed: 'an index of another column' });
    const { waived, judged } = judgeWaivers([other], [waiver()], AT);
    expect(waived.size).toBe(0);
    expect(judged[0]).toMatchObject({ state: 'changed', why: expect.stringContaining('user_id') });
  });
  test('outlives what is gone, and takes it up again where it comes back as it was', () => {
    expect(judgeWaivers([], [waiver()], AT).judged).toMatchObject([{ state: 'idle', why: null }]);
  });
  test('waives nothing where it does not say what it is for, and tells how to say it', () => {
    const { waived, judged } = judgeWaivers([index('user_id')], [waiver({ accepts: null })], AT);
    expect(waived.size).toBe(0);
    expect(judged[0]?.why).toContain(JSON.stringify(acceptedOf([index('user_id')])));
  });
});

test('a pattern is bound to all that it named when it was given: one more of them ends it as a whole', () => {
  const two = [index('a'), index('b')];
  const given = waiver({ pattern: 'index.missing:public.orders:*', accepts: acceptedOf(two) });
  expect(judgeWaivers(two, [given], AT).waived.size).toBe(2);
  expect(judgeWaivers([index('a')], [given], AT).waived.size).toBe(1);
  const { waived, judged } = judgeWaivers([...two, index('c')], [given], AT);
  expect(waived.size).toBe(0);
  expect(judged[0]).toMatchObject({ state: 'changed', why: expect.stringContaining('orders:c') });
});

test('what is said for information is no waiver’s matter', () => {
  expect(matched([index('a', { severity: 'info' })], index('a').key)).toEqual([]);
});

describe('what a finding says', () => {
  test('is the same whenever it was measured and whatever else was', () => {
    const rule = 'endpoint.server-error';
    const early = index('a', { rule, message: 'Asked 2026-01-01T10:00:00Z, after 12.5 ms.' });
    const late = index('a', {
      rule,
      message: 'Asked 2026-03-09T23:10:00.123Z, after 1,200 ms.',
      since: AT,
      affects: ['GET /api/goals'],
      causedBy: ['client.missing:x'],
    });
    expect(saidBy(late)).toBe(saidBy(early));
  });
  test('is another with another moment where a definition holds it', () => {
    const since = (day: string) =>
      saidBy(index('a', { rule: 'column.default', observed: `'${day} 00:00:00+00'` }));
    expect(since('2026-01-01')).not.toBe(since('2027-01-01'));
  });
  test('is another with another number, but for rules that tell of moving figures', () => {
    const length = (n: number, rule: Finding['rule']) =>
      saidBy(index('a', { rule, message: `It has ${n} characters.` }));
    expect(length(20, 'column.type')).not.toBe(length(30, 'column.type'));
    expect(length(20, 'index.bloated')).toBe(length(30, 'index.bloated'));
  });
  test.each<Partial<Finding>>([
    { message: 'else' },
    { expected: 'else' },
    { observed: 'else' },
    { severity: 'warning' },
    { impact: 'write' },
  ])('is another with %o', (over) => {
    expect(saidBy(index('a', over))).not.toBe(saidBy(index('a')));
  });
});

/* Small alphabets, so that patterns, keys and texts meet often. */
const anyName = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 4 });
const anyFinding = fc
  .record({
    name: anyName,
    severity: fc.constantFrom<Severity>('error', 'warning', 'info'),
    observed: fc.constantFrom('x', 'y'),
  })
  .map(({ name, severity, observed }) => index(name, { severity, observed }));
const anyFindings = fc.uniqueArray(anyFinding, { selector: ({ key }) => key, maxLength: 6 });
const anyPattern = fc
  .string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 5 })
  .map((text) => `index.missing:public.orders:${text}`);
const anyMoment = fc
  .integer({ min: 0, max: 6 })
  .map((day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString());

/** Every way to lay a pattern over a text, one letter after the other. */
function lies(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern.startsWith('*'))
    return lies(pattern.slice(1), text) || (text !== '' && lies(pattern, text.slice(1)));
  return text !== '' && text[0] === pattern[0] && lies(pattern.slice(1), text.slice(1));
}

test('judges as somebody would who looks at each pair by itself', () => {
  fc.assert(
    fc.property(
      anyFindings,
      fc.array(fc.record({ pattern: anyPattern, seen: anyFindings, endsAt: anyMoment }), { maxLength: 4 }),
      anyMoment,
      (now, given, at) => {
        const waivers = given.map(({ pattern, seen, endsAt }, place) =>
          waiver({ id: String(place), pattern, endsAt, accepts: acceptedOf(matched(seen, pattern)) }),
        );
        const { waived, judged } = judgeWaivers(now, waivers, at);
        const named = (one: Finding, pattern: string) => one.severity !== 'info' && lies(pattern, one.key);
        const holds = ({ pattern, seen, endsAt }: (typeof given)[number]) =>
          endsAt > at &&
          now
            .filter((one) => named(one, pattern))
            .every((one) =>
              seen.some(
                (old) =>
                  old.key === one.key && old.severity === one.severity && old.observed === one.observed,
              ),
            );
        for (const finding of now) {
          const by = given.findIndex((one) => named(finding, one.pattern) && holds(one));
          expect(waived.get(finding.key)?.id).toBe(by === -1 ? undefined : String(by));
        }
        expect(judged.map(({ state }) => state === 'counts' || state === 'idle')).toEqual(given.map(holds));
      },
    ),
    { numRuns: 500 },
  );
});

test('a pattern of nothing but stars takes no time over a long key', () => {
  const long = index('a'.repeat(20_000));
  const pattern = `index.missing:${'*a'.repeat(200)}*b`;
  expect(matched([long], pattern)).toEqual([]);
});
