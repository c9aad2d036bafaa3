import type { Finding } from '../shared/finding';
import type { MigrationsFolder, MigrationsReplay } from '../shared/migrations';
import { differencesFromReplay } from './support/against-replay';
import { placeOf } from './support/finding-place';
import { type MigrationState, migrationStates } from './support/migration-states';
import { comparesDeclarations, sideTexts } from './support/side-texts';
import { sideVerdict } from './support/side-verdict';
import type { CheckSettings, Observed } from './types';

/**
 * Says of each finding that compares declarations what schema.prisma, the migrations and the database say of its
 * subject, and which of them stands alone. Where the migrations were not replayed nothing is said.
 */
export function fillSides(
  findings: readonly Finding[],
  observed: Partial<Observed>,
  settings: CheckSettings,
): Finding[] {
  const replay = observed['migrations.replay'];
  const [schema, ddl] = [observed['schema.prisma'], observed['schema.ddl']];
  if (replay === undefined || schema === undefined || ddl === undefined) return [...findings];
  // Where nothing is the matter nothing need be compared a second time.
  if (!findings.some(comparesDeclarations)) return [...findings];
  const compared = { 'schema.prisma': schema, 'schema.ddl': ddl, 'migrations.replay': replay };
  const fromReplay = differencesFromReplay(compared, settings).findings;
  const history = observed['migrations.history'];
  const states = statesByFile(observed);
  const unknown = [...states.values()].flatMap(({ state, name }) => (state === 'unknown' ? [name] : []));
  const files = migrationFiles(observed['migrations.folder'], replay);
  return findings.map((finding) => {
    const ofMigrations = finding.source !== undefined && files.has(finding.source.file);
    const texts = sideTexts(finding, fromReplay, { schema, ofMigrations });
    if (texts === null) return finding;
    const migration = states.get(placeOf(finding, replay)?.file ?? '');
    const { standing: _standing, ...sides } = texts;
    return {
      ...finding,
      sides: { ...sides, verdict: sideVerdict(finding, texts, { migration, history, unknown }) },
    };
  });
}

/** Each migration's state by its file; of one that only the history knows, by its name. */
function statesByFile(observed: Partial<Observed>): Map<string, MigrationState> {
  const folder = observed['migrations.folder'];
  const history = observed['migrations.history'];
  if (folder === undefined || history === undefined) return new Map();
  const files = new Map(folder.migrations.map(({ name, file }) => [name, file]));
  return new Map(
    migrationStates(folder, history).map((state) => [files.get(state.name) ?? state.name, state]),
  );
}

function migrationFiles(
  folder: MigrationsFolder | undefined,
  { places = {} }: MigrationsReplay,
): Set<string> {
  return new Set([
    ...(folder?.migrations ?? []).map(({ file }) => file),
    ...Object.values(places).map(({ file }) => file),
  ]);
}
