import type { Node } from 'libpg-query';
import { keywordClass } from './parser';

/** NAMEDATALEN - 1 of every usual build of PostgreSQL. */
export const MAX_IDENTIFIER_BYTES = 63;

const quoted = new Map<string, string>();

/** A name as `quote_ident` writes it: bare where PostgreSQL would read it back as the same name. */
export function quoteIdentifier(name: string): string {
  let text = quoted.get(name);
  if (text === undefined) {
    text = needsQuotes(name) ? `"${name.replaceAll('"', '""')}"` : name;
    quoted.set(name, text);
  }
  return text;
}

function needsQuotes(name: string): boolean {
  if (!/^[a-z_][a-z0-9_]*$/.test(name)) return true;
  const keyword = keywordClass(name);
  return keyword !== 'NO_KEYWORD' && keyword !== 'UNRESERVED_KEYWORD';
}

/** The name that PostgreSQL keeps of one that is too long: its first 63 bytes, cut at a whole character. */
export function truncateIdentifier(name: string): string {
  return clipBytes(name, MAX_IDENTIFIER_BYTES);
}

/**
 * The name that PostgreSQL makes up for a constraint or index without one: `table_column_key`, with the longer of
 * its two parts shortened until all fits (makeObjectName of its sources).
 */
export function objectName(first: string, second: string | null, label: string): string {
  const overhead = label.length + 1 + (second === null ? 0 : 1);
  let firstBytes = Buffer.byteLength(first);
  let secondBytes = second === null ? 0 : Buffer.byteLength(second);
  while (firstBytes + secondBytes + overhead > MAX_IDENTIFIER_BYTES) {
    if (firstBytes > secondBytes) firstBytes -= 1;
    else secondBytes -= 1;
  }
  const parts = [clipBytes(first, firstBytes)];
  if (second !== null) parts.push(clipBytes(second, secondBytes));
  return [...parts, label].join('_');
}

function clipBytes(text: string, limitBytes: number): string {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= limitBytes) return text;
  let end = limitBytes;
  // A byte 10xxxxxx is inside a character.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end).toString('utf8');
}

/** The strings of a name as the parser gives it: `["public", "Kind"]`. */
export function nameParts(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []));
}
