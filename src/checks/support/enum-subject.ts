import type { EnumType } from '../../shared/database-schema';
import type { SourcePosition, Subject } from '../../shared/finding';
import type { PrismaSchema } from '../../shared/prisma-schema';

export type EnumParts = {
  subject: Omit<Subject, 'kind' | 'name'>;
  source: SourcePosition | undefined;
  inWords: string;
};

/**
 * What a finding on an enum says of the schema: the block's line, and model, field and story where only one model
 * uses the enum. Where several do, none of them is singled out.
 */
export function enumParts(type: EnumType, schema: PrismaSchema): EnumParts {
  const declared = schema.enums.find((other) => other.schema === type.schema && other.dbName === type.name);
  const users = schema.models.flatMap((model) =>
    model.fields
      .filter((field) => field.kind === 'enum' && field.type === declared?.name)
      .map((field) => ({ model, field })),
  );
  const models = [...new Set(users.map((user) => user.model))];
  const stories = [...new Set(models.map((model) => model.story))];
  const [only, ...others] = models;
  const [story] = stories;
  const [use] = users;
  return {
    subject: {
      schema: type.schema,
      ...(only !== undefined && others.length === 0 ? { model: only.name, table: only.dbName } : {}),
      ...(use !== undefined && users.length === 1 ? { field: use.field.name } : {}),
      ...(typeof story === 'string' && stories.length === 1 ? { story } : {}),
    },
    source: declared?.source,
    inWords:
      use === undefined ? '' : ` (used by ${users.map((u) => `${u.model.name}.${u.field.name}`).join(', ')})`,
  };
}
