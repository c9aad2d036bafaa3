'use client';
import dynamic from 'next/dynamic';

/** Drawn on demand only. Apart from the other parts that are fetched late, some of which draw it. */
export const GraphView = dynamic(() => import('./graph-view').then((part) => part.GraphView));
