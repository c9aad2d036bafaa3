'use client';
import { useDeferredValue, useMemo } from 'react';
import type { RunRecord } from '@/shared/details';
import { countOfFindings, indexOf, rowsByName, type Tier, type TierId } from '../../model/index-tiers';
import { plural } from '../../parts/format';
import { Empty } from '../../parts/small';
import { useRows } from '../../queries/rows';
import { useTableState } from '../table-state';
import { Toolbar } from '../toolbar';
import { Counted } from './counted';
import { TierTable, type TierTableRow } from './tier-table';

/** What is wrong with indexes, by how certain it is. */
export function IndexFindings({ record, tiers }: { record: RunRecord; tiers: Record<TierId, Tier> }) {
  const { number, details } = record;
  const state = useTableState(['none']);
  const q = useDeferredValue(state.q);
  const count = countOfFindings(tiers);
  // What an index costs stands in its row: asked for only where there is a finding to show it with.
  const { rows } = useRows(number, 'indexes', count > 0 && details.counts.indexes !== null);
  const byName = useMemo(() => rowsByName(rows ?? []), [rows]);
  const withIndex = (tier: Tier): TierTableRow[] =>
    tier.rows.map((row) => ({ ...row, index: indexOf(row.finding, byName) }));
  return (
    <>
      {count === 0 ? null : (
        <Toolbar
          state={state}
          label="Filter findings and tables"
          shown={plural(count, 'finding')}
          groupings={[]}
          narrow="Without mere information"
        />
      )}
      <TierTable
        title="Facts"
        sentence="Certain: the catalogue itself says so at the moment of this run."
        tier={tiers.facts}
        rows={withIndex(tiers.facts)}
        state={state}
        q={q}
      />
      <TierTable
        title="Guesses"
        sentence={
          <>
            By statistics: likely, and never certain. <Counted usage={details.usage} />
          </>
        }
        tier={tiers.guesses}
        rows={withIndex(tiers.guesses)}
        state={state}
        q={q}
      />
      <TierTable
        title="Plans"
        sentence="By the planner’s estimates: what it would do with the statistics that it has. Nothing was executed."
        tier={tiers.queries}
        rows={withIndex(tiers.queries)}
        state={state}
        q={q}
      />
      {count > 0 || tiers.facts.looked > 0 ? null : (
        <Empty>No check of indexes could look in this run.</Empty>
      )}
    </>
  );
}
