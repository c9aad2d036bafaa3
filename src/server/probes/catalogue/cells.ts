import { z } from 'zod';
import { DatabaseError } from './database-error';

/**
 * A question whose answer is one row of text cells, one cell for each field with all its values one after the other:
 * decoding rows in Node costs more than the query, splitting a text does not.
 */
export type CellQuery<F extends string> = {
  /** What a row of it is, in the plural: `columns`. */
  what: string;
  /** SQL of each field; a NULL and an empty text are the same here. */
  fields: Readonly<Record<F, string>>;
  /** Everything from FROM on. */
  from: string;
  /** For a question that reads data: less time than the session's own limit. */
  limitMs?: number;
};

/** The values of each field, all in the same order. */
export type Cells<F extends string> = {
  count: number;
  of(field: F): readonly string[];
  /** Whether another answer to the same question says the same, value by value. */
  same(other: Cells<string>): boolean;
  row: Readonly<Record<string, string>>;
  /** Whether the row has its separators written otherwise: the same text then says something else. */
  escaped: boolean;
};

// U+001F is what ASCII has to stand between units, and U+001B before what is written otherwise.
const SEPARATOR = '\u001f';
const ESCAPE = '\u001b';
const COUNT = 'driftboard_count';

/**
 * The statement of a question.
 * @param escaped writes a separator inside a value otherwise; seldom needed, and slow
 */
export function cellSql(query: CellQuery<string>, escaped: boolean): string {
  const cells = Object.entries(query.fields).map(([name, sql]) => {
    const text = `coalesce((${sql})::text, '')`;
    const value = escaped ? `replace(replace(${text}, E'\\x1b', E'\\x1b0'), E'\\x1f', E'\\x1b1')` : text;
    return `coalesce(pg_catalog.string_agg(${value}, E'\\x1f'), '') AS "${name}"`;
  });
  return `SELECT pg_catalog.count(*)::text AS ${COUNT},\n  ${cells.join(',\n  ')}\n${query.from.trim()}`;
}

const Row = z.record(z.string(), z.string());

/**
 * An answer taken apart.
 * @returns null where a value contains a separator: then a cell has more values than there are rows
 * @throws DatabaseError where the answer is not of the form at all
 */
export function decodeCells(
  query: CellQuery<string>,
  rows: unknown[],
  escaped: boolean,
): Cells<string> | null {
  const parsed = Row.safeParse(rows[0]);
  if (rows.length !== 1 || !parsed.success) throw unexpectedForm(query, 'it is not one row of texts');
  const count = whole(parsed.data[COUNT] ?? '', query.what);
  const values = new Map<string, readonly string[]>();
  for (const name of Object.keys(query.fields)) {
    const cell = parsed.data[name];
    if (cell === undefined) throw unexpectedForm(query, `the field ${name} lacks`);
    const list = count === 0 && cell === '' ? [] : cell.split(SEPARATOR);
    if (list.length !== count) {
      if (!escaped) return null;
      throw unexpectedForm(query, `${list.length} values of ${name} for ${count} rows`);
    }
    values.set(name, escaped ? list.map(restore) : list);
  }
  const row = parsed.data;
  return {
    count,
    row,
    escaped,
    same: (other) =>
      other.escaped === escaped && Object.entries(row).every(([name, cell]) => other.row[name] === cell),
    of: (field) => {
      const list = values.get(field);
      if (list === undefined) throw unexpectedForm(query, `nobody asked for ${field}`);
      return list;
    },
  };
}

function restore(text: string): string {
  if (!text.includes(ESCAPE)) return text;
  return text.replaceAll(`${ESCAPE}1`, SEPARATOR).replaceAll(`${ESCAPE}0`, ESCAPE);
}

/** A whole number of a cell. @throws DatabaseError where it is none */
export function whole(text: string, what: string): number {
  const number = Number(text);
  if (text === '' || !Number.isInteger(number)) throw unexpectedValue(text, what);
  return number;
}

/** What a letter of the catalogue means. @throws DatabaseError where it is not known */
export function meaning<T>(words: ReadonlyMap<string, T>, letter: string, what: string): T {
  const word = words.get(letter);
  if (word === undefined) throw unexpectedValue(letter, what);
  return word;
}

/** A value of the catalogue that this version of Driftboard cannot read: an error, never a row left out. */
export function unexpectedValue(value: string, what: string): DatabaseError {
  return new DatabaseError(
    `The database answered in a form that Driftboard does not know (${what}: ${JSON.stringify(value)}): please report it with the server's version.`,
    null,
  );
}

function unexpectedForm(query: CellQuery<string>, why: string): DatabaseError {
  return new DatabaseError(
    `The database answered in a form that Driftboard does not know (${query.what}: ${why}): please report it with the server's version.`,
    null,
  );
}
