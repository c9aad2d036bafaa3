import type { z } from 'zod';
import type { DatabaseSchema } from '../../../shared/database-schema';
import type { Evidence } from '../../../shared/observation';
import { redact } from '../../../shared/redact';
import { loadSqlParser } from '../../sql/parser';
import { defaultSchemaOf } from '../prisma/default-schema';
import { type DatabaseSession, failed, notConfigured, observed, type Probe } from '../types';
import { buildSchema } from './build-schema';
import {
  COLUMNS,
  CONSTRAINTS,
  ColumnRow,
  ConstraintRow,
  ENUMS,
  EnumRow,
  INDEXES,
  IndexRow,
  OPCLASSES,
  OpclassRow,
  RELATIONS,
  RelationRow,
  TARGETS,
  TargetRow,
} from './queries';
import { NO_DATABASE, watchedSchemas } from './watched-schemas';

/** Tables, columns, keys, indexes and enums as the database has them. */
export const databaseCatalogueProbe: Probe<'database.catalogue'> = {
  need: 'database.catalogue',
  read: async (context) => {
    if (context.settings.databaseUrl === null) return notConfigured(NO_DATABASE);
    try {
      const [session, schemas] = await Promise.all([
        context.database(),
        watchedSchemas(context),
        loadSqlParser(),
      ]);
      const { schema, evidence } = await readCatalogue(
        session,
        schemas,
        defaultSchemaOf(context.settings.databaseUrl),
      );
      return observed(schema, ...evidence);
    } catch (error) {
      return failed(redact(error instanceof Error ? error.message : String(error)));
    }
  },
};

/**
 * The catalogue of some schemas: seven statements, whatever the number of objects.
 * @param defaultSchema of the connection: names in it are the same with and without it
 * @throws DatabaseError
 */
export async function readCatalogue(
  session: DatabaseSession,
  schemas: readonly string[],
  defaultSchema = 'public',
): Promise<{ schema: DatabaseSchema; evidence: Evidence[] }> {
  const evidence: Evidence[] = [];
  async function rowsOf<T>(sql: string, row: z.ZodType<T>, params: unknown[] = [schemas]): Promise<T[]> {
    const answer = await session.query(sql, row, params);
    evidence.push(answer.evidence);
    return answer.rows;
  }
  const relations = await rowsOf(RELATIONS, RelationRow);
  const columns = await rowsOf(COLUMNS, ColumnRow);
  const constraints = await rowsOf(CONSTRAINTS, ConstraintRow);
  const indexes = await rowsOf(INDEXES, IndexRow);
  const opclasses = await rowsOf(OPCLASSES, OpclassRow, []);
  const enums = await rowsOf(ENUMS, EnumRow);

  const known = new Set(relations.map((row) => row.oid));
  const isForeign = (row: ConstraintRow) => row.kind === 'f' && !known.has(row.targetOid);
  const outside = [...new Set(constraints.filter(isForeign).map((row) => row.targetOid))];
  const targets = outside.length === 0 ? [] : await rowsOf(TARGETS, TargetRow, [outside]);
  return {
    schema: buildSchema(
      schemas,
      { relations, columns, constraints, targets, indexes, opclasses, enums },
      defaultSchema,
    ),
    evidence,
  };
}
