import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fixtureState } from '../../../ui/fixtures';
import { hashOf, pack } from './pack';
import { unpack } from './unpack';

function record(now?: number) {
  const { latest } = fixtureState('stale-client', now);
  if (latest === null) throw new Error('The fixture has a run.');
  return latest;
}

const kept = ({ body, parts, measured }: ReturnType<typeof pack>) => ({
  body,
  parts: [...parts.values()],
  measured: JSON.parse(JSON.stringify(measured)),
});

test('a record comes back as it was', () => {
  const original = record();
  expect(unpack(original.number, kept(pack(original)))).toEqual(JSON.parse(JSON.stringify(original)));
});

test('two runs that found the same share all but their times', () => {
  const [one, other] = [pack(record()), pack(record(Date.parse('2026-11-24T09:00:00.000Z')))];
  expect(other.hash).toBe(one.hash);
  expect(other.parts).toEqual(one.parts);
  expect(other.measured).not.toEqual(one.measured);
});

test('a changed finding leaves the others where they are', () => {
  const original = record();
  const [first = '', ...rest] = pack(original).findings.keys();
  const changed = structuredClone(original);
  for (const check of changed.report.checks)
    for (const finding of check.findings) if (finding.key === first) finding.message = 'Another sentence.';
  const [before, after] = [pack(original).findings, pack(changed).findings];
  expect(after.get(first)?.hash).not.toBe(before.get(first)?.hash);
  for (const key of rest) expect(after.get(key)?.hash).toBe(before.get(key)?.hash);
});

test('whatever an answer holds comes back, also what looks like our own signs', () => {
  const original = record();
  const odd = fc.oneof(fc.string(), fc.constantFrom('{"$":1}', '2026-01-01T00:00:00.000Z', '$', 'm'));
  fc.assert(
    fc.property(
      fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('$', '$$', 'runId', 'xMs')), odd),
      (notes) => {
        const keys = Object.keys(notes).filter((name) => name !== '__proto__');
        const evidence = Object.fromEntries(
          keys.map((name) => [
            name,
            [{ kind: 'sql' as const, text: notes[name] ?? '', answer: name, at: 'now', durationMs: 1 }],
          ]),
        );
        const changed = {
          ...original,
          report: { ...original.report, evidence, notes: Object.values(notes) },
        };
        expect(unpack(1, kept(pack(changed))).report).toEqual(JSON.parse(JSON.stringify(changed.report)));
      },
    ),
    { numRuns: 15 },
  );
});

test('what another version wrote is told and does not crash', () => {
  const { body, parts, measured } = kept(pack(record()));
  const older = body.replace('"version":1', '"version":0');
  expect(() => unpack(7, { body: older, parts, measured })).toThrow(/^Run 7 was kept by another version/);
  expect(() => unpack(7, { body, parts, measured: measured.slice(1) })).toThrow();
});

test('a hash is of a text alone', () => {
  expect(hashOf('a')).toBe(hashOf('a'));
  expect(hashOf('a')).toHaveLength(22);
});
