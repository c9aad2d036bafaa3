'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ObjectDetail } from '@/shared/objects';
import { fixtureState } from '../fixtures';
import { type IndexState, indexState } from '../fixtures/index-states';
import { IndexesPanel } from '../panels/indexes/indexes-panel';
import { Keyboard } from '../panels/keyboard';
import { RenderedAt } from '../parts/clock';
import { objectQuery } from '../queries/objects';
import { InitialState } from '../queries/state';

/** The page of indexes in one of its states, on made-up data. */
export function IndexesInState({ state, renderedAt }: { state: IndexState; renderedAt: number }) {
  const client = useQueryClient();
  const { initial, seed } = useMemo(() => {
    const { latest, rows, queries } = indexState(state, renderedAt);
    // What a server would answer for an opened query.
    for (const query of queries) {
      const object = { kind: 'query' as const, schema: '', name: query.id };
      const detail: ObjectDetail = { kind: 'query', query };
      client.setQueryData(objectQuery(latest.number, object).queryKey, detail);
    }
    return {
      initial: { state: { ...fixtureState('green', renderedAt), latest }, renderedAt },
      seed: { number: latest.number, rows },
    };
  }, [client, state, renderedAt]);
  return (
    <InitialState.Provider value={initial}>
      <RenderedAt.Provider value={renderedAt}>
        <Keyboard />
        <main className="mx-auto max-w-[1360px] p-4 sm:p-6">
          <IndexesPanel seed={seed} />
        </main>
      </RenderedAt.Provider>
    </InitialState.Provider>
  );
}
