import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Assertion } from '../../shared/endpoints';
import { masking } from '../../shared/mask';
import { stepsOf, valueAt } from '../../shared/value-path';
import { aTry } from '../testing/client-builders';
import { assertionFaultOf } from './endpoint-assertions';

const body = {
  total: 2,
  items: [
    { id: 'a', title: 'Read', email: 'ann@example.com', tags: ['x'] },
    { id: 'b', title: 'Write', email: 'bob@example.com', tags: [] },
  ],
  nothing: null,
};
const fault = (...assert: Assertion[]) => assertionFaultOf(aTry({ json: body }), { assert }, masking());

describe('assertions', () => {
  it.each<Assertion>([
    { at: 'total', equals: 2 },
    { at: 'total', min: 2, max: 2 },
    { at: 'items', minLength: 2, maxLength: 2 },
    { at: 'items[0].title', matches: '^R', minLength: 4 },
    { at: 'items[1].tags', equals: [] },
    { at: 'items[1].id', oneOf: ['a', 'b'] },
    { at: 'nothing', equals: null },
    { at: 'items[2]', exists: false },
    { at: '$', exists: true },
    { at: 'items[0].tags', equals: ['x'] },
  ])('hold: %j', (assertion) => expect(fault(assertion)).toBeNull());

  it.each<[Assertion, string]>([
    [{ at: 'total', equals: '2' }, 'total is 2, where "2" was declared'],
    [{ at: 'total', min: 3 }, 'total is 2, where at least 3 was declared'],
    [{ at: 'items[0].title', max: 3 }, 'items[0].title is "Read", where at most 3 was declared'],
    [{ at: 'items', minLength: 3 }, 'items is a list of 2 items, where a length of at least 3 (it is 2)'],
    [{ at: 'items[0].title', matches: '^W' }, 'where a text that matches /^W/ was declared'],
    [{ at: 'items[0].title', matches: '(' }, '/(/, which is no regular expression'],
    [{ at: 'items[0].id', oneOf: ['b', 'c'] }, 'where one of "b", "c" was declared'],
    [{ at: 'nothing', exists: false }, 'nothing is there, and was declared to be absent'],
    [{ at: 'items[9].id', equals: 'a' }, 'items[9].id is not there, where a certain value was declared'],
    [{ at: 'items[', exists: true }, '`items[` is no path'],
    [{ at: 'total', minLength: 1 }, 'total is 2, where a length of at least 1 was declared'],
  ])('do not hold: %j', (assertion, said) => expect(fault(assertion)).toContain(said));

  it('stand in one sentence, at most five of them by name', () => {
    const many = Array.from({ length: 7 }, (_, index) => ({ at: `no${index}`, exists: true }));
    expect(fault({ at: 'total', equals: 2 }, ...many)).toMatch(
      /^7 of 8 assertions do not hold: no0 is not there.*; no4 is .*; and 2 more$/,
    );
    expect(fault({ at: 'total', equals: 3 }, { at: 'total', equals: 2 })).toMatch(
      /^1 of 2 assertions does not/,
    );
  });

  it('show neither a secret nor whose it is', () => {
    const said = fault({ at: 'items[0].email', equals: 'eve@example.com' }) ?? '';
    expect(said).toBe('an assertion does not hold: items[0].email is "***", where "***" was declared');
  });

  it('are held against the text of a body that is no JSON, and against no part of it', () => {
    const text = aTry({ contentType: 'text/plain', bodyText: 'pong' });
    const of = (...assert: Assertion[]) => assertionFaultOf(text, { assert }, masking());
    expect(of({ at: '$', equals: 'pong' })).toBeNull();
    expect(of({ at: 'length', exists: true })).toContain('(the body is no JSON)');
    expect(assertionFaultOf(aTry(), { assert: [{ at: '$', exists: true }] }, masking())).toContain(
      'is not there',
    );
  });

  it('do not search a text without end by a pattern', () => {
    const long = aTry({ json: { text: 'a'.repeat(20_000) } });
    const assert = [{ at: 'text', matches: '(a+)+$' }];
    expect(assertionFaultOf(long, { assert }, masking())).toContain('a longer one is not searched');
  });
});

describe('the path to a value', () => {
  const name = fc.stringMatching(/^[A-Za-z_$][\w$-]{0,8}$/).filter((one) => one !== 'length');
  const step = fc.oneof(name, fc.nat({ max: 3 }));
  const written = (steps: (string | number)[]) =>
    steps.reduce<string>(
      (path, one) => (typeof one === 'number' ? `${path}[${one}]` : path === '' ? one : `${path}.${one}`),
      '',
    );

  it('finds what was put there, and nothing one step further', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), fc.integer(), (steps, value) => {
        const whole = steps.reduceRight<unknown>((inner, one) => {
          if (typeof one === 'string') return Object.fromEntries([[one, inner]]);
          const list: unknown[] = Array.from({ length: one }, () => null);
          return [...list, inner];
        }, value);
        // A `$` in front of a name that begins so would be read as the whole body.
        fc.pre(!written(steps).startsWith('$'));
        expect(stepsOf(written(steps))).toEqual(steps);
        expect(valueAt(whole, written(steps))).toBe(value);
        expect(valueAt(whole, `$${typeof steps[0] === 'number' ? '' : '.'}${written(steps)}`)).toBe(value);
        expect(valueAt(whole, `${written(steps)}.further`)).toBeUndefined();
      }),
    );
  });

  it('never throws, and finds only what JSON holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, path) => {
        expect(['function', 'symbol']).not.toContain(typeof valueAt(value, path));
      }),
    );
  });
});

it('an assertion is as the manifest writes it', () => {
  expect(Assertion.safeParse({ at: 'a', equal: 1 }).success).toBe(false);
});
