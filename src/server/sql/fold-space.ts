/** SQL with each run of white space as one space, but for what stands in quotes. */
export function foldSpace(sql: string): string {
  return sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\s+/g, (part) => (/^\s/.test(part) ? ' ' : part)).trim();
}
