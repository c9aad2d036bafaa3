/**
 * Takes secrets out of a text before it reaches a log, a page, a report or an error: passwords in URLs, bearer tokens,
 * and the values of parameters and JSON members that are named like a secret. Everything else stays as it was.
 */
export function redact(text: string): string {
  // Most texts have no such address, and to look at each of their words takes longer than all the rest.
  const bare = text.includes('://') && text.includes('@') ? text.replace(/\S+/g, withoutUrlPassword) : text;
  return bare
    .replace(/\b(bearer|basic)\s+[a-z0-9._~+/=-]{8,}/gi, '$1 ***')
    .replace(
      /((?:^|[?&;\s,{"'])(?:[a-z0-9_-]*(?:password|passwd|secret|token|api[_-]?key|cookie|authorization))["']?\s*[=:]\s*["']?)(?!\*\*\*|bearer \*\*\*|basic \*\*\*)[^\s"'&,;}]+/gi,
      '$1***',
    );
}

/**
 * The password may itself hold `@` or `/` when somebody forgot to encode it: all up to the last `@` of the word is taken.
 * Goes through the word once, since an answer of a megabyte may be one word.
 */
function withoutUrlPassword(word: string): string {
  const lastAt = word.lastIndexOf('@');
  for (let at = word.indexOf('://'); at !== -1 && at < lastAt; at = word.indexOf('://', at + 3)) {
    if (!/[a-z0-9+.-]/i.test(word.charAt(at - 1))) continue;
    let end = at + 3;
    while (end < word.length && !':/@'.includes(word.charAt(end))) end += 1;
    if (word.charAt(end) === ':' && end < lastAt) return `${word.slice(0, end)}:***${word.slice(lastAt)}`;
  }
  return word;
}
