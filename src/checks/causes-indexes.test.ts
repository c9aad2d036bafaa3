import { expect, it } from 'vitest';
import type { ReadIndexManifest } from '../shared/index-manifest';
import { linkCauses } from './causes';
import { index } from './testing/builders';
import { aFinding } from './testing/client-builders';

const declared = index('goals', ['due'], { name: 'goals_due', origin: 'manifest' });
const indexManifest: ReadIndexManifest = {
  file: 'driftboard.indexes.ts',
  indexes: [{ sql: declared.definition, endpoints: ['GET /api/today'], queries: ['next'], index: declared }],
  queries: [{ name: 'next', sql: 'SELECT 1', endpoints: ['GET /api/goals'] }],
};
const about = (rule: 'index.invalid' | 'index.unused', name: string, affects: string[] = []) =>
  aFinding(rule, `public.goals:${name}`, {
    subject: { kind: 'index', schema: 'public', table: 'goals', name },
    affects,
  });

it('an index that does not work affects what the index manifest says that it serves', () => {
  const { findings, causes } = linkCauses([about('index.invalid', 'goals_due')], { indexManifest });
  expect(findings[0]?.affects).toEqual(['GET /api/today', 'GET /api/goals']);
  // They are slow, and do not fail: the cause has them among those who use it.
  expect(causes[0]).toMatchObject({ endpoints: [], usedBy: ['GET /api/goals', 'GET /api/today'] });
});

it('another index, and one that is only unused, affect nothing by it; what a check knows itself is kept', () => {
  const affectsOf = (finding: ReturnType<typeof about>) =>
    linkCauses([finding], { indexManifest }).findings[0]?.affects;
  expect(affectsOf(about('index.invalid', 'other'))).toEqual([]);
  expect(affectsOf(about('index.unused', 'goals_due'))).toEqual([]);
  expect(affectsOf(about('index.unused', 'other', ['GET /api/own']))).toEqual(['GET /api/own']);
});
