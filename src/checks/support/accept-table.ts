import type { AcceptEdit, EditPart, Finding } from '../../shared/finding';
import type { PrismaModel } from '../../shared/prisma-schema';
import { type AcceptContext, blockAt, insertAfter, modelOf, tableOf, together } from './accept-text';
import { indexAttribute, relationFields } from './prisma-relations';
import { identifier, modelText } from './prisma-text';

/** A model for a table that only the database has, with its keys, its indexes and both ends of its relations. */
export function acceptTable(finding: Finding, context: AcceptContext): AcceptEdit | undefined {
  const table = tableOf(context, finding);
  const [file] = context.schema.files;
  if (table === undefined || file === undefined || table.kind === 'foreign table') return undefined;
  const name = identifier(table.name);
  if (context.schema.models.some((other) => other.name === name)) return undefined;
  const model: PrismaModel = {
    name,
    dbName: table.name,
    schema: table.schema,
    story: null,
    kind: 'model',
    ignored: false,
    fields: table.columns.map((column) => ({
      name: identifier(column.name),
      dbName: column.name,
      kind: 'scalar',
      type: column.type,
      isList: column.type.endsWith('[]'),
      isRequired: !column.nullable,
      isId: table.primaryKey?.columns.includes(column.name) ?? false,
      hasDefault: column.default !== null,
    })),
  };
  const others: EditPart[] = [];
  const relations = table.foreignKeys.flatMap((key) => {
    const isOwn = key.references.schema === table.schema && key.references.table === table.name;
    const target = isOwn
      ? model
      : modelOf(context, { schema: key.references.schema, name: key.references.table });
    const relation = target === undefined ? null : relationFields(key, table, model, target);
    if (relation === null || target === undefined) return [];
    if (isOwn) return [relation.own, relation.other];
    const there = blockAt(context, target.source);
    if (there === null) return [];
    others.push(insertAfter(there.file, there.last - 1, `  ${relation.other}`));
    return [relation.own];
  });
  const indexes = table.indexes
    .filter(({ constraint }) => constraint !== 'primary' && constraint !== 'exclusion')
    .flatMap((index) => indexAttribute(index, model) ?? []);
  const schema = context.schema.schemas.length > 1 ? [`@@schema(${JSON.stringify(table.schema)})`] : [];
  const text = modelText(table, {
    enums: context.schema.enums,
    more: [...relations, ...indexes, ...schema],
  });
  return together([{ file: file.path, line: null, action: 'append', text: `\n${text}` }, ...others]);
}
