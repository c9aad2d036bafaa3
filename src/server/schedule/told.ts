/** More than this nobody reads one by one: who looks at a page fetches the newest. */
const MOST = 50;
/** What was kept just now is on its way: whoever lives has told it by then. */
const GRACE_MS = 3_000;

export type Told = {
  /** The viewers here were told of this run. */
  note(number: number): void;
  /**
   * The runs that nobody told of in the seconds since a look found them kept: who kept them was killed before he could tell it, or
   * the connection was lost.
   * @param latest the newest run that is kept; those up to the first look's are what a page begins with
   */
  missingAt(latest: number, nowMs: number): number[];
};

/** Which of the kept runs the viewers of one instance were told of. */
export function createTold(): Told {
  /** Every run up to this one is told. */
  let upTo: number | null = null;
  let before = { latest: 0, atMs: 0 };
  const beyond = new Set<number>();

  function moveOn(to: number): void {
    upTo = to;
    for (const number of beyond) if (number <= upTo) beyond.delete(number);
    while (beyond.delete(upTo + 1)) upTo += 1;
  }

  return {
    note(number) {
      beyond.add(number);
      if (upTo !== null) moveOn(upTo);
    },
    missingAt(latest, nowMs) {
      if (upTo === null) {
        moveOn(latest);
        before = { latest, atMs: nowMs };
        return [];
      }
      if (nowMs - before.atMs < GRACE_MS) return [];
      const missing: number[] = [];
      for (let number = before.latest; number > upTo && missing.length < MOST; number -= 1) {
        if (!beyond.has(number)) missing.unshift(number);
      }
      if (before.latest - upTo > MOST) moveOn(Math.max(upTo, (missing[0] ?? before.latest) - 1));
      before = { latest, atMs: nowMs };
      return missing;
    },
  };
}
