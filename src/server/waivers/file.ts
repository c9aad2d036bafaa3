import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { redact } from '../../shared/redact';
import { type Waiver, WaiverFile } from '../../shared/waivers';
import { displayPath } from '../probes/display-path';

const DAY_MS = 86_400_000;

export type ReadWaivers = { given: Waiver[]; faults: string[] };

/**
 * The waivers of a file, or every fault of it at once. One that has ended is no fault: the run says so, and shows what
 * it waived as it is.
 * @param at ISO 8601
 */
export async function readWaiverFile(file: string, maxDays: number, at: string): Promise<ReadWaivers> {
  const name = displayPath(file);
  const refused = (faults: readonly string[]) => ({
    given: [],
    faults: faults.map((fault) => redact(`The waivers of ${name}: ${fault}.`)),
  });
  let raw: unknown;
  try {
    raw = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const said = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
    return refused([`they could not be read: ${said}; correct the file or --waivers`]);
  }
  const parsed = WaiverFile.safeParse(raw);
  if (!parsed.success) {
    return refused(
      parsed.error.issues.map((issue) => {
        const place = z.core.toDotPath(issue.path);
        return place === '' ? issue.message : `${place} ${issue.message}`;
      }),
    );
  }
  const given = parsed.data.waivers.map(
    ({ givenAt, accepts, ...waiver }): Waiver => ({
      ...waiver,
      id: null,
      proven: false,
      givenAt: new Date(givenAt).toISOString(),
      accepts: accepts ?? null,
    }),
  );
  const faults = [
    ...given.flatMap((waiver, place) => spanFaults(waiver, place, { maxDays, at })),
    ...doubles(given),
  ];
  return faults.length === 0 ? { given, faults } : refused(faults);
}

function spanFaults(
  { givenAt, endsAt }: Waiver,
  place: number,
  { maxDays, at }: { maxDays: number; at: string },
): string[] {
  const [from, to] = [Date.parse(givenAt), Date.parse(endsAt)];
  return [
    ...(from > Date.parse(at) ? [`waivers[${place}].givenAt is still to come`] : []),
    ...(to <= from ? [`waivers[${place}].endsAt is not after givenAt`] : []),
    ...(to - from > (maxDays + 1) * DAY_MS
      ? [`waivers[${place}].endsAt is more than ${maxDays} days (waiverMaxDays) after givenAt`]
      : []),
  ];
}

/** Nobody could say by whom a finding is accepted that two waivers name. */
function doubles(given: readonly Waiver[]): string[] {
  return given.flatMap((waiver, place) => {
    const before = given.slice(0, place).findIndex((other) => overlap(waiver, other) !== null);
    return before === -1
      ? []
      : [`waivers[${place}] and waivers[${before}] are of the same finding: leave one of them out`];
  });
}

/** A finding that both of two waivers are of, or their pattern where that is the same; null where there is none. */
export function overlap(
  one: Pick<Waiver, 'pattern' | 'accepts'>,
  other: Pick<Waiver, 'pattern' | 'accepts'>,
): string | null {
  if (one.pattern === other.pattern) return one.pattern;
  return Object.keys(one.accepts ?? {}).find((key) => Object.hasOwn(other.accepts ?? {}, key)) ?? null;
}
