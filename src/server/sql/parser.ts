import type { Node } from 'libpg-query';
import { z } from 'zod';
import { loadPackage } from './load-package';

const isFunction = (value: unknown) => typeof value === 'function';

const librarySchema = z.object({
  loadModule: z.custom<() => Promise<void>>(isFunction),
  parseSync: z.custom<(sql: string) => unknown>(isFunction),
  scanSync: z.custom<(word: string) => unknown>(isFunction),
  fingerprintSync: z.custom<(sql: string) => unknown>(isFunction),
});

// Only the frame is checked: the nodes below have the types of @pgsql/types, generated from the same PostgreSQL.
const parsedSchema = z.object({
  stmts: z
    .array(
      z.object({
        stmt: z.custom<Node>((value) => typeof value === 'object' && value !== null),
        stmt_location: z.number().default(0),
        stmt_len: z.number().optional(),
      }),
    )
    .default([]),
});
const scannedSchema = z.object({ tokens: z.array(z.object({ keywordName: z.string() })) });
const refusalSchema = z.object({ message: z.string(), sqlDetails: z.object({ cursorPosition: z.number() }) });

/** One statement of a text. Places count bytes of the text in UTF-8, as PostgreSQL's parser does. */
export type ParsedStatement = { node: Node; offsetBytes: number; lengthBytes: number | null };

/** SQL that PostgreSQL's parser refuses. */
export class SqlSyntaxError extends Error {
  override readonly name = 'SqlSyntaxError';
  constructor(
    message: string,
    /** Where, in characters from the beginning of the text. */
    readonly offset: number,
  ) {
    super(message);
  }
}

let library: z.infer<typeof librarySchema> | null = null;
let loading: Promise<void> | null = null;

/** Loads PostgreSQL's parser (WASM, PostgreSQL 18) once per process. Whatever parses is synchronous afterwards. */
export function loadSqlParser(): Promise<void> {
  loading ??= load().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function load(): Promise<void> {
  const candidate = librarySchema.parse(loadPackage('libpg-query'));
  await candidate.loadModule();
  library = candidate;
}

/** Something was to be parsed before the parser was loaded. */
export class SqlParserNotLoaded extends Error {
  override readonly name = 'SqlParserNotLoaded';
  constructor() {
    super('loadSqlParser() must have been awaited before SQL is parsed.');
  }
}

function loaded() {
  if (library === null) throw new SqlParserNotLoaded();
  return library;
}

/** The outcome of work that perhaps needs the parser, which is loaded only then; such work is done twice. */
export async function withSqlParser<T>(work: () => T): Promise<T> {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SqlParserNotLoaded)) throw error;
    await loadSqlParser();
    return work();
  }
}

/** The statements of a text, in order; none for a text of only comments. @throws SqlSyntaxError */
export function parseSql(sql: string): ParsedStatement[] {
  const { parseSync } = loaded();
  // The library refuses an empty text.
  if (sql.trim() === '') return [];
  try {
    return parsedSchema.parse(parseSync(sql)).stmts.map((statement) => ({
      node: statement.stmt,
      offsetBytes: statement.stmt_location,
      lengthBytes: statement.stmt_len ?? null,
    }));
  } catch (error) {
    const refusal = refusalSchema.safeParse(error);
    if (!refusal.success) throw error;
    throw new SqlSyntaxError(refusal.data.message, Math.max(refusal.data.sqlDetails.cursorPosition, 0));
  }
}

/** The keyword class of a lone word: `NO_KEYWORD`, `UNRESERVED_KEYWORD`, `RESERVED_KEYWORD` … */
export function keywordClass(word: string): string {
  return scannedSchema.parse(loaded().scanSync(word)).tokens[0]?.keywordName ?? 'NO_KEYWORD';
}

/** The same for two texts that differ only in their values, in space, case and comments. @throws what the parser refuses */
export function fingerprintSql(sql: string): string {
  return z.string().parse(loaded().fingerprintSync(sql));
}
