import type { z } from 'zod';
import type { AuditEvent } from '../../shared/audit';
import { canonicalJson } from '../../shared/canonical-json';
import { readAudit, UnreadableRow } from '../store/postgres/audit';
import type { Transaction } from '../store/postgres/client';
import { readSignOffs } from '../store/postgres/sign-offs';
import { isEndedAsTold, isGivenAsTold, readWaiverRows } from '../store/postgres/waiver-told';
import { type AuditBreak, unlikeTold } from './breaks';
import { chainReader } from './chain';

export type AuditOutcome = {
  events: number;
  signOffs: number;
  waivers: number;
  /** Where the chain ends: whoever keeps it elsewhere can tell later whether its end was cut off. */
  lastHash: string;
  breaks: AuditBreak[];
  /** Whether an event of this hash is in the chain; null where nobody asked. */
  hasExpected: boolean | null;
};

const PAGE = 500;

/**
 * Follows the whole chain, and holds every decision and every waiver against its event.
 * @param expected the hash of an event that once was in the chain
 */
export async function auditBreaks(client: Transaction, expected?: string): Promise<AuditOutcome> {
  const { follow, outcome, told } = chainFollower(client, expected);
  await follow();
  // Others decide meanwhile: what is told by now must be there, and what is there by then must be told.
  const before = {
    signOffs: new Set(told.signOffs.keys()),
    waivers: new Set(told.waivers.keys()),
    ended: new Set(told.ended.keys()),
  };
  try {
    const kept = await readSignOffs(client);
    const waivers = await readWaiverRows(client);
    await follow();
    const signOffs = new Map(kept.map((each) => [each.signOff.id, each]));
    const ended = new Map([...waivers].filter(([, { endedAt }]) => endedAt !== null));
    outcome.signOffs = kept.length;
    outcome.waivers = waivers.size;
    outcome.breaks.push(
      ...unlikeTold(
        'Decision',
        { rows: signOffs, events: told.signOffs, before: before.signOffs },
        (row, { payload }) => canonicalJson(payload) === canonicalJson(row),
      ),
      ...unlikeTold('Waiver', { rows: waivers, events: told.waivers, before: before.waivers }, isGivenAsTold),
      ...unlikeTold(
        'The end of waiver',
        { rows: ended, events: told.ended, before: before.ended },
        isEndedAsTold,
      ),
    );
  } catch (error) {
    outcome.breaks.push(breakOf(error));
  }
  return outcome;
}

/** In pieces, since a chain has no end; and again from where it ended. */
function chainFollower(client: Transaction, expected: string | undefined) {
  const reader = chainReader();
  const told = {
    signOffs: new Map<string, AuditEvent>(),
    waivers: new Map<string, AuditEvent>(),
    ended: new Map<string, AuditEvent>(),
  };
  const outcome: AuditOutcome = {
    ...{ events: 0, signOffs: 0, waivers: 0, breaks: [] },
    lastHash: reader.last().hash,
    hasExpected: expected === undefined ? null : false,
  };
  let unreadable = false;

  async function follow(): Promise<void> {
    while (!unreadable) {
      const page = await readAudit(client, reader.last().sequence, PAGE).catch(breakOf);
      if ('where' in page) {
        outcome.breaks.push(page);
        unreadable = true;
        return;
      }
      for (const event of page) take(event);
      outcome.lastHash = reader.last().hash;
      if (page.length < PAGE) return;
    }
  }

  function take(event: AuditEvent): void {
    const broken = reader.follow(event);
    if (broken !== null) outcome.breaks.push({ where: `Event ${broken.sequence}`, why: broken.why });
    if (event.hash === expected) outcome.hasExpected = true;
    outcome.events += 1;
    const { kind, payload } = event;
    if (kind === 'sign-off.decided' || kind === 'sign-off.confirmed')
      note(told.signOffs, payload.signOff, event);
    if (kind === 'waiver.given') note(told.waivers, payload, event);
    if (kind === 'waiver.ended') note(told.ended, payload, event);
  }
  return { follow, outcome, told };
}

/** An event that was changed so far that it names no row stands for none. */
function note(told: Map<string, AuditEvent>, row: z.core.util.JSONType | undefined, event: AuditEvent): void {
  const isObject = typeof row === 'object' && row !== null && !Array.isArray(row);
  if (isObject && typeof row.id === 'string') told.set(row.id, event);
}

/** A row that cannot be read was changed; whatever else goes wrong is no word about what was decided. */
function breakOf(error: unknown): AuditBreak {
  if (!(error instanceof UnreadableRow)) throw error;
  return { where: error.where, why: `${error.message} What follows it was not verified.` };
}
