import type { Settings } from '../../shared/config';
import { filesAreBusy } from '../watch/busy';
import { watchedPlaces } from '../watch/places';
import { type FilesChanged, watchFiles } from '../watch/watch-files';
import type { Bus } from './bus';
import type { Runs } from './runs';

export type FilesOptions = {
  settings: Settings;
  configFile: string | null;
  projectRoot: string;
  bus: Bus;
  onFault: (error: unknown) => void;
};

export type Files = {
  /** To be called before each run: what it reads from here on is the newest. */
  beforeRun(): Promise<void>;
  /** Verifies at each change from now on. */
  verifyWith(runs: Pick<Runs, 'fresh'>): void;
  /** When the settings file was changed, which is taken up at the next start only; null where it was not. */
  settingsChangedAt(): string | null;
  close(): void;
};

/** Between two looks whether a viewer has come who would see what waits. */
const VIEWER_MS = 500;

/**
 * Watches the files of the environment. A change is told and verified at once where somebody watches, and else when the
 * first one comes: without a viewer nothing is asked of the watched database.
 */
export function watchEnvironmentFiles(options: FilesOptions): Files {
  const { settings, configFile, bus, onFault } = options;
  const settingsPlaces = watchedPlaces(settings, configFile).filter(({ path }) => path === configFile);
  const ofSettings = new Set(settingsPlaces.map(({ what }) => what));
  let settingsChangedAt: string | null = null;
  let runs: Pick<Runs, 'fresh'> | null = null;
  const waiting = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  const watch = watchFiles({
    places: watchedPlaces(settings, configFile),
    isBusy: () => filesAreBusy(options.projectRoot, settings),
    onFault,
    onChange: take,
  });
  // Without it there is still the interval; a run does not wait for what cannot be.
  watch.catch(onFault);

  function take({ what, at }: FilesChanged): void {
    for (const name of what) {
      if (ofSettings.has(name)) settingsChangedAt = at;
      waiting.add(name);
    }
    tell(at);
  }

  function tell(at: string): void {
    clearTimeout(timer);
    if (waiting.size === 0) return;
    if (bus.size() === 0 || runs === null) {
      timer = setTimeout(() => tell(at), VIEWER_MS);
      timer.unref();
      return;
    }
    const what = [...waiting];
    waiting.clear();
    // A run would read the former settings all the same.
    const verifies = what.some((name) => !ofSettings.has(name));
    bus.publish({ type: 'files.changed', what, at, verifies });
    if (!verifies) return;
    runs.fresh().catch(onFault);
  }

  return {
    beforeRun: () => watch.then((files) => files.mark()).catch(onFault),
    verifyWith(those) {
      runs = those;
    },
    settingsChangedAt: () => settingsChangedAt,
    close() {
      clearTimeout(timer);
      watch.then((files) => files.close()).catch(onFault);
    },
  };
}
