'use client';
import { Empty } from '../../parts/small';
import { NotMeasured } from '../../parts/units';
import { type RowsByKind, SeedRows } from '../../queries/rows';
import { useDashboard } from '../../queries/state';
import { Fetched } from '../fetched';
import { NoRun } from '../lazy';
import { Fact, Facts, PageHead } from '../page-head';
import { IndexTable } from './index-table';

/** Declared and strategic indexes: what is there, what is missing, what is used. */
export function IndexesPanel({ seed }: { seed: { number: number; rows: RowsByKind } | null }) {
  const { latest } = useDashboard();
  if (latest === null) return <NoRun />;
  const { report } = latest;
  const { indexes } = report.summary;
  const strategic = indexes?.strategic ?? null;
  return (
    <SeedRows.Provider value={seed}>
      <PageHead title="Indexes" report={report} groups={['indexes']}>
        <Facts>
          <Fact label="strategic in place">
            {strategic === null ? <NotMeasured worded /> : `${strategic.observed} of ${strategic.expected}`}
          </Fact>
          <Fact label="all expected">
            {indexes === null ? (
              <NotMeasured worded />
            ) : (
              `${indexes.expected - indexes.missing.length} of ${indexes.expected}`
            )}
          </Fact>
          <Fact label="coverage">
            {indexes?.coverage == null ? <NotMeasured worded /> : <Coverage share={indexes.coverage} />}
          </Fact>
        </Facts>
      </PageHead>
      <Fetched record={latest} kind="indexes" what="Indexes" groups={['indexes', 'environment']}>
        {(rows, run) =>
          rows.length === 0 ? (
            <Empty>Neither the schema nor the database has an index.</Empty>
          ) : (
            <IndexTable rows={rows} report={report} run={run} />
          )
        }
      </Fetched>
    </SeedRows.Provider>
  );
}

/** Rounded down: 99.6 % is not 100 %. */
function Coverage({ share }: { share: number }) {
  const percent = Math.floor(share * 1_000) / 10;
  return (
    <span className="inline-flex items-center gap-2">
      <span aria-hidden="true" className="inline-block h-1.5 w-24 overflow-hidden rounded-sm bg-line">
        <span className="block h-full bg-ink" style={{ width: `${percent}%` }} />
      </span>
      {percent} %
    </span>
  );
}
