import type { Column } from '../../shared/database-schema';
import type { AcceptEdit, EditPart, Finding } from '../../shared/finding';
import type { PrismaField, PrismaModel } from '../../shared/prisma-schema';
import {
  type AcceptContext,
  blockAt,
  fieldLine,
  insertAfter,
  lineAt,
  modelOf,
  parseField,
  removeLine,
  replaceLine,
  tableOf,
  together,
  withoutAttribute,
} from './accept-text';
import { defaultText, fieldText, typeText } from './prisma-text';
import { mentions } from './words';

type Place = {
  context: AcceptContext;
  model: PrismaModel;
  field: PrismaField | undefined;
  column: Column | undefined;
};

/** The edit of a model's fields that accepts a column as it is. */
export function acceptColumn(finding: Finding, context: AcceptContext): AcceptEdit | undefined {
  const { subject } = finding;
  const model = modelOf(context, { schema: subject.schema, name: subject.table });
  if (model === undefined) return undefined;
  const column = tableOf(context, finding)?.columns.find(({ name }) => name === subject.name);
  const field = model.fields.find(({ dbName, kind }) => dbName === subject.name && kind !== 'object');
  const place = { context, model, field, column };
  switch (finding.rule) {
    case 'column.unexpected':
      return unexpected(place);
    case 'column.missing':
      return missing(place);
    case 'column.type':
      return otherType(place);
    case 'column.nullability':
      return otherNullability(place);
    case 'column.default':
      return otherDefault(place);
    default:
      return undefined;
  }
}

function unexpected({ context, model, column }: Place): AcceptEdit | undefined {
  if (column === undefined) return undefined;
  const lines = model.fields.flatMap(({ source }) => source ?? []);
  const last = lines.sort((a, b) => a.line - b.line).at(-1) ?? model.source;
  const text = fieldText(column, context.schema.enums);
  return last === undefined ? undefined : insertAfter(last.file, last.line, `  ${text}`);
}

/** Only where nothing else of the model speaks of the field. */
function missing({ context, model, field }: Place): AcceptEdit | undefined {
  if (field?.source === undefined || field.isId || isUsed(context, model, field)) return undefined;
  return removeLine(field.source);
}

function isUsed(context: AcceptContext, model: PrismaModel, field: PrismaField): boolean {
  const own = blockAt(context, model.source)?.lines ?? [];
  return own.some(
    ({ line, text }) => line !== field.source?.line && mentions(text.replace(/\/\/.*$/, ''), field.name),
  );
}

function otherType({ context, model, field, column }: Place): AcceptEdit | undefined {
  const line = parseField(lineAt(context, field?.source));
  if (line === null || field?.source === undefined || column === undefined) return undefined;
  const { scalar, native } = typeText(column.type, context.schema.enums);
  const isUnsupported = scalar.startsWith('Unsupported');
  // The two ends of a relation are of one type, and what Prisma cannot say can neither be a key nor an index.
  const tied = relationsOn(context, model, field).length > 0;
  if (tied || (isUnsupported && (field.isId || isUsed(context, model, field)))) return undefined;
  const rest = withoutAttribute(line.rest, /\s*@db\.\w+/);
  const sameScalar = scalar === line.type;
  const preset = defaultText(column);
  const others = sameScalar ? rest : withoutAttribute(rest, /\s*@default/);
  const added = [...native, ...(sameScalar || preset === null ? [] : [preset])]
    .map((text) => ` ${text}`)
    .join('');
  const list = column.type.endsWith('[]');
  return replaceLine(
    field.source,
    fieldLine({ ...line, type: scalar, list, optional: line.optional && !list, rest: `${added}${others}` }),
  );
}

function otherNullability({ context, model, field, column }: Place): AcceptEdit | undefined {
  const line = parseField(lineAt(context, field?.source));
  if (line === null || field?.source === undefined || column === undefined) return undefined;
  if (line.list || field.isId) return undefined;
  const relations = relationsOn(context, model, field);
  // A relation is optional when its field is; one that sets null cannot be required.
  if (relations.some(({ text }) => /SetNull/.test(text)) && !column.nullable) return undefined;
  const ties = relations.map(({ file, line: number, text }): EditPart | null => {
    const relation = parseField(text);
    return relation === null
      ? null
      : replaceLine({ file, line: number }, fieldLine({ ...relation, optional: column.nullable }));
  });
  const own = replaceLine(field.source, fieldLine({ ...line, optional: column.nullable }));
  return together([own, ...ties.filter((tie) => tie !== null)]);
}

/** The relation fields of the model that stand on a field, and those of others that point to it. */
function relationsOn(context: AcceptContext, model: PrismaModel, field: PrismaField) {
  const block = blockAt(context, model.source);
  return (block?.lines ?? []).flatMap(({ line, text }) => {
    const fields = /@relation\([^)]*fields:\s*\[([^\]]*)\]/.exec(text)?.[1];
    return fields !== undefined && mentions(fields, field.name)
      ? [{ file: block?.file ?? '', line, text }]
      : [];
  });
}

function otherDefault({ context, field, column }: Place): AcceptEdit | undefined {
  const line = parseField(lineAt(context, field?.source));
  if (line === null || field?.source === undefined || column === undefined) return undefined;
  const preset = defaultText(column);
  const rest = withoutAttribute(line.rest, /\s*@default/);
  return replaceLine(
    field.source,
    fieldLine({ ...line, rest: `${preset === null ? '' : ` ${preset}`}${rest}` }),
  );
}
