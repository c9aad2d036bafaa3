/** Bounds of the reading of one handler; what is beyond is said to be unknown. */
export const MOST_STEPS = 100_000;
/** Of all handlers of an application together; the routes of the rest are named without what they use. */
export const MOST_STEPS_IN_ALL = 1_500_000;
/** Calls within calls. */
export const MOST_DEPTH = 60;
/** The same function within itself. */
export const MOST_RECURSION = 4;

/** Thrown to end a reading that has taken too many steps. */
export class TooManySteps extends Error {
  override readonly name = 'TooManySteps';
}
