import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../shared/audit';
import { BEGINNING, type Break, chainReader, hashOf } from './chain';

type Said = Pick<AuditEvent, 'kind' | 'person' | 'payload'>;

function chainOf(said: readonly Said[]): AuditEvent[] {
  const chain: AuditEvent[] = [];
  for (const [place, one] of said.entries()) {
    const event = {
      ...one,
      sequence: place + 1,
      at: new Date(place * 60_000).toISOString(),
      environment: 'local',
      previousHash: chain.at(-1)?.hash ?? BEGINNING,
    };
    chain.push({ ...event, hash: hashOf(event) });
  }
  return chain;
}

function breaksOf(rows: readonly AuditEvent[]): Break[] {
  const reader = chainReader();
  return rows.flatMap((row) => reader.follow(row) ?? []);
}

const anySaid: fc.Arbitrary<Said> = fc.record({
  kind: fc.constantFrom('sign-off.decided', 'waiver.given'),
  person: fc.option(fc.string({ minLength: 1 }), { nil: null }),
  payload: fc.dictionary(fc.string({ maxLength: 5 }), fc.oneof(fc.string(), fc.integer(), fc.boolean()), {
    maxKeys: 4,
  }),
});
const anyChain = fc.array(anySaid, { minLength: 2, maxLength: 12 }).map(chainOf);

describe('the chain of what people decided', () => {
  test('holds as it was written, whatever order a database gives the keys', () => {
    fc.assert(
      fc.property(anyChain, (chain) => {
        const reordered = chain.map((event) => ({
          ...event,
          payload: Object.fromEntries(Object.entries(event.payload).reverse()),
        }));
        expect(breaksOf(reordered)).toEqual([]);
      }),
    );
  });

  test('shows the row that was changed', () => {
    fc.assert(
      fc.property(anyChain, fc.nat(), (chain, at) => {
        const place = at % chain.length;
        const changed = chain.map((event, here) =>
          here === place ? { ...event, person: `${event.person} too` } : event,
        );
        expect(breaksOf(changed)).toEqual([{ sequence: place + 1, why: expect.stringContaining('changed') }]);
      }),
    );
  });

  test('shows a changed row also where its own hash was made anew', () => {
    fc.assert(
      fc.property(anyChain, fc.nat(), (chain, at) => {
        const place = at % (chain.length - 1);
        const forged = chain.map((event, here) => {
          if (here !== place) return event;
          const other = { ...event, person: `${event.person} too` };
          return { ...other, hash: hashOf(other) };
        });
        expect(breaksOf(forged)).toEqual([
          { sequence: place + 2, why: expect.stringContaining('another event') },
        ]);
      }),
    );
  });

  test('shows a row that was taken out, but not one taken from the end', () => {
    const chain = chainOf(
      [1, 2, 3].map((day) => ({ kind: 'waiver.given', person: 'Ada', payload: { day } })),
    );
    expect(breaksOf(chain.filter(({ sequence }) => sequence !== 2))).toEqual([
      { sequence: 3, why: 'It follows event 1, so 1 between them lack.' },
    ]);
    // Whoever reads it holds the number and the hash of the last one against what else names them.
    expect(breaksOf(chain.slice(0, 2))).toEqual([]);
  });
});
