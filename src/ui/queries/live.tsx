'use client';
import { CancelledError, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { DashboardState } from '@/shared/dashboard';
import type { DashboardEvent } from '@/shared/events';
import { withJob } from './jobs';
import { foldRun, type RunProgress, settleRun } from './run-progress';
import { stateQuery, useDashboard } from './state';
import { type Line, openStream } from './stream';

/** What was changed on disk and is not verified yet. */
type FilesChanged = { what: readonly string[]; at: string };
type Live = { line: Line; run: RunProgress | null; files: FilesChanged | null };

const LiveContext = createContext<Live>({ line: 'connecting', run: null, files: null });

/** The line to the server, and the run whose events it tells. */
export function useLive(): Live {
  return useContext(LiveContext);
}

/** Opens the stream of events once per page and folds each event into the query cache. */
export function LiveProvider({
  children,
  url = '/api/health/events',
}: {
  children: ReactNode;
  url?: string;
}) {
  const client = useQueryClient();
  const state = useDashboard();
  const [line, setLine] = useState<Line>('connecting');
  const [run, setRun] = useState<RunProgress | null>(null);
  const [files, setFiles] = useState<FilesChanged | null>(null);

  useEffect(() => {
    const setState = (change: (state: DashboardState) => DashboardState) =>
      client.setQueryData(stateQuery.queryKey, (now) => (now === undefined ? now : change(now)));
    // An answer that was asked for before something ended may be older than what the page knows already: one under way
    // is given up, and one that was overtaken is asked for again.
    let ended = 0;
    const refetch = async (): Promise<DashboardState> => {
      const before = ended;
      await client.cancelQueries({ queryKey: stateQuery.queryKey });
      const now = await client.fetchQuery({ ...stateQuery, staleTime: 0 });
      return before === ended ? now : refetch();
    };

    let greeted = false;
    let begun: { runId: string; at: string } | null = null;
    const onLine = (next: Line) => {
      if (next === 'reconnecting') greeted = false;
      setLine(next);
    };
    const onEvent = (event: DashboardEvent) => {
      setRun((progress) => foldRun(progress, event));
      if (event.type === 'job.changed') setState((now) => withJob(now, event.job));
      // A job that ended may have changed more than itself: the demos in force, the client.
      const isEnd =
        event.type === 'run.stored' ||
        event.type === 'files.changed' ||
        (event.type === 'job.changed' && event.job.finishedAt !== null);
      if (isEnd) ended += 1;
      if (event.type === 'files.changed' && event.verifies) setFiles({ what: event.what, at: event.at });
      if (event.type === 'run.started') begun = { runId: event.runId, at: event.startedAt };
      // A run that began before the change has not seen it; another one follows.
      if (event.type === 'run.stored' && event.runId === begun?.runId) {
        const { at } = begun;
        setFiles((now) => (now === null || now.at <= at ? null : now));
      }
      if (event.type === 'run.started') {
        setState((now) => ({ ...now, running: { runId: event.runId, startedAt: event.startedAt } }));
      }
      // The first `hello` of a connection: whatever happened while there was no line is fetched now.
      if (isEnd || (event.type === 'hello' && !greeted)) {
        greeted = true;
        refetch().then(
          (now) =>
            setRun((progress) =>
              settleRun(progress, {
                runningId: now.running?.runId ?? null,
                storedIds: now.runs.map((kept) => kept.runId),
              }),
            ),
          (error: unknown) => {
            // Given up for a newer one, which tells how it went.
            if (!(error instanceof CancelledError)) onLine('reconnecting');
          },
        );
      }
    };
    return openStream(url, { onEvent, onLine });
  }, [client, url]);

  // A run that was under way before this page came: its events so far are lost, that it goes on is known.
  const known = useMemo<Live>(() => {
    const { running } = state;
    if (run !== null || running === null) return { line, run, files };
    return { line, files, run: { ...running, checks: [], observations: [], state: 'running' } };
  }, [line, run, files, state]);

  return <LiveContext.Provider value={known}>{children}</LiveContext.Provider>;
}
