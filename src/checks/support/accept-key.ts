import type { ForeignKey } from '../../shared/database-schema';
import type { AcceptEdit, Finding } from '../../shared/finding';
import type { PrismaModel } from '../../shared/prisma-schema';
import {
  type AcceptContext,
  type Block,
  blockAt,
  closingOf,
  fieldLine,
  fieldNames,
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
import { ACTIONS, indexAttribute, relationFields } from './prisma-relations';
import { mentions } from './words';

/** The edit of a model's attributes and relations that accepts the keys and indexes which the database has. */
export function acceptKey(finding: Finding, context: AcceptContext): AcceptEdit | undefined {
  const { subject, rule } = finding;
  const model = modelOf(context, { schema: subject.schema, name: subject.table });
  const block = blockAt(context, model?.source);
  const table = tableOf(context, finding);
  if (model === undefined || block === null || table === undefined) return undefined;
  const live = table.indexes.find(({ name }) => name === subject.name);
  switch (rule) {
    case 'index.unexpected':
    case 'unique.unexpected': {
      const text = live === undefined ? null : indexAttribute(live, model);
      return text === null ? undefined : atEnd(block, text);
    }
    case 'primary-key.unexpected': {
      const fields = fieldNames(model, table.primaryKey?.columns ?? []);
      return fields === null || fields.length === 0
        ? undefined
        : atEnd(block, `@@id([${fields.join(', ')}], map: ${JSON.stringify(table.primaryKey?.name ?? '')})`);
    }
    case 'index.missing':
      return removeAttribute(columnsOf(finding), model, block, '@@index');
    case 'index.unused':
    case 'index.rarely-used':
    case 'index.null-heavy':
      // A partial index of those columns is nothing that the attribute declares.
      return live === undefined || live.predicate !== null
        ? undefined
        : removeAttribute(
            live.columns.map(({ name }) => name),
            model,
            block,
            '@@index',
          );
    case 'unique.missing':
      return noLongerUnique(finding, model, block, context);
    case 'foreign-key.action':
      return otherAction(finding, model, block, table.foreignKeys);
    case 'foreign-key.unexpected': {
      const key = table.foreignKeys.find(({ name }) => name === subject.name);
      const target = key && modelOf(context, { schema: key.references.schema, name: key.references.table });
      const there = blockAt(context, target?.source);
      if (key === undefined || target === undefined || there === null) return undefined;
      if (context.schema.relationMode === 'prisma') return undefined;
      const relation = relationFields(key, table, model, target);
      if (relation === null) return undefined;
      return together([
        insertAfter(block.file, block.last - 1, `  ${relation.own}`),
        insertAfter(there.file, there.last - 1, `  ${relation.other}`),
      ]);
    }
    default:
      return undefined;
  }
}

function atEnd(block: Block, text: string): AcceptEdit {
  return insertAfter(block.file, block.last - 1, `  ${text}`);
}

/** The columns that a finding's key names: `index.missing:public.t:a,b desc`. */
function columnsOf({ key, rule, subject }: Finding): string[] {
  return key
    .slice(`${rule}:${subject.schema}.${subject.table}:`.length)
    .split(',')
    .map((column) => column.replace(/ (desc|nulls first|nulls last).*$/, ''));
}

/** The one attribute of the block on exactly the fields of these columns. */
function removeAttribute(
  columns: readonly (string | null)[],
  model: PrismaModel,
  block: Block,
  name: '@@index' | '@@unique',
): AcceptEdit | undefined {
  const fields = fieldNames(model, columns);
  if (fields === null) return undefined;
  const found = block.lines.filter(({ text }) => {
    const open = text.indexOf('[');
    if (!text.trim().startsWith(name) || open < 0) return false;
    const list = text.slice(open + 1, closingOf(text, open) - 1).replace(/\([^)]*\)/g, '');
    return (
      list
        .split(',')
        .map((field) => field.trim())
        .join() === fields.join()
    );
  });
  const [only, ...more] = found;
  return only === undefined || more.length > 0
    ? undefined
    : removeLine({ file: block.file, line: only.line });
}

function noLongerUnique(
  finding: Finding,
  model: PrismaModel,
  block: Block,
  context: AcceptContext,
): AcceptEdit | undefined {
  const fields = fieldNames(model, columnsOf(finding));
  // The one side of a relation between two rows has to be unique, and an address of a row too.
  const isTied = block.lines.some(
    ({ text }) => /@relation\(/.test(text) && (fields ?? []).some((field) => mentions(text, field)),
  );
  const identified =
    model.fields.some(({ isId }) => isId) || block.lines.some(({ text }) => /@@id/.test(text));
  if (fields === null || isTied || !identified) return undefined;
  const whole = removeAttribute(columnsOf(finding), model, block, '@@unique');
  if (whole !== undefined || fields.length !== 1) return whole;
  const source = model.fields.find(({ name }) => name === fields[0])?.source;
  const line = parseField(lineAt(context, source));
  if (source === undefined || line === null) return undefined;
  return replaceLine(source, fieldLine({ ...line, rest: withoutAttribute(line.rest, /\s*@unique/) }));
}

function otherAction(
  { key }: Finding,
  model: PrismaModel,
  block: Block,
  keys: readonly ForeignKey[],
): AcceptEdit | undefined {
  const live = keys.find(({ columns, references }) =>
    key.endsWith(
      `:${columns.join(',')}->${references.schema}.${references.table}(${references.columns.join(',')})`,
    ),
  );
  const fields = live === undefined ? null : fieldNames(model, live.columns);
  if (live === undefined || fields === null) return undefined;
  const list = new RegExp(`fields:\\s*\\[\\s*${fields.join('\\s*,\\s*')}\\s*\\]`);
  const relation = block.lines.find(({ text }) => /@relation\(/.test(text) && list.test(text));
  if (relation === undefined) return undefined;
  const open = relation.text.indexOf('@relation(') + '@relation'.length;
  const end = closingOf(relation.text, open);
  const inside = relation.text
    .slice(open + 1, end - 1)
    .replace(/,?\s*on(Delete|Update):\s*\w+/g, '')
    .trim();
  const actions = `onDelete: ${ACTIONS[live.onDelete]}, onUpdate: ${ACTIONS[live.onUpdate]}`;
  const text = `${relation.text.slice(0, open)}(${inside}, ${actions})${relation.text.slice(end)}`;
  return replaceLine({ file: block.file, line: relation.line }, text);
}
