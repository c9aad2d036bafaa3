import type { DatabaseSchema } from '../../../shared/database-schema';
import type { Evidence } from '../../../shared/observation';
import { redact } from '../../../shared/redact';
import { databaseFingerprint } from '../../engine/fingerprints';
import { withSqlParser } from '../../sql/parser';
import { defaultSchemaOf } from '../prisma/default-schema';
import { type DatabaseSession, failed, notConfigured, observed, type Probe } from '../types';
import type { CatalogueAnswers } from './answers';
import { type BuiltSchema, buildSchema } from './build-schema';
import { type CatalogueState, isQuiet, readState } from './catalogue-state';
import { DatabaseError } from './database-error';
import { statisticsQuery } from './queries';
import { answersDigest, readAnswers, sameAnswers } from './read-answers';
import { isAnyRemembered, isFresh, provenMoments, type Remembered, recall, remember } from './remembered';
import { keepSpellings, recallSpellings } from './spelling-memory';
import { withStatistics } from './statistics';
import { NO_DATABASE, watchedSchemas } from './watched-schemas';

/** Tables, columns, keys, indexes and enums as the database has them. */
export const databaseCatalogueProbe: Probe<'database.catalogue'> = {
  need: 'database.catalogue',
  read: async (context) => {
    if (context.settings.databaseUrl === null) return notConfigured(NO_DATABASE);
    try {
      const [session, schemas] = await Promise.all([
        context.database(),
        watchedSchemas(context),
        recallSpellings(context.dataDir),
      ]);
      const { schema, evidence } = await readCatalogue(
        session,
        schemas,
        defaultSchemaOf(context.settings.databaseUrl),
      );
      await keepSpellings(context.dataDir);
      return observed(schema, ...evidence);
    } catch (error) {
      return failed(redact(error instanceof Error ? error.message : String(error)));
    }
  },
};

/** Below so many bytes of columns in the catalogue (some 15,000 columns) a second connection costs more than it saves. */
const BESIDE_FROM_BYTES = 2_300_000;

/** How often everything is read anew when somebody changes the schema meanwhile. */
const ATTEMPTS_MAX = 8;

/**
 * The catalogue of some schemas at one moment, which is the session's moment afterwards: nobody else may have asked it
 * anything yet. What has not changed since the last look of this process is not read again, but for its statistics.
 * @param defaultSchema of the connection: names in it are the same with and without it
 * @throws DatabaseError
 */
export async function readCatalogue(
  session: DatabaseSession,
  schemas: readonly string[],
  defaultSchema = 'public',
): Promise<{ schema: DatabaseSchema; evidence: Evidence[] }> {
  // What changes most comes along, where the rest may be remembered: a far server costs its distance once.
  const query = statisticsQuery(schemas);
  const along = isAnyRemembered() ? [query] : [];
  const keyOf = ({ identity }: CatalogueState) => JSON.stringify([identity, schemas, defaultSchema]);
  let asked = await readState(session, along, provenMoments(Date.now()));
  const named = recall(keyOf(asked.state));
  // The moment that spared the fold was that of another database of the same server: it says nothing of this one.
  if (asked.state.fold === null && (named === undefined || !holds(named, asked.state)))
    asked = await readState(session, along);
  const { state, evidence, of } = asked;
  const known = recall(keyOf(state));
  const unchanged = known !== undefined && holds(known, state);
  if (unchanged && isFresh(known, Date.now())) {
    const why = state.fold === null ? ' (nothing at all was written on this server)' : '';
    const answer = `unchanged since ${known.state.at}${why}, ${known.objectCount} objects remembered`;
    if (isQuiet(state.snapshot)) known.moment = state;
    return { schema: renewed(known, of(query)), evidence: [{ ...evidence, answer }] };
  }

  const steady = await readSteadily(session, schemas, state);
  const digest = answersDigest(steady.answers);
  // A temporary table, or a change in another schema, leaves another state and the same answers.
  const isSame = known !== undefined && !unchanged && known.digest === digest;
  const built = isSame
    ? known.built
    : await withSqlParser(() => buildSchema(schemas, steady.answers, defaultSchema));
  built.schema = withStatistics(built, steady.answers.statistics);
  const missed = unchanged && holds(known, steady.state) && structure(known.built) !== structure(built);
  remember(keyOf(state), {
    state: steady.state,
    moment: steady.state,
    built,
    digest,
    statistics: steady.answers.statistics,
    objectCount: objectCount(steady.answers),
    looks: 0,
    readAtMs: Date.now(),
  });
  const answer = looked(known, { unchanged, isSame, missed });
  return { schema: built.schema, evidence: [{ ...evidence, answer }, ...steady.evidence] };
}

