'use client';
import dynamic from 'next/dynamic';

/** The parts of the index page: rendered by the server where they are looked at, and fetched only then. */
export const IndexFindings = dynamic(() => import('./index-findings').then((part) => part.IndexFindings));
export const IndexTable = dynamic(() => import('./index-table').then((part) => part.IndexTable));
export const QueryTable = dynamic(() => import('./query-table').then((part) => part.QueryTable));
export const CoverageTable = dynamic(() => import('./coverage-table').then((part) => part.CoverageTable));
export const CachePanel = dynamic(() => import('./cache-panel').then((part) => part.CachePanel));
