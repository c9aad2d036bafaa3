'use client';
import type { RunRecord } from '@/shared/details';
import { coverageFigures } from '../../model/coverage';
import { countOfFindings, indexTiers } from '../../model/index-tiers';
import { countOf } from '../../parts/format';
import { TabSet } from '../../parts/tabs';
import { type RowsByKind, SeedRows } from '../../queries/rows';
import { useDashboard } from '../../queries/state';
import { changeQuery, useAddress } from '../address';
import { Fetched } from '../fetched';
import { NoRun } from '../lazy';
import { PageHead } from '../page-head';
import { CoverageFigures } from './coverage-figures';
import { CachePanel, CoverageTable, IndexFindings, IndexTable, QueryTable } from './lazy';

const VIEWS = ['findings', 'queries', 'all', 'tables', 'cache'] as const;

/** How far indexes cover what is asked of them, what is wrong by certainty, the queries, every index with its use, and the cache. */
export function IndexesPanel({ seed }: { seed: { number: number; rows: RowsByKind } | null }) {
  const { latest } = useDashboard();
  return latest === null ? (
    <NoRun />
  ) : (
    <SeedRows.Provider value={seed}>
      <Views record={latest} />
    </SeedRows.Provider>
  );
}

function Views({ record }: { record: RunRecord }) {
  const { runs } = useDashboard();
  const { read, write } = useAddress();
  const view = VIEWS.find((each) => each === read('view')) ?? 'findings';
  const { report, details } = record;
  const tiers = indexTiers(report);
  const label = (name: string, count: number | null) => (count === null ? name : `${name} ${countOf(count)}`);
  const groups = ['indexes', 'environment'] as const;
  return (
    <>
      <PageHead title="Indexes" report={report} groups={['indexes']} />
      <CoverageFigures figures={coverageFigures(report, runs)} />
      <TabSet
        label="Parts of the index page"
        value={view}
        href={(id) => changeQuery('', { view: id === VIEWS[0] ? null : id })}
        onChange={(id) =>
          write({
            view: id === VIEWS[0] ? null : id,
            open: null,
            sort: null,
            q: null,
            only: null,
            group: null,
          })
        }
        tabs={[
          {
            id: 'findings',
            label: label('Findings', countOfFindings(tiers)),
            content: () => <IndexFindings key="findings" record={record} tiers={tiers} />,
          },
          {
            id: 'queries',
            label: label('Queries', details.counts.queries),
            content: () => <QueryTable key="queries" record={record} sources={details.querySources} />,
          },
          {
            id: 'all',
            label: label('All indexes', details.counts.indexes),
            content: () => (
              <Fetched key="all" record={record} kind="indexes" what="Indexes" groups={groups}>
                {(rows, run) => <IndexTable rows={rows} report={report} run={run} usage={details.usage} />}
              </Fetched>
            ),
          },
          {
            id: 'tables',
            label: 'By story and table',
            content: () => (
              <Fetched key="tables" record={record} kind="coverage" what="Coverage was" groups={groups}>
                {(rows) => <CoverageTable rows={rows} stories={details.coverage ?? []} />}
              </Fetched>
            ),
          },
          {
            id: 'cache',
            label: 'Cache',
            content: () => <CachePanel report={report} cache={details.cache} />,
          },
        ]}
      />
    </>
  );
}
