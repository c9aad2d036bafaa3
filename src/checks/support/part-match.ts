/** How the parts that two sides have of one table stand to one another. */
export type PartMatch<T> = {
  /** The same under whatever name. */
  same: [expected: T, observed: T][];
  /** Of one name, but not the same. */
  changed: [expected: T, observed: T][];
  missing: T[];
  unexpected: T[];
};

/**
 * Pairs what two sides have: first by name where both are the same, then by what they are whatever they are called, and
 * what is left over by name. One pass each: the work grows with the number of parts.
 * @param wordsOf what a part is, without its name
 * @param anyName false where the name is part of what it is: triggers fire in the order of their names
 */
export function matchParts<T extends { name: string }>(
  expected: readonly T[],
  observed: readonly T[],
  wordsOf: (part: T) => string,
  anyName = true,
): PartMatch<T> {
  const match: PartMatch<T> = { same: [], changed: [], missing: [], unexpected: [] };
  if (expected.length === 0) return { ...match, unexpected: [...observed] };
  const live = new Map(observed.map((part) => [part.name, part]));
  const open: T[] = [];
  for (const part of expected) {
    const namesake = live.get(part.name);
    if (namesake === undefined || wordsOf(namesake) !== wordsOf(part)) open.push(part);
    else {
      match.same.push([part, namesake]);
      live.delete(part.name);
    }
  }
  const alike = new Map(anyName ? [...live.values()].map((part) => [wordsOf(part), part]) : []);
  const lacking: T[] = [];
  for (const part of open) {
    const other = alike.get(wordsOf(part));
    if (other === undefined || !live.delete(other.name)) lacking.push(part);
    else match.same.push([part, other]);
  }
  for (const part of lacking) {
    const namesake = live.get(part.name);
    if (namesake === undefined) match.missing.push(part);
    else {
      match.changed.push([part, namesake]);
      live.delete(part.name);
    }
  }
  match.unexpected.push(...live.values());
  return match;
}