/** Whether a catalogue of this state is the one that is known: as it was read, or as it was last found unchanged. */
function holds({ state, moment }: Remembered, now: CatalogueState): boolean {
  return now.sameAs(state) || now.sameAs(moment);
}

/** What the look at the catalogue's state came to, where it did not answer alone. */
function looked(
  known: Remembered | undefined,
  { unchanged, isSame, missed }: { unchanged: boolean; isSame: boolean; missed: boolean },
): string {
  if (known === undefined) return 'the first look: everything is read';
  if (isSame)
    return `changed since ${known.state.at}, but nothing of these schemas: everything was read and says the same`;
  if (!unchanged) return `changed since ${known.state.at}: everything is read`;
  return missed
    ? `no change to be seen since ${known.state.at}, yet reading everything anew found one: it counts`
    : `unchanged since ${known.state.at}; everything is read anew every so often all the same`;
}

/** What is remembered, with the statistics of now. */
function renewed(known: Remembered, statistics: CatalogueAnswers['statistics']): DatabaseSchema {
  // Where nothing at all has changed it is the same object, and whatever was found out about it still holds.
  if (!statistics.same(known.statistics)) {
    known.built.schema = withStatistics(known.built, statistics);
    known.statistics = statistics;
  }
  known.looks += 1;
  return known.built.schema;
}

/**
 * PostgreSQL's functions that print an expression look at the present and not at the snapshot. So the reading counts
 * only where nothing was changed until its end: the session moves on to the present, and either the state is still the
 * same there, or a second reading says the same as the first.
 */
async function readSteadily(session: DatabaseSession, schemas: readonly string[], begun: CatalogueState) {
  const scope = { schemas, versionNumber: begun.versionNumber };
  const evidence: Evidence[] = [];
  let state = begun;
  let previous: CatalogueAnswers | null = null;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const reading = await readAnswers(session, scope, state.columnBytes >= BESIDE_FROM_BYTES).catch(
      // What was dropped meanwhile cannot be printed any more: an error of ours only where nothing was changed.
      (error: unknown) => ({ answers: null, error }),
    );
    const { answers } = reading;
    if ('evidence' in reading) evidence.push(...reading.evidence);
    if (answers !== null && previous !== null && sameAnswers(previous, answers))
      return { answers, state, evidence };
    await session.renew();
    const later = await readState(session);
    evidence.push(later.evidence);
    if (later.state.sameAs(state)) {
      if (answers === null) throw reading.error;
      return { answers, state: later.state, evidence };
    }
    previous = answers;
    state = later.state;
  }
  throw new DatabaseError(
    `The schema of the database was changed again and again while it was read (${ATTEMPTS_MAX} times): wait until the migration is over, and try again.`,
    null,
  );
}

function structure({ schema }: BuiltSchema): string {
  return databaseFingerprint(schema);
}

function objectCount({ relations, columns, constraints, indexes, ...others }: CatalogueAnswers): number {
  const { enums, triggers, policies, sequences, extensions } = others;
  return [relations, columns, constraints, indexes, enums, triggers, policies, sequences, extensions].reduce(
    (sum, cells) => sum + cells.count,
    0,
  );
}
