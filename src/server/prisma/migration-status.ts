import { z } from 'zod';

const names = z.array(z.string());

/** What `diagnoseMigrationHistory` of the schema engine answers. */
export const migrationHistorySchema = z.object({
  hasMigrationsTable: z.boolean(),
  failedMigrationNames: names,
  editedMigrationNames: names,
  history: z
    .discriminatedUnion('diagnostic', [
      z.object({ diagnostic: z.literal('databaseIsBehind'), unappliedMigrationNames: names }),
      z.object({ diagnostic: z.literal('migrationsDirectoryIsBehind'), unpersistedMigrationNames: names }),
      z.object({
        diagnostic: z.literal('historiesDiverge'),
        lastCommonMigrationName: z.string().nullable(),
        unpersistedMigrationNames: names,
        unappliedMigrationNames: names,
      }),
    ])
    .nullable(),
});

/** The schema engine's diagnosis of a migration history. */
export type MigrationHistory = z.infer<typeof migrationHistorySchema>;

/**
 * What `prisma migrate status` would say of this history, in its words and on one line.
 * `migrationCount` is the number of migrations in the folder.
 */
export function migrationStatusSentence(history: MigrationHistory, migrationCount: number): string {
  const parts: string[] = [];
  if (history.failedMigrationNames.length > 0) {
    parts.push(`${following(history.failedMigrationNames, 'have failed', 'has failed')}.`);
  }
  if (history.editedMigrationNames.length > 0) {
    parts.push(
      `The migration(s) were modified after they were applied: ${history.editedMigrationNames.join(', ')}.`,
    );
  }
  const diagnosis = history.history;
  if (diagnosis?.diagnostic === 'databaseIsBehind') {
    parts.push(`${notApplied(diagnosis.unappliedMigrationNames)}.`);
  } else if (diagnosis?.diagnostic === 'migrationsDirectoryIsBehind') {
    parts.push(`${notLocal(diagnosis.unpersistedMigrationNames)}.`);
  } else if (diagnosis?.diagnostic === 'historiesDiverge') {
    const common = diagnosis.lastCommonMigrationName ?? 'none';
    parts.push(
      'Your local migration history and the migrations table from your database are different.',
      `The last common migration is: ${common}.`,
      `${notApplied(diagnosis.unappliedMigrationNames)}.`,
      `${notLocal(diagnosis.unpersistedMigrationNames)}.`,
    );
  }
  if (parts.length > 0) return parts.join(' ');
  return migrationCount === 0
    ? 'No migration found in the migrations folder.'
    : 'Database schema is up to date!';
}

function notApplied(migrationNames: string[]): string {
  return following(migrationNames, 'have not yet been applied', 'has not yet been applied');
}

function notLocal(migrationNames: string[]): string {
  const [verb, singular] = [
    'from the database are not found locally',
    'from the database is not found locally',
  ];
  return following(migrationNames, verb, singular);
}

function following(migrationNames: string[], plural: string, singular: string): string {
  const many = migrationNames.length > 1;
  return `Following ${many ? 'migrations' : 'migration'} ${many ? plural : singular}: ${migrationNames.join(', ')}`;
}
