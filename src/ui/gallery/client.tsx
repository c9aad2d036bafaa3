'use client';
import { useMemo } from 'react';
import { fixtureState } from '../fixtures';
import { CLIENT_STATES, type ClientState, clientRecord } from '../fixtures/client-states';
import { ClientPanel } from '../panels/client/client-panel';
import { FourColumns } from '../panels/client/four-columns';
import { RenderedAt } from '../parts/clock';
import { InitialState } from '../queries/state';
import { Specimen } from './specimen';

/** The four columns in each state that they can be in. */
export function ClientStates({ renderedAt }: { renderedAt: number }) {
  return CLIENT_STATES.map((state) => {
    const { report, details } = clientRecord(state, renderedAt);
    return (
      <Specimen key={state} title={`Four columns: ${state}`}>
        <FourColumns report={report} details={details} label={`The four that must agree: ${state}`} />
      </Specimen>
    );
  });
}

/** The whole page of the client in one of its states. */
export function ClientInState({ state, renderedAt }: { state: ClientState; renderedAt: number }) {
  const initial = useMemo(
    () => ({
      state: { ...fixtureState('green', renderedAt), latest: clientRecord(state, renderedAt) },
      renderedAt,
    }),
    [state, renderedAt],
  );
  return (
    <InitialState.Provider value={initial}>
      <RenderedAt.Provider value={renderedAt}>
        <main className="mx-auto max-w-[1360px] p-4 sm:p-6">
          <ClientPanel />
        </main>
      </RenderedAt.Provider>
    </InitialState.Provider>
  );
}
