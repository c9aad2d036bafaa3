import { open } from 'node:fs/promises';
import { z } from 'zod';
import { parseSql, SqlSyntaxError } from '../../sql/parser';
import { displayPath } from '../display-path';
import type { SourceAnswer } from './source';

/** A log grows without end: so much of its end is read. */
const READ_BYTES = 8_000_000;
/** A raw query with line breaks in it goes on over so many lines at most. */
const LINES_MAX = 60;
/** So many different texts are taken. */
const TEXTS_MAX = 5_000;

/** An event of `$on('query')`, written as JSON; loggers put it at the top or under a member of their own. */
const QueryEvent = z.object({ query: z.string().min(1) });

// A logger may colour the word.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape of a terminal's colours begins with one
const COLOURS = /\u001b\[[0-9;]*m/g;
const MARK = /(?:^|\s)prisma:query\s+(.*)$/;
const TRANSACTION = /^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET|DEALLOCATE|SHOW)\b/i;

/** What is read of a log. `broken` counts lines that were meant to be a query and are none. */
type LogQueries = { texts: string[]; broken: number; isCut: boolean };

/** The queries of a file with what Prisma Client logged: `prisma:query SELECT …`, or its events as lines of JSON. */
export async function prismaLogQueries(file: string): Promise<SourceAnswer> {
  try {
    const { text, isCut } = await endOf(file);
    const { texts, broken } = queriesInLog(text, isCut);
    const queries = texts.map((sql) => ({
      origin: 'prisma-log' as const,
      sql,
      name: null,
      endpoints: [],
      story: null,
      calls: null,
      meanMs: null,
    }));
    return { queries, reason: leftOut({ texts, broken, isCut }, file) };
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return {
      queries: null,
      reason: `The query log ${displayPath(file)} cannot be read (${why}): correct --query-log.`,
    };
  }
}

function leftOut({ texts, broken, isCut }: LogQueries, file: string): string | null {
  const parts = [
    ...(texts.length === 0
      ? [`${displayPath(file)} holds no query of Prisma Client: switch its log on with log: ['query']`]
      : []),
    ...(broken === 0
      ? []
      : [`${broken} ${broken === 1 ? 'line of it is' : 'lines of it are'} cut off or no SQL, and left out`]),
    ...(isCut ? [`only its last ${READ_BYTES / 1_000_000} MB are read`] : []),
  ];
  return parts.length === 0 ? null : `${parts.join('; ')}.`.replace(/^./, (first) => first.toUpperCase());
}

async function endOf(file: string): Promise<{ text: string; isCut: boolean }> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const from = Math.max(0, size - READ_BYTES);
    const bytes = Buffer.alloc(size - from);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, from);
    return { text: bytes.toString('utf8', 0, bytesRead), isCut: from > 0 };
  } finally {
    await handle.close();
  }
}

/**
 * The different queries of a log's text, in their order. Other lines are the application's own and do not count.
 * `loadSqlParser()` must have been awaited.
 * @param isCut the text does not begin with a whole line
 */
export function queriesInLog(text: string, isCut = false): Omit<LogQueries, 'isCut'> {
  const lines = text.replaceAll(COLOURS, '').split(/\r?\n/);
  if (isCut) lines.shift();
  const texts = new Set<string>();
  let broken = 0;
  for (let at = 0; at < lines.length && texts.size < TEXTS_MAX; at += 1) {
    const line = lines[at] ?? '';
    const first = queryIn(line);
    if (first === null) {
      if (line.startsWith('{') && line.includes('"query"')) broken += 1;
      continue;
    }
    if (texts.has(first) || TRANSACTION.test(first)) continue;
    const whole = wholeQuery(first, lines.slice(at + 1, at + LINES_MAX));
    if (whole === null) broken += 1;
    else texts.add(whole);
  }
  return { texts: [...texts], broken };
}

function queryIn(line: string): string | null {
  const marked = MARK.exec(line)?.[1];
  if (marked !== undefined) return marked.trim();
  if (!line.trimStart().startsWith('{')) return null;
  try {
    const written: unknown = JSON.parse(line);
    const event = z.union([QueryEvent, Nested]).safeParse(written);
    if (!event.success) return null;
    return 'query' in event.data ? event.data.query.trim() : event.data.msg.query.trim();
  } catch {
    return null;
  }
}

const Nested = z.object({ msg: QueryEvent });

/** Lines that follow belong to it as long as it is no SQL without them, and none of them begins another one. */
function wholeQuery(first: string, following: readonly string[]): string | null {
  let text = first;
  if (isSql(text)) return text;
  for (const line of following) {
    if (queryIn(line) !== null) return null;
    text += `\n${line}`;
    if (isSql(text)) return text;
  }
  return null;
}

function isSql(text: string): boolean {
  try {
    return parseSql(text).length > 0;
  } catch (error) {
    if (!(error instanceof SqlSyntaxError)) throw error;
    return false;
  }
}
