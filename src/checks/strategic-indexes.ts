import type { Finding } from '../shared/finding';
import type { MigrationsFolder } from '../shared/migrations';
import { ignoreFilter } from './support/ignore';
import { indexDifference } from './support/index-findings';
import { migrationOnlyIndexes } from './support/index-match';
import { indexesOfMigrations } from './support/migration-indexes';
import { modelFinder, nameOf } from './support/names';
import { defineCheck } from './types';

/** The indexes that only plain SQL in the migrations declares: what Prisma's language cannot say and its diff ignores. */
export const strategicIndexes = defineCheck({
  id: 'strategic-indexes',
  group: 'indexes',
  title: 'Strategic indexes of the migrations',
  needs: ['schema.ddl', 'migrations.folder', 'database.catalogue'],
  uses: ['schema.prisma', 'migrations.replay'],
  run: (observed, settings) => {
    const ignore = ignoreFilter(settings.ignore);
    const findModel = modelFinder(observed['schema.prisma']);
    const live = new Map(observed['database.catalogue'].tables.map((table) => [nameOf(table), table]));
    const migrated = indexesOfMigrations(observed) ?? observed['migrations.folder'];
    const declared = migrationOnlyIndexes(migrated.indexes, observed['schema.ddl']).filter(
      (index) => !ignore.part(index.schema, index.table, index.name),
    );
    const findings: Finding[] = [];
    let compared = 0;
    for (const index of declared) {
      const owner = { schema: index.schema, name: index.table };
      const table = live.get(nameOf(owner));
      // Of a table that lacks whole, `table.missing` speaks.
      if (table === undefined) continue;
      compared += 1;
      const file = index.source?.file.split('/').slice(-2, -1)[0];
      const declaredBy = file === undefined || file === '' ? 'a migration' : `migration ${file}`;
      const finding = indexDifference(index, { declaredBy, model: findModel(owner), table });
      if (finding !== null) findings.push(finding);
    }
    const { unreadable, notes } = migrated;
    if (unreadable.length > 0) return { compared, findings, unknown: unreadMigrations(unreadable) };
    if (declared.length > 0) return { compared, findings };
    if (notes.length > 0) return { compared, findings, unknown: notFollowed(notes) };
    return {
      compared,
      findings,
      nothingToCompare: 'The migrations declare no index beyond those of schema.prisma.',
    };
  },
});

/** So many notes stand in the sentence. */
const NOTES_SHOWN = 3;

function notFollowed(notes: readonly string[]): string {
  const more = notes.length > NOTES_SHOWN ? ` (and ${notes.length - NOTES_SHOWN} more)` : '';
  return `The migrations declare no index that could be followed, but not all of their statements could be: ${notes.slice(0, NOTES_SHOWN).join(' ')}${more}`;
}

function unreadMigrations(unreadable: MigrationsFolder['unreadable']): string {
  const names = unreadable.map(({ name, reason }) => `${name}/migration.sql cannot be read (${reason})`);
  return `${names.join(', ')}: what indexes the migrations leave standing is not known. Restore the file, or remove the folder.`;
}
