import type { DatabaseSchema } from '../../../shared/database-schema';
import { clientModels, type PrismaSchema } from '../../../shared/prisma-schema';
import type { DelegateModel } from './delegate-protocol';

/** Above so many rows a count is a burden to a database in use, and says nothing that one row does not. */
export const MAX_COUNTED_ROWS = 100_000;

/**
 * The models that a client has a delegate for, with PostgreSQL's estimate of the rows of their tables. Pure.
 * @param catalogue null where it could not be read; then, as of views and of tables never analysed, there is no estimate
 */
export function delegateModels(
  schema: Pick<PrismaSchema, 'models'>,
  catalogue: DatabaseSchema | null,
): DelegateModel[] {
  const estimates = new Map(
    (catalogue?.tables ?? []).map((table) => [`${table.schema}.${table.name}`, table.rowEstimate]),
  );
  return clientModels(schema).map((model) => {
    const estimate = estimates.get(`${model.schema}.${model.dbName}`) ?? null;
    return { name: model.name, counted: estimate === null || estimate <= MAX_COUNTED_ROWS, estimate };
  });
}

/** The same models, with the fields in which this client promises a value. Pure. */
export function withRequired(
  models: readonly DelegateModel[],
  client: Pick<PrismaSchema, 'models'>,
): DelegateModel[] {
  const fields = new Map(client.models.map((model) => [model.name, model.fields]));
  return models.map((model) => ({
    ...model,
    required: (fields.get(model.name) ?? [])
      .filter(({ kind, isRequired, isList }) => ['scalar', 'enum'].includes(kind) && isRequired && !isList)
      .map(({ name }) => name),
  }));
}
