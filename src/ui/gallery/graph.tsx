'use client';
import { manyCauses } from '../fixtures/graph';
import { GraphView } from '../panels/graph/lazy';
import { Specimen } from './specimen';

const input = manyCauses();

/** From root causes to routes on a bad day: sixty things. */
export function GraphOfMany() {
  return (
    <Specimen title="Graph of sixty things">
      <GraphView input={input} />
    </Specimen>
  );
}
