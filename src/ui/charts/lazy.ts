'use client';
import dynamic from 'next/dynamic';

/** Its library is larger than all the rest of a page, and it measures its place: in the browser only. */
export const LatencyChart = dynamic(() => import('./latency-chart').then((part) => part.LatencyChart), {
  ssr: false,
});

/** The same of the drawing of a graph. */
export const CauseFlow = dynamic(() => import('./cause-flow').then((part) => part.CauseFlow), { ssr: false });
