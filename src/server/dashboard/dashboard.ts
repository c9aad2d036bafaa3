import { dirname, join } from 'node:path';
import type { Settings } from '../../shared/config';
import type { DashboardState } from '../../shared/dashboard';
import type { Job, JobRequest } from '../../shared/job';
import { type Place, verifyOnce } from '../compose';
import { ConfigError, type LoadedConfig, loadConfig } from '../config';
import type { Beside } from '../history/history';
import { recoverSwaps } from '../jobs/client/recover-swap';
import { demosInForce } from '../jobs/demo/state';
import { clientLocks, swapFolder } from '../jobs/lock-files';
import { createJobRunner, type JobRunner } from '../jobs/runner';
import { log } from '../log';
import { errorText } from '../probes/client/errors';
import { dataDirOf, findProjectRoot } from '../project-root';
import type { Store } from '../store/types';
import { type Bus, createBus } from './bus';
import { faultLog } from './fault-log';
import { watchEnvironmentFiles } from './files';
import { HttpError } from './http';
import { type DashboardIncidentNotes, dashboardIncidentNotes } from './incident-notes';
import { verifyWhileWatched } from './interval';
import { jobHistory } from './job-history';
import { startJob } from './jobs';
import { newestRuns } from './newest';
import { dashboardNotifications, type Notifications } from './notifications';
import { newestRehearsal } from './rehearsals';
import { createRuns, type RunOnce, type Runs } from './runs';
import { type DashboardSchedule, dashboardSchedule } from './schedule';
import { shownJobs } from './shown-jobs';
import { dashboardSignOffs, type SignOffs } from './sign-offs';
import { type DashboardStore, dashboardStore } from './store';
import { type WaiversOfPeople, waiversOfPeople } from './waivers';
import { waiversOfRuns } from './waivers-of-runs';

export type Dashboard = {
  serverStartedAt: string;
  /** What is wrong with the configuration; then nothing is verified, and `runs` is null. */
  faults: string[];
  bus: Bus;
  store: Store;
  describeStore: DashboardStore['describe'];
  incidentNotes: DashboardIncidentNotes;
  /** What the timeline shows beside the runs. */
  beside: Beside;
  /** Also one whose files are gone, where a store keeps it; null where nobody knows it. */
  findJob(id: string): Promise<Job | null>;
  runs: Runs | null;
  jobs: JobRunner;
  signOffs: SignOffs;
  /** Null while the configuration has to be mended. */
  notifications: Notifications | null;
  /** Null while the configuration has to be mended. */
  waivers: WaiversOfPeople | null;
  /** Null while the configuration has to be mended. */
  schedule: DashboardSchedule | null;
  /** @throws HttpError where the job cannot be started */
  startJob(request: JobRequest): Promise<Job>;
  state(): Promise<DashboardState>;
};

const NOT_CONFIGURED = 'not configured';

/** A page is painted without the history of before where the store takes longer than this to open. */
const HISTORY_MS = 1_500;

declare global {
  var driftboardDashboard: Promise<Dashboard> | undefined;
}

/** The one dashboard of this process. Pages and routes are bundled apart, so only `globalThis` is common to them. */
export function dashboard(): Promise<Dashboard> {
  globalThis.driftboardDashboard ??= create();
  return globalThis.driftboardDashboard;
}

/** Everything that a page needs at first paint. */
export async function dashboardState(): Promise<DashboardState> {
  return (await dashboard()).state();
}

