import type { Finding } from '../shared/finding';
import type { MigrationsFolder } from '../shared/migrations';
import { contradicted } from './support/contradicted';
import { ignoreFilter } from './support/ignore';
import { indexDifference } from './support/index-findings';
import { migrationOnlyIndexes } from './support/index-match';
import { modelFinder, nameOf } from './support/names';
import { contradictions, declaredBy, indexesBeyondSchema, servedIn } from './support/strategic';
import { defineCheck } from './types';

/**
 * The indexes that plain SQL in the migrations or the index manifest declares: what Prisma's language cannot say and its
 * diff ignores, or what somebody decided on for a query.
 */
export const strategicIndexes = defineCheck({
  id: 'strategic-indexes',
  group: 'indexes',
  title: 'Strategic indexes of migrations and manifest',
  needs: ['schema.ddl', 'database.catalogue'],
  uses: ['schema.prisma', 'migrations.folder', 'migrations.replay', 'indexes.declared'],
  atLeastOne: ['migrations.folder', 'indexes.declared'],
  run: (observed, settings) => {
    const ignore = ignoreFilter(settings.ignore);
    const findModel = modelFinder(observed['schema.prisma']);
    const live = new Map(observed['database.catalogue'].tables.map((table) => [nameOf(table), table]));
    const manifest = observed['indexes.declared'];
    const ddl = observed['schema.ddl'];
    const read = indexesBeyondSchema(observed) ?? { indexes: [], unreadable: [], notes: [] };
    const kept = (index: { schema: string; table: string; name: string }) =>
      !ignore.part(index.schema, index.table, index.name);
    const declared = migrationOnlyIndexes(read.indexes, ddl).filter(kept);
    const findings: Finding[] = [];
    let compared = 0;
    const disputed = contradictions(observed, ddl).filter(({ entry }) => kept(entry.index));
    for (const one of disputed) {
      compared += 1;
      findings.push(contradicted(one, findModel, manifest));
    }
    // Which of the two is meant nobody can say: their live index is not judged before that is settled.
    const open = new Set(disputed.map(({ entry }) => nameOf(entry.index)));
    for (const index of declared) {
      const owner = { schema: index.schema, name: index.table };
      const table = live.get(nameOf(owner));
      // Of a table that lacks whole, `table.missing` speaks.
      if (table === undefined || open.has(nameOf(index))) continue;
      compared += 1;
      const finding = indexDifference(index, {
        declaredBy: declaredBy(index, manifest),
        model: findModel(owner),
        table,
        served: servedIn(manifest, index),
      });
      if (finding !== null) findings.push(finding);
    }
    const { unreadable, notes } = read;
    if (unreadable.length > 0) return { compared, findings, unknown: unreadMigrations(unreadable) };
    if (declared.length > 0 || disputed.length > 0) return { compared, findings };
    if (notes.length > 0) return { compared, findings, unknown: notFollowed(notes) };
    return {
      compared,
      findings,
      nothingToCompare:
        manifest === undefined
          ? 'The migrations declare no index beyond those of schema.prisma.'
          : `Neither the migrations nor ${manifest.file} declare an index beyond those of schema.prisma.`,
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
