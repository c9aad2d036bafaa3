import type { Finding } from '../shared/finding';
import type { MigrationsFolder } from '../shared/migrations';
import { driftFinding } from './support/drift-finding';
import { looseFile } from './support/loose-file';
import { effectsOf, type MigrationEffects } from './support/migration-effects';
import { migrationFinding } from './support/migration-findings';
import { type MigrationState, migrationStates } from './support/migration-states';
import { defineCheck, type Observed } from './types';

/** The migrations folder against the history in the database, name by name and text by text. */
export const migrations = defineCheck({
  id: 'migrations',
  group: 'migrations',
  title: 'Migration history',
  needs: ['migrations.folder', 'migrations.history'],
  uses: ['migrations.engine', 'migrations.replay', 'database.catalogue'],
  run: (observed) => {
    const folder = observed['migrations.folder'];
    const engine = observed['migrations.engine'];
    const unreadable = new Set(folder.unreadable.map((one) => one.name));
    const states = migrationStates(folder, observed['migrations.history'])
      // A folder that is there and cannot be read is not one that lacks.
      .filter(({ name, state }) => state === 'failed' || !unreadable.has(name));
    const drift = states
      .map((state) => migrationFinding(state, engine, seen(state, observed)))
      .filter((finding) => finding !== null);
    // The second judge objects and we see nothing: then it is not green, whoever of the two is right.
    if (engine?.upToDate === false && drift.length === 0 && states.length > 0 && unreadable.size === 0) {
      drift.push(engineObjects(engine.sentence));
    }
    const loose = folder.looseFiles.map((file) => looseFile(file, folder, observed));
    const compared = states.length + loose.length;
    const findings = [...drift, ...loose];
    if (unreadable.size > 0) {
      return {
        compared,
        findings,
        unknown: unreadableSentence(folder.unreadable),
      };
    }
    if (compared > 0) return { compared, findings };
    return {
      compared,
      findings,
      nothingToCompare: 'Neither the migrations folder nor the history in the database holds a migration.',
    };
  },
});

type Seen = Partial<Pick<Observed, 'migrations.replay' | 'database.catalogue'>>;

/** Of a migration that did not run through, what of it stands all the same. */
function seen(migration: MigrationState, observed: Seen): MigrationEffects | null {
  const { 'migrations.replay': replay, 'database.catalogue': live } = observed;
  const unfinished = ['pending', 'failed', 'rolled-back'].includes(migration.state);
  const entry = 'entry' in migration ? migration.entry : undefined;
  if (!unfinished || entry === undefined || replay === undefined || live === undefined) return null;
  return effectsOf(entry.file, replay, live);
}

function unreadableSentence(unreadable: MigrationsFolder['unreadable']): string {
  const [first] = unreadable;
  const more = unreadable.length > 1 ? ` (and ${unreadable.length - 1} more such folders)` : '';
  return `${first?.name}/migration.sql cannot be read: ${first?.reason}${more}. So not every migration of the folder was compared: restore the file, or remove the folder.`;
}

function engineObjects(sentence: string): Finding {
  return driftFinding({
    rule: 'migration.pending',
    about: 'schema-engine',
    severity: 'warning',
    impact: 'none',
    subject: { kind: 'migration', name: '_prisma_migrations' },
    message: `The history in the database has every migration of the folder, but Prisma's schema engine does not call it up to date: ${sentence.replace(/\.$/, '')}.`,
    expected: 'up to date for the schema engine',
    observed: sentence,
    remedy: { kind: 'command', text: 'npx prisma migrate status' },
  });
}
