import type { Report } from '@/shared/report';
import type { JudgedWaiver, KeptWaiver, WaiverList } from '@/shared/waivers';
import { plural } from '../parts/format';

const DAY_MS = 86_400_000;

/** A waiver that stands, as a row shows it. */
export type StandingRow = Pick<KeptWaiver, 'pattern' | 'person' | 'proven' | 'reason' | 'endsAt'> & {
  key: string;
  /** Of the store, so that it can be ended here; null of one in a file. */
  id: string | null;
  /** What it does in the newest run. */
  does: string;
};

/** The waivers that stand: those of the store, and those that the newest run read from a file. */
export function standingRows(list: WaiverList, latest: Report): StandingRow[] {
  const judged = new Map(latest.waivers.map((waiver) => [waiver.id, waiver]));
  return [
    ...list.active.map((waiver) => ({ ...waiver, key: waiver.id, does: doesInRun(judged.get(waiver.id)) })),
    ...latest.waivers
      .filter(({ id }) => id === null)
      .map((waiver) => ({
        ...waiver,
        key: `file ${waiver.pattern}`,
        does: `From the file: ${doesInRun(waiver)}`,
      })),
  ];
}

function doesInRun(waiver: JudgedWaiver | undefined): string {
  if (waiver === undefined) return 'the newest run did not know of it yet';
  if (waiver.state === 'counts') return `${plural(waiver.keys.length, 'finding')} waived`;
  if (waiver.state === 'idle') return 'nothing of it was found';
  return `waives nothing. ${waiver.why ?? ''}`.trim();
}

/** How a waiver of the store ended, as a sentence. */
export function endedText({ endedAt, endedBy, endedWhy }: KeptWaiver): string {
  const when = endedAt?.slice(0, 10) ?? '';
  return endedBy === null
    ? `Ended by itself on ${when}: ${endedWhy ?? ''}`
    : `Ended by ${endedBy} on ${when}: ${endedWhy ?? ''}`;
}

/** The first and the last day that a waiver may end on, and one that is likely; days of UTC. */
export function endDays(now: number, maxDays: number): { first: string; last: string; likely: string } {
  const day = (days: number) => new Date(now + days * DAY_MS).toISOString().slice(0, 10);
  return { first: day(0), last: day(maxDays), likely: day(Math.min(14, maxDays)) };
}
