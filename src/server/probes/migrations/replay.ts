import path from 'node:path';
import type { MigrationsReplay } from '../../../shared/migrations';
import type { Evidence } from '../../../shared/observation';
import { redact } from '../../../shared/redact';
import { readMigrationsDir } from '../../prisma/migrations-dir';
import { ShadowUnavailableError, shadowServerVersion, withShadowDatabase } from '../../shadow';
import { loadSqlParser } from '../../sql/parser';
import { withinTime } from '../../time-limit';
import { watchedSchemas } from '../catalogue/watched-schemas';
import { displayPath } from '../display-path';
import { defaultSchemaOf } from '../prisma/default-schema';
import { failed, notConfigured, observed, type Probe, type ProbeContext } from '../types';
import { NO_MIGRATIONS } from './folder';
import { attachPlaces } from './replaying/attach';
import { codeFingerprint } from './replaying/code-fingerprint';
import { placesOf } from './replaying/places';
import { NO_SERVER, readInstead } from './replaying/read-instead';
import { recallReplay, rememberReplay, replayHash } from './replaying/replay-cache';
import { lackingInWords, replayScripts } from './replaying/replay-scripts';
import { type Script, statementsOf } from './replaying/script';
import { standingIndexes } from './standing-indexes';

/** Of the time that the engine leaves to a probe; the replay ends itself before, with a sentence of its own. */
const TIME_LIMIT_FACTOR = 2.5;

/** What the migrations make of an empty database: run in a shadow database, and remembered by their texts. */
export const migrationsReplayProbe: Probe<'migrations.replay'> = {
  need: 'migrations.replay',
  read: async (context) => {
    const { migrations: dir, databaseUrl } = context.settings;
    if (dir === null) return notConfigured(NO_MIGRATIONS);
    const at = new Date();
    try {
      const [{ migrations, unreadable }, schemas] = await Promise.all([
        readMigrationsDir(dir),
        watchedSchemas(context),
      ]);
      const [broken] = unreadable;
      if (broken !== undefined)
        return failed(
          `The migrations cannot be replayed: ${broken.name}/migration.sql cannot be read: ${broken.reason}. Restore the file, or remove the folder.`,
        );
      if (migrations.length === 0)
        return notConfigured(
          `The folder ${displayPath(dir)} holds no migration: make the first one, or leave --migrations out.`,
        );
      const scripts = migrations.map(({ name, sql }) => ({
        name,
        sql,
        file: displayPath(path.join(dir, name, 'migration.sql')),
      }));
      const defaultSchema = defaultSchemaOf(databaseUrl);
      const { replay, isKept } = await replayed(context, scripts, [...schemas], defaultSchema).catch(
        async (error: unknown) => ({
          replay: await withoutServer(context, scripts, [...schemas], defaultSchema, error),
          isKept: false,
        }),
      );
      return observed(replay, evidence(replay, isKept, at));
    } catch (error) {
      return failed(redact(error instanceof Error ? error.message : String(error)));
    }
  },
};

/** A server that somebody named must be there; where none comes along, the texts themselves may tell all. */
async function withoutServer(
  { settings }: ProbeContext,
  scripts: Script[],
  schemas: string[],
  defaultSchema: string,
  error: unknown,
): Promise<MigrationsReplay> {
  if (!(error instanceof ShadowUnavailableError) || settings.shadowDatabaseUrl !== null) throw error;
  await loadSqlParser();
  const read = readInstead(scripts, schemas, defaultSchema, error.message);
  if (read === null) throw error;
  return read;
}

async function replayed(
  context: ProbeContext,
  scripts: Script[],
  schemas: string[],
  defaultSchema: string,
): Promise<{ replay: MigrationsReplay; isKept: boolean }> {
  const { dataDir, settings } = context;
  const { shadowDatabaseUrl } = settings;
  const [server, reading] = await Promise.all([
    shadowServerVersion({ dataDir, shadowDatabaseUrl }),
    codeFingerprint(context.projectRoot),
  ]);
  const hash = reading === null ? null : replayHash({ scripts, defaultSchema, schemas, server, reading });
  const kept = hash === null ? null : await recallReplay(dataDir, hash);
  if (kept !== null) return { replay: kept, isKept: true };
  await loadSqlParser();
  const replay = await replayNow(context, scripts, schemas, defaultSchema);
  if (hash !== null) await rememberReplay(dataDir, hash, replay);
  return { replay, isKept: false };
}

async function replayNow(
  { dataDir, settings, signal: ofRun }: ProbeContext,
  scripts: Script[],
  schemas: string[],
  defaultSchema: string,
): Promise<MigrationsReplay> {
  const parsed = scripts.map((script) => ({ script, statements: statementsOf(script) }));
  const { timeoutMs, shadowDatabaseUrl } = settings;
  const limitMs = timeoutMs * TIME_LIMIT_FACTOR;
  const replayWith = (signal: AbortSignal) =>
    withShadowDatabase({ dataDir, shadowDatabaseUrl, signal }, async (shadow) => {
      const input = { scripts: parsed, schemas, defaultSchema, timeoutMs, signal };
      const { schema, notes, lacking } = await replayScripts(shadow, input);
      const found = placesOf(parsed, defaultSchema);
      const files = scripts.map(({ file, sql }) => ({ path: file, sql }));
      return {
        schema: attachPlaces(schema, found, standingIndexes(files, defaultSchema).indexes),
        server: shadow.server,
        migrations: scripts.map(({ name }) => name),
        notes: [...(lacking.length === 0 ? [] : [lackingInWords(lacking, shadow.server)]), ...notes],
        places: Object.fromEntries(found.places),
      };
    });
  let isLate = false;
  try {
    return await withinTime(ofRun, limitMs, (signal) => {
      signal.addEventListener('abort', () => {
        isLate = !ofRun.aborted;
      });
      return replayWith(signal);
    });
  } catch (error) {
    if (isLate)
      throw new Error(
        `The replay of the migrations took longer than ${limitMs} ms and was given up: raise --timeout-ms.`,
      );
    throw error;
  }
}

function evidence(replay: MigrationsReplay, isKept: boolean, at: Date): Evidence {
  const { tables, enums } = replay.schema;
  return {
    kind: 'sql',
    text:
      replay.server === NO_SERVER
        ? `${replay.migrations.length} migrations read in order by PostgreSQL's parser`
        : `${replay.migrations.length} migrations run in order in an empty shadow database (${replay.server})`,
    answer: [
      `${tables.length} tables, ${enums.length} enums${isKept ? ', remembered' : ''}`,
      ...replay.notes,
    ].join('; '),
    at: at.toISOString(),
    durationMs: Date.now() - at.getTime(),
  };
}
