'use client';
import { useMemo } from 'react';
import { fixtureState } from '../fixtures';
import { endpointStates } from '../fixtures/endpoint-states';
import { EndpointsPanel } from '../panels/endpoints/endpoints-panel';
import { Keyboard } from '../panels/keyboard';
import { RenderedAt } from '../parts/clock';
import { InitialState } from '../queries/state';
import { GraphOfMany } from './graph';

/** The endpoints page with a route in every state, or the graph of sixty things alone. */
export function EndpointsInStates({ view, renderedAt }: { view: 'routes' | 'graph'; renderedAt: number }) {
  const initial = useMemo(
    () => ({
      state: { ...fixtureState('stale-client', renderedAt), ...endpointStates(renderedAt) },
      renderedAt,
    }),
    [renderedAt],
  );
  return (
    <InitialState.Provider value={initial}>
      <RenderedAt.Provider value={renderedAt}>
        <Keyboard />
        <main className="mx-auto max-w-[1360px] p-4 sm:p-6">
          {view === 'routes' ? (
            <EndpointsPanel />
          ) : (
            <>
              <h1 className="pb-4 text-lg">From causes to routes</h1>
              <GraphOfMany />
            </>
          )}
        </main>
      </RenderedAt.Provider>
    </InitialState.Provider>
  );
}
