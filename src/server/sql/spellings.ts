/**
 * What PostgreSQL's parser has made of texts. The answer to one text is always the same, so it is given again without
 * the parser: as long as all that is asked for is known here, the parser need not even be loaded.
 */
const known = new Map<string, string>();
// Enough for the largest schemas that were measured, with a ceiling for a process that runs for months.
const KNOWN_MAX = 50_000;

/** Kinds of text; each has its own answer to the same words. */
type Kind = 'expression' | 'type' | 'query' | 'trigger' | 'exclusion';

/**
 * The spelling of a text, worked out at the first time.
 * @param text all that the spelling depends on, besides our own code
 */
export function spelt(kind: Kind, text: string, work: () => string): string {
  const key = `${kind} ${text}`;
  let spelling = known.get(key);
  if (spelling === undefined) {
    spelling = work();
    if (known.size >= KNOWN_MAX) known.clear();
    known.set(key, spelling);
  }
  return spelling;
}

/** All spellings that are known, for a later process of the same code. */
export function knownSpellings(): [string, string][] {
  return [...known];
}

export function knownCount(): number {
  return known.size;
}

/** Takes over what an earlier process of the same code has worked out. */
export function learnSpellings(entries: Iterable<readonly [string, string]>): void {
  for (const [key, spelling] of entries) known.set(key, spelling);
}
