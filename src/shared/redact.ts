/**
 * Takes secrets out of a text before it reaches a log, a page, a report or an error: passwords in URLs, bearer tokens,
 * and the values of parameters and JSON members that are named like a secret. Everything else stays as it was.
 */
export function redact(text: string): string {
  return (
    text
      // The password may itself hold `@` or `/` when somebody forgot to encode it: take all up to the last `@` of the word.
      .replace(/\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):([^\s]*)@/gi, '$1:***@')
      .replace(/\b(bearer|basic)\s+[a-z0-9._~+/=-]{8,}/gi, '$1 ***')
      .replace(
        /((?:^|[?&;\s,{"'])(?:[a-z0-9_-]*(?:password|passwd|secret|token|api[_-]?key|cookie|authorization))["']?\s*[=:]\s*["']?)(?!\*\*\*|bearer \*\*\*|basic \*\*\*)[^\s"'&,;}]+/gi,
        '$1***',
      )
  );
}
