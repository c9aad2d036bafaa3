'use client';
import { useMemo } from 'react';
import { fixtureState } from '../fixtures';
import { manyTableRows } from '../fixtures/tables';
import { DatabasePanel } from '../panels/database/database-panel';
import { Keyboard } from '../panels/keyboard';
import { RenderedAt } from '../parts/clock';
import { InitialState } from '../queries/state';

/** The database page on as many made-up tables as one wishes, to see and to measure how it bears them. */
export function ManyTables({ count, renderedAt }: { count: number; renderedAt: number }) {
  const { initial, seed } = useMemo(() => {
    const state = fixtureState('green', renderedAt);
    if (state.latest === null) throw new Error('The fixture has no run.');
    const { number, details } = state.latest;
    details.counts.tables = count;
    return { initial: { state, renderedAt }, seed: { number, rows: { tables: manyTableRows(count) } } };
  }, [count, renderedAt]);
  return (
    <InitialState.Provider value={initial}>
      <RenderedAt.Provider value={renderedAt}>
        <Keyboard />
        <main className="mx-auto max-w-[1360px] p-4 sm:p-6">
          <DatabasePanel seed={seed} />
        </main>
      </RenderedAt.Provider>
    </InitialState.Provider>
  );
}
