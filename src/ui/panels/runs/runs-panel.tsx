'use client';
import { useSearchParams } from 'next/navigation';
import type { RunComparison, RunHistory } from '@/shared/run-history';
import type { WaiverList } from '@/shared/waivers';
import { Empty } from '../../parts/small';
import { useHistory } from '../../queries/history';
import { useDashboard } from '../../queries/state';
import { NoRun } from '../lazy';
import { Waiting } from '../waiting';
import { Waivers } from '../waivers/waivers';
import { Comparison } from './comparison';
import { Happenings } from './happenings';
import { Incidents } from './incidents';
import { numberIn } from './run-number';
import { Schedule } from './schedule';
import { Timeline } from './timeline';

/** What the server rendered the page with. */
export type RunsSeed = {
  history: RunHistory;
  comparison: RunComparison | null;
  waivers: WaiverList | null;
};

/** The timeline of runs, the incidents made of them, what people have accepted, and any two runs compared. */
export function RunsPanel({ seed }: { seed: RunsSeed | null }) {
  const { latest, storeNote, schedule } = useDashboard();
  const search = useSearchParams();
  const [from, to, before] = [search.get('from'), search.get('to'), search.get('before')].map(numberIn);
  const { data, error } = useHistory(before ?? null, latest?.number ?? null, seed?.history ?? null);
  if (latest === null) return <NoRun />;
  return (
    <div className="grid gap-6">
      <div>
        <h1 className="text-lg">Runs</h1>
        <p className="text-muted">{storeNote}</p>
      </div>
      {schedule === null ? null : <Schedule schedule={schedule} />}
      <Waivers record={latest} seed={seed?.waivers ?? null} />
      {from == null || to == null ? null : <Comparison from={from} to={to} seed={seed?.comparison ?? null} />}
      {error !== null && data === undefined ? (
        <p role="alert">The runs cannot be fetched: {error.message}</p>
      ) : data === undefined ? (
        <Waiting />
      ) : data.runs.length === 0 ? (
        <Empty>There is no run below #{before}.</Empty>
      ) : (
        <>
          <Incidents incidents={data.incidents} notes={data.notes} isNewest={before == null} />
          <Happenings history={data} />
          <Timeline history={data} chosen={{ from: from ?? null, to: to ?? null }} />
        </>
      )}
    </div>
  );
}
