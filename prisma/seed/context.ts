import { type Random, seededRandom } from './random';
import { SIZES, type SizeName, type SizePlan } from './sizes';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** One row, by column name as the database has it. Columns left out take the database's default. */
export type Row = Record<string, Json>;

/** How one table is filled. Rows come one by one, so that a million of them need no memory. */
export type TableSeed = { table: string; rows(seed: SeedContext): Iterable<Row> };

/** Where a generated row stands: whose it is, the user's number, the row's number within the user and overall. */
export type Place = { user: string; u: number; k: number; n: number; random: Random };

/** Everything that the tables' generators share. */
export type SeedContext = {
  plan: SizePlan;
  /** Users with data, the demo user first. `new-user` exists beside them and has none. */
  users: string[];
  /** Objectives, lectures and courses of one user: numbers run through, user by user. */
  objectivesPerUser: number;
  lecturesPerUser: number;
  /** Moment so many days (and hours of that day) before the base date; negative days lie after it. ISO 8601, UTC. */
  at(daysAgo: number, hour?: number): string;
  /** Day so many days before the base date, as YYYY-MM-DD. */
  day(daysAgo: number): string;
  /** Days before the base date of a row, the newest row first, spread over the plan's days. */
  spread(k: number, count: number): number;
};

/** The demo user, whom the routes take when no userId is given. */
export const DEMO_USER = 'demo-user';
/** A user who exists and has no data at all. */
export const NEW_USER = 'new-user';
const SECOND_USER = 'second-user';

/** The shared context of one size, relative to a base date in milliseconds since 1970. */
export function seedContext(size: SizeName, baseMs: number): SeedContext {
  const plan = SIZES[size];
  const others = Array.from({ length: plan.activeUsers - 2 }, (_, index) => `student-${index + 1}`);
  const lecturesPerUser = plan.coursesPerUser * plan.lecturesPerCourse;
  const midnightMs = Math.floor(baseMs / DAY_MS) * DAY_MS;
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    plan,
    users: [DEMO_USER, SECOND_USER, ...others],
    lecturesPerUser,
    objectivesPerUser: lecturesPerUser * plan.objectivesPerLecture,
    at: (daysAgo, hour = 12) => iso(Math.round(midnightMs - daysAgo * DAY_MS + hour * HOUR_MS)),
    day: (daysAgo) => iso(midnightMs - Math.floor(daysAgo) * DAY_MS).slice(0, 10),
    spread: (k, count) => 1 + (k * plan.days) / Math.max(count, 1),
  };
}

/** So many rows for each user with data. */
export function* perUser(
  seed: SeedContext,
  table: string,
  count: number,
  make: (place: Place) => Row,
): Generator<Row> {
  const random = seededRandom(table);
  const place = (user: string, u: number, k: number) => make({ user, u, k, n: u * count + k, random });
  if (seed.plan.interleaved) {
    for (let k = 0; k < count; k += 1) for (const [u, user] of seed.users.entries()) yield place(user, u, k);
    return;
  }
  for (const [u, user] of seed.users.entries()) {
    for (let k = 0; k < count; k += 1) yield place(user, u, k);
  }
}

/** So many rows in all. */
export function* overall(
  table: string,
  count: number,
  make: (n: number, random: Random) => Row,
): Generator<Row> {
  const random = seededRandom(table);
  for (let n = 0; n < count; n += 1) yield make(n, random);
}

/** The entry of a list at a place that may lie beyond its end. */
export function cycle<T>(list: readonly [T, ...T[]], index: number): T {
  return list[index % list.length] ?? list[0];
}

/** A UUID made of a number, for columns that must hold one. */
export function uuid(space: number, n: number): string {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
  return `${hex(space, 8)}-0000-4000-8000-${hex(n, 12)}`;
}
