import { randomUUID } from 'node:crypto';
import { verifyOnce } from '../server/compose';
import { ConfigError } from '../server/config';
import { withRunningServices } from '../server/config/running-services';
import { intervalMs } from '../server/dashboard/interval';
import type { RunOutcome } from '../server/engine/run';
import { exitCode } from '../server/engine/verdicts';
import { filesAreBusy } from '../server/watch/busy';
import { watchedPlaces } from '../server/watch/places';
import { type FileWatch, watchFiles } from '../server/watch/watch-files';
import type { Settings } from '../shared/config';
import type { Report } from '../shared/report';
import { withEmbedded } from './embedded';
import type { TextFormat } from './formats/text';
import { listenForInterruption } from './interruption';
import { EXIT, type Io } from './io';
import { tellUnknown } from './tell-unknown';
import { createTurns } from './turns';
import { saysNews, watchLine } from './watch-changes';

export type Watched = { settings: Settings; configFile: string | null };

export type WatchOptions = {
  projectRoot: string;
  dataDir: string;
  io: Io;
  /** The events of all runs, one after the other, in place of text. */
  streams: boolean;
  text: TextFormat;
};

/**
 * Verifies, and again whenever a file of it changes, one run at a time; what has no files (the database, processes) is
 * looked at again at an interval. Ctrl-C is its ordinary end.
 * @param reload the settings as they are now, after a change of their file
 * @returns the exit code of the last run; that of an interruption where none came to its end
 */
export async function watchAndVerify(
  first: Watched,
  reload: () => Promise<Watched>,
  options: WatchOptions,
): Promise<number> {
  const { io, dataDir, projectRoot } = options;
  const interruption = listenForInterruption();
  const { signal } = interruption;
  const turns = createTurns(signal);
  const watching: { files: FileWatch | null; places: string } = { files: null, places: '' };
  const follow = async ({ settings, configFile }: Watched) => {
    const places = watchedPlaces(settings, configFile);
    if (watching.places === JSON.stringify(places)) return;
    watching.files?.close();
    watching.places = JSON.stringify(places);
    // The run that comes next reads what changed before it was known how the places are.
    watching.files = await watchFiles({
      places,
      onChange: ({ what }) => turns.ask(what),
      isBusy: () => filesAreBusy(projectRoot, settings),
      onFault: (error) => io.err(`driftboard: ${error instanceof Error ? error.message : String(error)}\n`),
      keepAlive: true,
    });
  };
  try {
    return await withEmbedded(first.settings, dataDir, io, async (ready) => {
      let watched: Watched = { ...first, settings: ready };
      let last: Report | null = null;
      // Before the first run: what changes during it causes another one.
      await follow(watched);
      for (let what: string[] | null = []; what !== null; what = await turns.next(intervalMs(io.env))) {
        try {
          if (what.length > 0) {
            const now = await reload();
            watched = { ...now, settings: await withRunningServices(now.settings, dataDir) };
            await follow(watched);
          }
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error;
          for (const fault of error.faults) io.err(`driftboard: ${fault}\n`);
          io.err('driftboard: nothing was verified; it goes on when the settings are mended.\n');
          continue;
        }
        const outcome = await verifyWatched(watched.settings, options, signal);
        if (outcome === null) break;
        if (!options.streams) print(what, last, outcome, options);
        last = outcome.report;
      }
      return last === null ? EXIT.interrupted : exitCode(last, watched.settings.failOn);
    });
  } finally {
    watching.files?.close();
    interruption.dispose();
  }
}

/** Null where it was broken off. */
async function verifyWatched(
  settings: Settings,
  { io, projectRoot, dataDir, streams }: WatchOptions,
  signal: AbortSignal,
): Promise<RunOutcome | null> {
  const outcome = await verifyOnce(
    settings,
    { projectRoot, dataDir },
    {
      runId: randomUUID(),
      signal,
      onEvent: (event) => {
        // A run that was broken off must not look like one that came to its end.
        if (streams && !signal.aborted) io.out(`${JSON.stringify(event)}\n`);
      },
    },
  );
  return signal.aborted ? null : outcome;
}

/** A look again that says what the one before said is no news. */
function print(
  what: readonly string[],
  before: Report | null,
  outcome: RunOutcome,
  { io, text }: WatchOptions,
): void {
  const now = outcome.report;
  const news = saysNews(before, now);
  if (what.length === 0 && !news) return;
  if (before !== null) io.out(`${io.outColors.bold(watchLine(what, new Date(), before, now))}\n`);
  if (!news) return;
  io.out(`${text(outcome, { colors: io.outColors, width: io.outWidth })}\n`);
  tellUnknown(now, io);
}
