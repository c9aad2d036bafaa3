import type { Node } from 'libpg-query';
import { parseSql, SqlSyntaxError } from '../../../sql/parser';

/** A statement of a script, with its text and the line where it begins. */
export type ScriptStatement = { node: Node; text: string; line: number };

/** One migration's SQL as it is run and as sentences name its file. */
export type Script = { name: string; file: string; sql: string };

const NEWLINE = 10;

/** The lines of a text by byte offsets into it, which is how PostgreSQL's parser counts. */
export function lineFinder(sql: string): (offsetBytes: number) => number {
  const bytes = Buffer.from(sql, 'utf8');
  const ends: number[] = [];
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) ends.push(at);
  return (offset) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}

/**
 * The statements of a migration, in order. `loadSqlParser()` must have been awaited.
 * @throws Error with file, line and reason when PostgreSQL's parser refuses it
 */
export function statementsOf(script: Script): ScriptStatement[] {
  try {
    const bytes = Buffer.from(script.sql, 'utf8');
    const lineAt = lineFinder(script.sql);
    return parseSql(script.sql).map(({ node, offsetBytes, lengthBytes }) => {
      const end = lengthBytes === null ? bytes.length : offsetBytes + lengthBytes;
      return { node, text: bytes.subarray(offsetBytes, end).toString('utf8'), line: lineAt(offsetBytes) };
    });
  } catch (error) {
    if (!(error instanceof SqlSyntaxError)) throw error;
    const line = script.sql.slice(0, error.offset).split('\n').length;
    throw new Error(
      `${script.file}:${line} is no SQL that PostgreSQL's parser takes (${error.message}): correct the file, or point --migrations elsewhere.`,
      { cause: error },
    );
  }
}
