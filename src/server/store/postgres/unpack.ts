import { z } from 'zod';
import { RunRecord } from '../../../shared/details';

/** The way in which `pack.ts` writes. It goes up with every change that an older reader would misread. */
export const FORMAT = 1;

const Body = z.object({
  checks: z.array(z.object({ head: z.unknown(), findings: z.array(z.unknown()) })),
  report: z.unknown(),
  details: z.unknown(),
});
const Members = z.record(z.string(), z.unknown());

/**
 * Puts a record together again.
 * @param parts texts in the order of their places
 * @throws Error with a sentence where it is not of the form that this version of Driftboard knows
 */
export function unpack(
  number: number,
  kept: { body: string; parts: readonly string[]; measured: readonly unknown[] },
): RunRecord {
  let next = 0;

  function decode(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(decode);
    const members = Members.safeParse(value);
    if (!members.success) return value;
    const { $: sign } = members.data;
    if (sign === 'm') return kept.measured[next++];
    if (typeof sign === 'number') return decode(JSON.parse(kept.parts[sign] ?? 'null'));
    const entries = Object.entries(members.data);
    return Object.fromEntries(
      entries.map(([name, member]) => [name.startsWith('$') ? name.slice(1) : name, decode(member)]),
    );
  }

  const body = Body.parse(JSON.parse(kept.body));
  const checks = body.checks.map(({ head, findings }) => {
    const read = Members.parse(decode(head));
    return { ...read, findings: findings.map(decode) };
  });
  const report = Members.parse(decode(body.report));
  const details = decode(body.details);
  const parsed = RunRecord.safeParse({ number, report: { ...report, checks }, details });
  if (parsed.success && next === kept.measured.length) return parsed.data;
  const where = parsed.error?.issues[0]?.path.join('.') ?? 'its times';
  throw new Error(
    `Run ${number} was kept by another version of Driftboard, and its report cannot be read here (${where}).`,
  );
}
