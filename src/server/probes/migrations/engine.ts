import type { Evidence } from '../../../shared/observation';
import { redact } from '../../../shared/redact';
import { diagnoseMigrationHistory, SchemaEngineError } from '../../prisma/schema-engine';
import { connectionConfig } from '../catalogue/connection';
import { asDatabaseError } from '../catalogue/database-error';
import { NO_DATABASE } from '../catalogue/watched-schemas';
import { NO_SCHEMA } from '../prisma/schema';
import { readSchemaFiles } from '../prisma/schema-files';
import { failed, notConfigured, observed, type Probe } from '../types';
import { NO_MIGRATIONS } from './folder';

/** What Prisma's own schema engine says of the history, which is what `prisma migrate status` says. */
export const migrationsEngineProbe: Probe<'migrations.engine'> = {
  need: 'migrations.engine',
  read: async ({ settings, database }) => {
    const { migrations, databaseUrl, schema } = settings;
    if (migrations === null) return notConfigured(NO_MIGRATIONS);
    if (databaseUrl === null) return notConfigured(NO_DATABASE);
    if (schema === null) return notConfigured(NO_SCHEMA);
    const at = new Date();
    try {
      // A database that does not answer is told by the session, in its sentence and within its time.
      await database();
      const schemaFiles = await readSchemaFiles(schema);
      const diagnosis = await diagnoseMigrationHistory({
        databaseUrl,
        schemaFiles,
        migrationsDir: migrations,
      });
      const upToDate =
        diagnosis.history === null &&
        diagnosis.failedMigrationNames.length === 0 &&
        diagnosis.editedMigrationNames.length === 0;
      return observed(
        { upToDate, sentence: diagnosis.sentence },
        evidence(migrations, diagnosis.sentence, at),
      );
    } catch (error) {
      const reason = sentence(error, databaseUrl);
      return failed(
        `Prisma's schema engine could not read the history: ${reason}`,
        evidence(migrations, reason, at),
      );
    }
  },
};

function evidence(dir: string, answer: string, at: Date): Evidence {
  return {
    kind: 'parser',
    text: `diagnoseMigrationHistory of Prisma's schema engine on ${dir}`,
    answer,
    at: at.toISOString(),
    durationMs: Date.now() - at.getTime(),
  };
}

function sentence(error: unknown, databaseUrl: string): string {
  const isNetwork =
    error instanceof SchemaEngineError &&
    error.cause !== undefined &&
    /^[0-9A-Z]{5}$|^E[A-Z]+$/.test(error.code ?? '');
  if (isNetwork && !/^P\d{4}$/.test(error.code ?? '')) {
    return asDatabaseError(error.cause, connectionConfig(databaseUrl, 1_000).target).message;
  }
  return redact(error instanceof Error ? error.message : String(error));
}
