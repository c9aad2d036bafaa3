import type { Presence } from '@/shared/rows';
import { eachSide, SIDES, type SideName, type Three } from '@/shared/sides';

/** What the sides are called on the page. */
export const SIDE_LABEL: Three<string> = {
  schema: 'schema.prisma',
  migrations: 'migrations',
  database: 'database',
};

/** Of each side why it was not read; null where it was. */
export type Unread = Three<string | null>;

export function isUnread(unread: Unread, side: SideName): boolean {
  return unread[side] !== null;
}

/** What one side says of a thing. */
export type Cell =
  | { kind: 'text'; text: string; odd: boolean }
  /** The side was read and could have it. */
  | { kind: 'none'; odd: boolean }
  /** The side has no say in it: it was not read, lacks the whole table, or has no words for such a thing. */
  | { kind: 'silent' };

/** One thing on three sides. `alone`: only one side has a say, so nothing was compared. */
export type SideRow = { name: string; cells: Three<Cell>; state: 'equal' | 'differs' | 'alone' };

/** Holds what the sides say against one another; only those with a voice count. */
export function sideRow(name: string, texts: Three<string | null>, voices: Three<boolean>): SideRow {
  const heard = SIDES.filter((side) => voices[side]);
  const distinct = new Set(heard.map((side) => texts[side]));
  const state = heard.length < 2 ? 'alone' : distinct.size === 1 ? 'equal' : 'differs';
  const odd = state === 'differs' ? oddOnes(heard, texts) : [];
  const cells = eachSide((side): Cell => {
    const text = texts[side];
    if (text !== null) return { kind: 'text', text, odd: odd.includes(side) };
    return voices[side] ? { kind: 'none', odd: odd.includes(side) } : { kind: 'silent' };
  });
  return { name, cells, state };
}

/** Who stands alone: one against two; of two the later one, which should follow the earlier; otherwise all. */
function oddOnes(heard: readonly SideName[], texts: Three<string | null>): readonly SideName[] {
  if (heard.length === 2) return heard.slice(1);
  const alone = heard.filter((side) =>
    heard.every((other) => other === side || texts[other] !== texts[side]),
  );
  return alone.length === 1 ? alone : heard;
}

/** `schema.prisma`, `schema.prisma and the migrations`. */
function listOf(sides: readonly SideName[]): string {
  return sides.map((side) => (side === 'schema' ? SIDE_LABEL[side] : `the ${side}`)).join(' and ');
}

/** Where an object is, short enough for a cell: `all three`, `only database`, `not in database`. */
export function presenceWord(present: Presence): string {
  const read = SIDES.filter((side) => present[side] !== null);
  const there = read.filter((side) => present[side]);
  const [first] = there;
  const lacks = read.filter((side) => !present[side]);
  if (lacks.length === 0)
    return read.length === 3 ? 'all three' : there.map((side) => SIDE_LABEL[side]).join(', ');
  if (there.length === 1 && first !== undefined) return `only ${SIDE_LABEL[first]}`;
  return `not in ${lacks.map((side) => SIDE_LABEL[side]).join(', ')}`;
}

/** The same as a sentence, for an object that not all sides have; null where all that were read have it. */
export function presenceSentence(present: Presence, thing: string): string | null {
  const read = SIDES.filter((side) => present[side] !== null);
  const there = read.filter((side) => present[side]);
  const lacks = read.filter((side) => !present[side]);
  if (lacks.length === 0) return null;
  const blind = SIDES.filter((side) => present[side] === null);
  const rest = blind.length === 0 ? '' : ` Not read: ${listOf(blind)}.`;
  const verb = there.length === 1 && there[0] !== 'migrations' ? 'has' : 'have';
  const not = lacks.length === 1 && lacks[0] !== 'migrations' ? 'does' : 'do';
  const has = there.length === 0 ? '' : `${capital(listOf(there))} ${verb} this ${thing}; `;
  return `${has}${has === '' ? capital(listOf(lacks)) : listOf(lacks)} ${not} not.${rest}`;
}

function capital(text: string): string {
  // A file keeps its own spelling.
  return text.startsWith(SIDE_LABEL.schema) ? text : text.charAt(0).toUpperCase() + text.slice(1);
}
