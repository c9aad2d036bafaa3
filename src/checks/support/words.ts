/** `1 model`, `28 models`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `A, B, C`, or of more than `most` only the first ones: `A, B, C, …`. */
export function inBrief(names: readonly string[], most = 3): string {
  return names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')}, …`;
}

/** `a`, `a and b`, `a, b and c`. */
export function sentenceList(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** A sentence without its final full stop, so that another half can follow. */
export function withoutStop(sentence: string): string {
  return sentence.replace(/\.\s*$/, '');
}

/** Whether a text holds an identifier as a whole word: `riskScore`, but not within `riskScoreOld`. */
export function mentions(text: string, identifier: string): boolean {
  if (identifier === '') return false;
  const escaped = identifier.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`).test(text);
}

/** Sentences as one text; null where there is none. */
export function sentences(...parts: (string | null)[]): string | null {
  const said = parts.filter((part) => part !== null);
  return said.length === 0 ? null : said.join(' ');
}
