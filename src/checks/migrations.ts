import type { Finding } from '../shared/finding';
import type { MigrationsFolder } from '../shared/migrations';
import { driftFinding } from './support/drift-finding';
import { migrationFinding } from './support/migration-findings';
import { migrationStates } from './support/migration-states';
import { defineCheck } from './types';

/** The migrations folder against the history in the database, name by name and text by text. */
export const migrations = defineCheck({
  id: 'migrations',
  group: 'migrations',
  title: 'Migration history',
  needs: ['migrations.folder', 'migrations.history'],
  uses: ['migrations.engine'],
  run: (observed) => {
    const folder = observed['migrations.folder'];
    const engine = observed['migrations.engine'];
    const unreadable = new Set(folder.unreadable.map((one) => one.name));
    const states = migrationStates(folder, observed['migrations.history'])
      // A folder that is there and cannot be read is not one that lacks.
      .filter(({ name, state }) => state === 'failed' || !unreadable.has(name));
    const drift = states
      .map((state) => migrationFinding(state, engine))
      .filter((finding) => finding !== null);
    // The second judge objects and we see nothing: then it is not green, whoever of the two is right.
    if (engine?.upToDate === false && drift.length === 0 && states.length > 0 && unreadable.size === 0) {
      drift.push(engineObjects(engine.sentence));
    }
    const loose = folder.looseFiles.map((file) => looseFile(file, folder.dir));
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

function looseFile(file: string, dir: string): Finding {
  const relative = file.startsWith(`${dir}/`) ? file.slice(dir.length + 1) : file;
  const name = (relative.split('/').at(-1) ?? relative).replace(/\.sql$/i, '');
  return driftFinding({
    rule: 'migration.loose-file',
    about: relative,
    severity: 'warning',
    impact: 'none',
    subject: { kind: 'migration', name: relative },
    message: `${relative} lies in the migrations folder as plain SQL, but no migration holds it, so neither Prisma nor the history in the database knows whether it was run.`,
    expected: 'SQL only inside migrations',
    observed: `${relative} outside of any migration`,
    source: { file, line: 1 },
    remedy: {
      kind: 'command',
      text: `npx prisma migrate dev --create-only --name ${name.replace(/\W+/g, '_')} # then move the SQL into the migration.sql that this makes`,
    },
  });
}
