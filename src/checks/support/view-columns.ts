import type { Table } from '../../shared/database-schema';
import type { Finding } from '../../shared/finding';
import type { PrismaField, PrismaModel } from '../../shared/prisma-schema';
import { decodes } from './client-type';
import { driftFinding } from './drift-finding';
import type { Ignore } from './ignore';
import { weightFor, weightOf } from './impact';
import { modelParts, nameOf, readable } from './names';

/**
 * The columns of a live view as the client selects them: each field of the block needs one of a type that it can decode.
 * Nullability is not judged: PostgreSQL does not say of a view's column whether it can be null.
 */
export function viewColumnFindings(view: Table, model: PrismaModel, ignore: Ignore): Finding[] {
  const columns = new Map(view.columns.map((column) => [column.name, column]));
  const fields = model.fields.filter(
    (field) => field.kind !== 'object' && !ignore.column(view.schema, view.name, field.dbName),
  );
  return fields.flatMap((field) => {
    const column = columns.get(field.dbName);
    if (column === undefined) return [missing(view, model, field)];
    return decodes(field, column.type) ? [] : [otherType(view, model, field, column.type)];
  });
}

function missing(view: Table, model: PrismaModel, field: PrismaField): Finding {
  return finding(view, model, field, {
    rule: 'column.missing',
    message: `Column ${nameOf(view)}.${readable(field.dbName)} (field ${model.name}.${field.name}) is expected by a view block of schema.prisma, but the ${view.kind} of the database has no such column.`,
    expected: typeText(field),
    observed: 'no such column',
  });
}

function otherType(view: Table, model: PrismaModel, field: PrismaField, type: string): Finding {
  return finding(view, model, field, {
    rule: 'column.type',
    message: `Column ${nameOf(view)}.${readable(field.dbName)} (field ${model.name}.${field.name}) is read as ${typeText(field)} by schema.prisma, but is ${type} in the database, which the client cannot decode into it.`,
    expected: `a type that decodes into ${typeText(field)}`,
    observed: type,
  });
}

function typeText(field: PrismaField): string {
  return `${field.type}${field.isList ? '[]' : ''}`;
}

function finding(
  view: Table,
  model: PrismaModel,
  field: PrismaField,
  parts: Pick<Finding, 'rule' | 'message' | 'expected' | 'observed'>,
): Finding {
  const { source, ...ofModel } = modelParts(model);
  return driftFinding({
    ...parts,
    ...weightFor(model, weightOf(field.kind === 'unsupported' ? 'is drift' : 'breaks reads')),
    about: `${nameOf(view)}:${field.dbName}`,
    subject: {
      kind: 'column',
      schema: view.schema,
      table: view.name,
      name: field.dbName,
      ...ofModel,
      field: field.name,
    },
    source: field.source ?? source,
    remedy: {
      kind: 'note',
      text: 'Change the query of the view in a migration, or the block in schema.prisma to what the view gives, then run npx prisma generate.',
    },
  });
}
