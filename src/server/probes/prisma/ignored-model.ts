import type { PrismaField, PrismaModel } from '../../../shared/prisma-schema';
import { truncateIdentifier } from '../../sql/identifier';
import type { BlockPosition } from './positions';

/** Names of what a field may be of beside the scalar types. */
type Known = { models: ReadonlySet<string>; enums: ReadonlySet<string> };

/**
 * A model with `@@ignore`, which Prisma's parser checks and then leaves out of its answer: the client has no delegate for
 * it, but its table is expected. So it is read from its own lines, whose form the parser has approved.
 */
export function ignoredModel(
  name: string,
  block: BlockPosition,
  known: Known,
  defaultSchema: string,
): PrismaModel {
  const written = block.written.map(({ name: field, type, attributes, dbName }): PrismaField => {
    const bare = type.replace(/(\[\]|\?)$/, '');
    const source = block.fields.get(field);
    return {
      name: field,
      dbName: truncateIdentifier(dbName),
      kind: known.models.has(bare) ? 'object' : known.enums.has(bare) ? 'enum' : 'scalar',
      type: bare,
      isList: type.endsWith('[]'),
      isRequired: !type.endsWith('?'),
      isId: /@id\b/.test(attributes),
      hasDefault: attributes.includes('@default('),
      ...(source === undefined ? {} : { source }),
    };
  });
  const unsupported = block.unsupported.map(
    ({ databaseType, ...field }): PrismaField => ({
      ...field,
      dbName: truncateIdentifier(field.dbName),
      kind: 'unsupported',
      type: databaseType,
      isId: false,
    }),
  );
  return {
    name,
    dbName: truncateIdentifier(block.dbName ?? name),
    schema: block.schema ?? defaultSchema,
    story: null,
    kind: block.keyword === 'view' ? 'view' : 'model',
    ignored: true,
    fields: [...written, ...unsupported].sort((a, b) => (a.source?.line ?? 0) - (b.source?.line ?? 0)),
    source: block.source,
  };
}
