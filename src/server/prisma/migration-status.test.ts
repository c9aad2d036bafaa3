import { describe, expect, it } from 'vitest';
import { type MigrationHistory, migrationStatusSentence } from './migration-status';

const IN_STEP: MigrationHistory = {
  hasMigrationsTable: true,
  failedMigrationNames: [],
  editedMigrationNames: [],
  history: null,
};

describe('migrationStatusSentence', () => {
  it('is up to date only when nothing failed, nothing was edited and both sides agree', () => {
    expect(migrationStatusSentence(IN_STEP, 3)).toBe('Database schema is up to date!');
    expect(migrationStatusSentence({ ...IN_STEP, failedMigrationNames: ['a'] }, 3)).toBe(
      'Following migration has failed: a.',
    );
    expect(migrationStatusSentence({ ...IN_STEP, editedMigrationNames: ['a'] }, 3)).toMatch(
      /modified.*: a\.$/,
    );
  });

  it('says that an empty folder is empty', () => {
    expect(migrationStatusSentence(IN_STEP, 0)).toBe('No migration found in the migrations folder.');
  });

  it('names what is pending, what is unknown, and where histories part', () => {
    const behind: MigrationHistory['history'] = {
      diagnostic: 'databaseIsBehind',
      unappliedMigrationNames: ['b', 'c'],
    };
    expect(migrationStatusSentence({ ...IN_STEP, history: behind }, 3)).toBe(
      'Following migrations have not yet been applied: b, c.',
    );
    const ahead: MigrationHistory['history'] = {
      diagnostic: 'migrationsDirectoryIsBehind',
      unpersistedMigrationNames: ['x'],
    };
    expect(migrationStatusSentence({ ...IN_STEP, history: ahead }, 3)).toMatch(/not found locally: x\.$/);
    const apart: MigrationHistory['history'] = {
      diagnostic: 'historiesDiverge',
      lastCommonMigrationName: null,
      unappliedMigrationNames: ['b'],
      unpersistedMigrationNames: ['x'],
    };
    expect(migrationStatusSentence({ ...IN_STEP, history: apart }, 3)).toMatch(
      /are different\. .*: none\. .*b\. .*x\./,
    );
  });
});
