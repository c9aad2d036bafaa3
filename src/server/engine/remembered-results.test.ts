import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { aFinding } from '../../checks/testing/client-builders';
import { defineCheck } from '../../checks/types';
import type { DatabaseSchema } from '../../shared/database-schema';
import type { Finding } from '../../shared/finding';
import { resultOf } from './remembered-results';
import { sharesStructure } from './same-structure';

const empty = (): DatabaseSchema => ({ schemas: [], tables: [], enums: [], sequences: [], extensions: [] });

function counting(findings: Finding[] = []) {
  let runs = 0;
  const check = defineCheck({
    id: 'counting',
    group: 'schema',
    title: 'Counting',
    needs: ['database.catalogue'],
    uses: ['schema.ddl'],
    run: () => {
      runs += 1;
      return { compared: runs, findings };
    },
  });
  return { check, runs: () => runs };
}

describe('results that are remembered', () => {
  test('the very same objects are compared once', () => {
    const { check, runs } = counting();
    const observed = { 'database.catalogue': empty(), 'schema.ddl': empty() };
    const first = resultOf(check, observed, { ignore: [] });
    expect(resultOf(check, { ...observed }, { ignore: [] })).toBe(first);
    expect(runs()).toBe(1);
  });

  test('another object on either side, one that lacks, or other settings are compared anew', () => {
    const { check, runs } = counting();
    const observed = { 'database.catalogue': empty(), 'schema.ddl': empty() };
    resultOf(check, observed, { ignore: [] });
    resultOf(check, { ...observed, 'database.catalogue': empty() }, { ignore: [] });
    resultOf(check, { ...observed, 'schema.ddl': empty() }, { ignore: [] });
    resultOf(check, { 'database.catalogue': observed['database.catalogue'] }, { ignore: [] });
    resultOf(check, observed, { ignore: ['a*'] });
    expect(runs()).toBe(5);
  });

  test('a catalogue that differs in its statistics alone has the same result', () => {
    const { check, runs } = counting();
    const [one, later, last] = [empty(), empty(), empty()];
    sharesStructure(later, one);
    sharesStructure(last, later);
    for (const catalogue of [one, later, last])
      resultOf(check, { 'database.catalogue': catalogue }, { ignore: [] });
    expect(runs()).toBe(1);
  });

  test('but not with findings, whose advice may rest on how many rows there are', () => {
    const { check, runs } = counting([aFinding('column.missing', 'public.t.c')]);
    const [one, later] = [empty(), empty()];
    sharesStructure(later, one);
    for (const catalogue of [one, one, later, later])
      resultOf(check, { 'database.catalogue': catalogue }, { ignore: [] });
    expect(runs()).toBe(2);
  });

  test('what a check throws is thrown again', () => {
    let runs = 0;
    const check = defineCheck({
      id: 'broken',
      group: 'schema',
      title: 'Broken',
      needs: [],
      run: () => {
        runs += 1;
        throw new Error('broken');
      },
    });
    for (let time = 0; time < 2; time += 1)
      expect(() => resultOf(check, {}, { ignore: [] })).toThrow('broken');
    expect(runs).toBe(2);
  });
});

test('no check reads statistics, but for the advice of a finding that it has already', () => {
  const folder = fileURLToPath(new URL('../../checks/', import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('testing'),
  );
  expect(files.length).toBeGreaterThan(50);
  const reading = files.filter((file) =>
    /\b(rowEstimate|sizeBytes)\b|(index|table|live)\w*\??\.scans\b/i.test(
      readFileSync(path.join(folder, file), 'utf8'),
    ),
  );
  // The others read the sizes of `database.usage` and `queries.plans`, observations of their own, or make up an index.
  const ofOthers = [
    'index-bloat.ts',
    'index-use.ts',
    'support/bloated-finding.ts',
    'support/index-use-findings.ts',
    'support/large-indexes.ts',
    'support/null-heavy-finding.ts',
    'support/plan-findings.ts',
    'support/proposed-index.ts',
  ];
  expect(reading.filter((file) => !ofOthers.includes(file))).toEqual(['support/repair-column.ts']);
});
