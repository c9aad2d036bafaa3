'use client';
import { useMemo, useState } from 'react';
import { FIXTURE_NOW, fixtureRows, fixtureState, SCENARIOS, type Scenario } from '../fixtures';
import { ThemeSwitch } from '../panels/theme-switch';
import { RenderedAt } from '../parts/clock';
import { Choice } from '../parts/filter-field';
import { Heading } from '../parts/small';
import { InitialState } from '../queries/state';
import { ClientStates } from './client';
import { Controls } from './controls';
import { GraphOfMany } from './graph';
import { Marks } from './marks';
import { Repairs } from './repairs';
import { Shapes } from './shapes';
import { Work } from './work';

/** All parts in all states, on made-up data. */
export function Gallery({ renderedAt }: { renderedAt: number }) {
  const [scenario, setScenario] = useState<Scenario>('stale-client');
  const initial = useMemo(
    () => ({ state: fixtureState(scenario, renderedAt), renderedAt }),
    [scenario, renderedAt],
  );
  const rows = useMemo(() => fixtureRows(scenario), [scenario]);
  return (
    <InitialState.Provider value={initial}>
      <RenderedAt.Provider value={renderedAt === 0 ? FIXTURE_NOW : renderedAt}>
        <main className="mx-auto grid max-w-[1360px] gap-8 p-4 sm:p-6">
          <Heading
            level={1}
            note="every part in all of its states"
            action={
              <>
                <Choice
                  label="Data"
                  value={scenario}
                  options={SCENARIOS.map((each) => ({ value: each, label: each }))}
                  onChange={(value) => setScenario(SCENARIOS.find((each) => each === value) ?? scenario)}
                />
                <ThemeSwitch />
              </>
            }
          >
            Parts
          </Heading>
          <Marks />
          <Controls />
          <Shapes state={initial.state} rows={rows} />
          <GraphOfMany />
          <ClientStates renderedAt={renderedAt} />
          <Repairs renderedAt={renderedAt} />
          <Work />
        </main>
      </RenderedAt.Provider>
    </InitialState.Provider>
  );
}