async function create(): Promise<Dashboard> {
  const serverStartedAt = new Date().toISOString();
  const projectRoot = findProjectRoot();
  const place = { projectRoot, dataDir: dataDirOf(projectRoot) };
  const onFault = faultLog(log);
  const bus = createBus(onFault);
  const config = await readConfig(projectRoot);
  const settings = config.loaded?.settings;
  const kept = dashboardStore({ settings, projectRoot, bus, onFault });
  const { store } = kept;
  if (settings !== undefined) {
    const swapDir = swapFolder(clientLocks(projectRoot, settings));
    for (const note of await recoverSwaps(swapDir).catch(faultAsNote)) log.warn(note);
  }
  const history = jobHistory({
    environment: settings?.env ?? NOT_CONFIGURED,
    kept,
    list: () => jobs.list(),
    onFault,
  });
  const incidentNotes = dashboardIncidentNotes({ settings, kept });
  const jobs: JobRunner = createJobRunner({
    dataDir: place.dataDir,
    environment: settings?.env ?? NOT_CONFIGURED,
    locks: settings === undefined ? [] : clientLocks(projectRoot, settings),
    onChange: (job) => {
      bus.publish({ type: 'job.changed', job });
      history.changed(job);
    },
    // It may have changed what this dashboard shows, and verified for somebody else.
    onForeignEnd: (job) => {
      if (job.kind !== 'rehearse') watch?.runs.ask();
    },
    onFault,
  });
  const notifications = settings === undefined ? null : dashboardNotifications({ settings, kept, onFault });
  bus.overhear((event) => {
    if (event.type === 'run.stored') notifications?.onStored();
  });
  const watch =
    config.loaded === null
      ? null
      : await watchEnvironment(config.loaded, place, { bus, kept, jobs, onFault });
  await jobs.refresh();

  return {
    serverStartedAt,
    faults: config.faults,
    bus,
    store,
    describeStore: kept.describe,
    runs: watch?.runs ?? null,
    jobs,
    notifications,
    waivers: watch?.waivers ?? null,
    incidentNotes,
    beside: { notesOf: incidentNotes.of, jobsDuring: history.during },
    findJob: history.find,
    signOffs: dashboardSignOffs({ settings, kept, runs: watch?.runs ?? null }),
    schedule: watch?.schedule ?? null,
    async startJob(request) {
      if (watch === null)
        throw new HttpError('conflict', 'The configuration has to be mended first.', config.faults);
      return watch.startJob(request);
    },
    async state() {
      await jobs.refresh();
      await kept.opened(HISTORY_MS);
      return {
        environment: settings?.env ?? NOT_CONFIGURED,
        embedded: settings?.embedded ?? false,
        cannotRegenerate:
          settings?.schema !== null
            ? null
            : 'No --schema is set: name the schema.prisma to generate the client from.',
        configurationFaults: config.faults,
        ...(await newestRuns(store, watch?.asNow ?? null)),
        running: watch?.runs.running() ?? watch?.schedule.elsewhere() ?? null,
        schedule: (await watch?.schedule.state()) ?? null,
        jobs: shownJobs(jobs.list()),
        rehearsal: (await watch?.rehearsals.newest()) ?? null,
        demos: settings?.embedded ? (await demosInForce(place.dataDir)).map(({ name }) => name) : [],
        serverStartedAt,
        settingsChangedAt: watch?.files.settingsChangedAt() ?? null,
        storeNote: store.note(),
        recording: kept.recording(),
      };
    },
  };
}

/** The next regeneration tries again and ends with this sentence; the dashboard itself can do without. */
function faultAsNote(error: unknown): string[] {
  return [errorText(error)];
}

async function readConfig(projectRoot: string): Promise<{ loaded: LoadedConfig | null; faults: string[] }> {
  try {
    const loaded = await loadConfig({
      flags: {},
      env: process.env,
      cwd: projectRoot,
      projectRoot,
      sendsNotifications: true,
    });
    return { loaded, faults: [] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { loaded: null, faults: error.faults };
  }
}

type Parts = { bus: Bus; kept: DashboardStore; jobs: JobRunner; onFault: (error: unknown) => void };

async function watchEnvironment(
  { settings, configFile }: LoadedConfig,
  place: Place,
  { bus, kept, jobs, onFault }: Parts,
) {
  const { projectRoot } = place;
  const { store } = kept;
  const files = watchEnvironmentFiles({ settings, configFile, projectRoot, bus, onFault });
  const runOnce: RunOnce = async (options) => {
    await files.beforeRun();
    const outcome = await verifyOnce(settings, place, { ...options, keptWaivers: known.known });
    await known.settle(outcome.report);
    return outcome;
  };
  // One that begins now: what goes on may have read the waivers before they changed.
  const verify = () => void runs.fresh().catch(() => undefined);
  const known = waiversOfRuns({ settings, kept, verify, onFault });
  const schedule = await dashboardSchedule({
    settings,
    kept,
    bus,
    verify: () => runs.fresh(),
    isBusy: () => jobs.list().some(({ kind, state }) => kind !== 'rehearse' && state === 'running'),
    onFault,
  });
  const runs: Runs = createRuns(runOnce, store, bus, onFault, schedule.alone);
  files.verifyWith(runs);
  verifyWhileWatched(schedule.everyMs, schedule.viewersToServe, () => runs.start());
  const rehearsals = newestRehearsal({ environment: settings.env, kept, bus, onFault });
  const planOfLatest = async () => {
    const { report } = (await store.latest()) ?? (await runs.fresh());
    return { runId: report.runId, repair: report.repair };
  };
  const reloadToken = watchesAmericano(settings, place)
    ? (process.env.DRIFTBOARD_RELOAD_TOKEN ?? null)
    : null;
  const configDir = configFile === null ? place.projectRoot : dirname(configFile);
  return {
    runs,
    schedule,
    files,
    waivers: waiversOfPeople({ settings, kept, verify }),
    asNow: known.asNow,
    startJob: (request: JobRequest) =>
      startJob(request, jobs, {
        settings,
        place,
        configDir,
        reloadToken,
        runs,
        planOfLatest,
        onRehearsal: rehearsals.keep,
      }),
    rehearsals,
  };
}

/** The token is for the Americano of this server; another application gets none. */
function watchesAmericano({ embedded, schema }: Settings, { projectRoot }: Place): boolean {
  return embedded || schema === join(projectRoot, 'prisma', 'schema.prisma');
}
