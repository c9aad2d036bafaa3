import type { DatabaseSchema, Index } from '../../../shared/database-schema';
import { applySql } from '../../sql/ddl/apply';
import { type DdlState, emptyState, indexesOf } from '../../sql/ddl/state';
import { schemaOf } from '../../sql/ddl-to-schema';
import { SqlSyntaxError } from '../../sql/parser';

/** A text of SQL and how sentences name its file. */
export type SqlFile = { path: string; sql: string };

/**
 * The indexes that stand after all files have been read in order: made, renamed and dropped as a server would.
 * Each has the statement's own text and the place where it stands. `loadSqlParser()` must have been awaited.
 * @returns also a note for each statement that was not understood
 * @throws Error with file, line and reason when PostgreSQL's parser refuses a file
 */
export function standingIndexes(
  files: readonly SqlFile[],
  defaultSchema = 'public',
): { indexes: Index[]; notes: string[] } {
  const state = standing(files, defaultSchema);
  return { indexes: [...indexesOf(state)].map(({ index }) => index), notes: state.notes };
}

/**
 * The same for all that stands. Of views only that they are there: their columns and queries a server alone can say.
 * @throws Error with file, line and reason when PostgreSQL's parser refuses a file
 */
export function standingSchema(
  files: readonly SqlFile[],
  defaultSchema: string,
): { schema: DatabaseSchema; notes: string[] } {
  const state = standing(files, defaultSchema);
  return { schema: schemaOf(state), notes: state.notes };
}

function standing(files: readonly SqlFile[], defaultSchema: string): DdlState {
  const state = emptyState(defaultSchema, 'migration');
  for (const file of files) {
    try {
      applySql(state, file.sql, file.path);
    } catch (error) {
      if (!(error instanceof SqlSyntaxError)) throw error;
      const line = file.sql.slice(0, error.offset).split('\n').length;
      throw new Error(
        `${file.path}:${line} is no SQL that PostgreSQL's parser takes (${error.message}): correct the file, or point --migrations elsewhere.`,
        { cause: error },
      );
    }
  }
  return state;
}
