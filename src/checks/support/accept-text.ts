import type { DatabaseSchema, Table } from '../../shared/database-schema';
import type { AcceptEdit, EditPart, Finding, SourcePosition } from '../../shared/finding';
import type { PrismaModel, PrismaSchema } from '../../shared/prisma-schema';
import { modelFinder, nameOf } from './names';

/** What an edit of the schema is worked out from. */
export type AcceptContext = {
  schema: PrismaSchema;
  catalogue: DatabaseSchema;
  linesOf(file: string): readonly string[];
  table(object: { schema: string; name: string }): Table | undefined;
  model(object: { schema: string; name: string }): PrismaModel | undefined;
};

/** Both sides in the form in which edits look things up; a schema of ten thousand models has as many findings. */
export function acceptContext(schema: PrismaSchema, catalogue: DatabaseSchema): AcceptContext {
  const tables = new Map(catalogue.tables.map((table) => [nameOf(table), table]));
  const texts = new Map<string, readonly string[]>();
  return {
    schema,
    catalogue,
    table: (object) => tables.get(nameOf(object)),
    model: modelFinder(schema),
    linesOf(file) {
      const known = texts.get(file);
      if (known !== undefined) return known;
      const lines = (schema.files.find(({ path }) => path === file)?.text ?? '').split('\n');
      texts.set(file, lines);
      return lines;
    },
  };
}

/** A model as its text stands: the line of its opening, its lines, and the line of its closing bracket. */
export type Block = { file: string; first: number; last: number; lines: { line: number; text: string }[] };

/** The text of one line without what is said about it; empty where it is not known. */
export function lineAt(context: AcceptContext, at: SourcePosition | undefined): string {
  if (at === undefined) return '';
  return context.linesOf(at.file)[at.line - 1] ?? '';
}

/** The block that opens at a line. */
export function blockAt(context: AcceptContext, at: SourcePosition | undefined): Block | null {
  if (at === undefined) return null;
  const lines = context.linesOf(at.file);
  let end = at.line;
  while (end < lines.length && !/^\s*\}/.test(lines[end] ?? '')) end += 1;
  if (end >= lines.length) return null;
  const inside = lines.slice(at.line, end).map((text, index) => ({ line: at.line + 1 + index, text }));
  return { file: at.file, first: at.line, last: end + 1, lines: inside };
}

export function tableOf(context: AcceptContext, { subject }: Finding): Table | undefined {
  return context.table({ schema: subject.schema ?? '', name: subject.table ?? '' });
}

/** The model of a table, whose text can be edited. */
export function modelOf(
  context: AcceptContext,
  table: { schema?: string | undefined; name?: string | undefined },
): PrismaModel | undefined {
  return context.model({ schema: table.schema ?? '', name: table.name ?? '' });
}

/** The fields of a model that its columns have; null where one of them has none. */
export function fieldNames(model: PrismaModel, columns: readonly (string | null)[]): string[] | null {
  const names = columns.map(
    (column) => model.fields.find((field) => field.dbName === column && field.kind !== 'object')?.name,
  );
  const known = names.filter((name) => name !== undefined);
  return known.length === names.length ? known : null;
}

export const replaceLine = (at: SourcePosition, text: string): EditPart => ({
  ...at,
  action: 'replace',
  text,
});
export const removeLine = (at: SourcePosition): EditPart => ({ ...at, action: 'remove', text: '' });
export const insertAfter = (file: string, line: number, text: string): EditPart => ({
  file,
  line,
  action: 'insert',
  text,
});

/** Several edits as one. */
export function together(parts: readonly EditPart[]): AcceptEdit | undefined {
  const [first, ...and] = parts;
  if (first === undefined) return undefined;
  return and.length === 0 ? first : { ...first, and };
}

/** A line apart: the name, its type, whether it is a list or may lack, and all that follows. */
export type FieldLine = { head: string; type: string; list: boolean; optional: boolean; rest: string };

const FIELD = /^(\s*\w+\s+)(Unsupported\("(?:[^"\\]|\\.)*"\)|\w+)(\[\])?(\?)?(.*)$/;

export function parseField(line: string): FieldLine | null {
  const match = FIELD.exec(line);
  if (match === null) return null;
  const [, head = '', type = '', list, optional, rest = ''] = match;
  return { head, type, list: list !== undefined, optional: optional !== undefined, rest };
}

export function fieldLine({ head, type, list, optional, rest }: FieldLine): string {
  return `${head}${type}${list ? '[]' : optional ? '?' : ''}${rest}`.trimEnd();
}

/** What follows a field's type without one of its attributes, whatever stands in the brackets of that. */
export function withoutAttribute(rest: string, name: RegExp): string {
  const start = name.exec(rest);
  if (start === null) return rest;
  let end = start.index + start[0].length;
  if (rest[end] === '(') end = closingOf(rest, end);
  return `${rest.slice(0, start.index).trimEnd()}${rest.slice(end)}`;
}

/** The place after the bracket that closes the one at `open`; brackets in texts do not count. */
export function closingOf(text: string, open: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = open; at < text.length; at += 1) {
    const character = text[at];
    if (quoted && character === '\\') at += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '(' || character === '[')) depth += 1;
    else if (!quoted && (character === ')' || character === ']')) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}
