import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { DashboardState } from '../../../shared/dashboard';
import { StartRunResponse } from '../../../shared/http';
import { Job, type JobRequest } from '../../../shared/job';
import { RowsPage } from '../../../shared/rows';
import { type Served, serveDashboard } from '../../dashboard/testing/served';
import { storedIn, type Viewer, watchDashboard } from '../../dashboard/testing/viewer';

/** One of several dashboards on one store, with somebody who looks at it. */
export type Instance = {
  name: string;
  pid: number;
  viewer: Viewer;
  /** The last run that it knew when its viewer had come: the next one is the first that the viewer must be told of. */
  knewAtFirst: number;
  /** The highest run that its viewer was told of. */
  told(): number;
  state(): Promise<DashboardState>;
  jobs(): Promise<Job[]>;
  /** How many tables it shows of a run. @throws where it has none of it */
  tablesOf(number: number): Promise<number>;
  /** Asks for a run that begins now, and waits until it is kept. */
  verify(): Promise<NonNullable<StartRunResponse['run']> & { runId: string }>;
  startJob(request: JobRequest): Promise<Job>;
  kill(): Promise<void>;
  /** From when to when it lived, in ms of the clock. */
  lived: { fromMs: number; toMs: number };
};

/** Dashboards that are started and killed one by one, and all that they said. */
export type Fleet = {
  /** Starts a dashboard and has somebody look at it; ready when it has reached the store. */
  start(name: string): Promise<Instance>;
  /** All that were ever started, in their order. */
  started: Instance[];
  /** The lines of their logs that tell of a fault. */
  faults: string[];
  killAll(): Promise<void>;
};

/** @param envOf what the one of this name is set by */
export function fleetOf(
  script: string,
  cwd: string,
  envOf: (name: string) => Readonly<Record<string, string>>,
): Fleet {
  const started: Instance[] = [];
  const faults: string[] = [];
  return {
    started,
    faults,
    async start(name) {
      const fromMs = Date.now();
      const served = await serveDashboard(script, cwd, envOf(name), (line) => {
        if (/"level":[56]0/.test(line)) faults.push(`${name}: ${line}`);
      });
      const instance = instanceOf(name, served, watchDashboard(served.port));
      instance.lived.fromMs = fromMs;
      started.push(instance);
      await instance.viewer.greeted;
      let state = await instance.state();
      while (state.recording.state !== 'on') {
        await sleep(50);
        state = await instance.state();
      }
      // Asked anew: the answer that first says so may have been begun before the store was reached.
      instance.knewAtFirst = (await instance.state()).latest?.number ?? 0;
      return instance;
    },
    killAll: async () => {
      await Promise.all(started.map(({ kill }) => kill()));
    },
  };
}

function instanceOf(name: string, { pid, port, kill }: Served, viewer: Viewer): Instance {
  async function ask<T>(path: string, form: z.ZodType<T>, body?: unknown): Promise<T> {
    const response = await fetch(`http://127.0.0.1:${port}/api/health/${path}`, {
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      headers: { 'content-type': 'application/json' },
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return form.parse(await response.json());
  }
  const lived = { fromMs: 0, toMs: Number.POSITIVE_INFINITY };
  return {
    name,
    pid,
    lived,
    viewer,
    knewAtFirst: 0,
    told: () => Math.max(0, ...storedIn(viewer.events).map(({ number }) => number)),
    state: () => ask('state', DashboardState),
    jobs: () => ask('jobs', z.array(Job)),
    tablesOf: async (number) => (await ask(`runs/${number}/rows?kind=tables`, RowsPage.tables)).total,
    async verify() {
      const { run, runId } = await ask('runs', StartRunResponse, { wait: true });
      if (run === null) throw new Error('The answer did not wait for the run.');
      return { ...run, runId };
    },
    startJob: (request) => ask('jobs', Job, request),
    async kill() {
      viewer.leave();
      lived.toMs = Math.min(lived.toMs, Date.now());
      await kill();
    },
  };
}
