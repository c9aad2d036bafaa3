import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import manifest from '../../../driftboard.endpoints';
import { EndpointManifest } from '../../shared/endpoints';
import type { Skippable } from '../../shared/verdict';
import { type Laboratory, openLaboratory } from '../testing/every-model/laboratory';
import { TAKING_KINDS, type Taking } from '../testing/every-model/takings';
import { emptyTally, faultsOf, takingsOf, tallyInWords } from '../testing/every-model/trial';

const { endpoints } = EndpointManifest.parse(manifest);
const ALL_MINUTES = 20;
/** They cost most of a run, and what is taken does not show in them but as a symptom. */
const SKIPPED: Skippable[] = ['delegates', 'migrations'];
let laboratory: Laboratory;

beforeAll(async () => {
  laboratory = await openLaboratory(endpoints);
});

afterAll(() => laboratory?.close());

it('the manifest says of every model which routes use it, as the statements that they send do', () => {
  for (const { name, dbName } of laboratory.schema.models) {
    const declared = endpoints.flatMap(({ method, path: route, models }) =>
      models.includes(name) ? [`${method} ${route}`] : [],
    );
    expect(declared.sort(), name).toEqual(laboratory.statements.ofTable(dbName));
  }
});

it('what is taken of each of the 66 models is the one cause, and under it are exactly the routes that use it', {
  timeout: ALL_MINUTES * 60_000,
}, async () => {
  const { models } = laboratory.schema;
  const tally = emptyTally();
  const faults: string[] = [];
  const tables: Taking[] = [];
  for (const [, takings] of await takingsOf(models, laboratory)) {
    for (const kind of TAKING_KINDS) {
      const taking = takings[kind];
      if (taking === null) {
        tally[kind].none += 1;
        continue;
      }
      const report = await laboratory.verifyWithout([taking], { skip: SKIPPED });
      const found = faultsOf([taking], report, laboratory);
      faults.push(...found);
      for (const fault of found) process.stdout.write(`${fault}\n`);
      tally[kind].tried += 1;
      tally[kind].right += found.length === 0 ? 1 : 0;
    }
    if (takings.table !== null) tables.push(takings.table);
  }
  let pairs = 0;
  for (let at = 0; at + 1 < tables.length; at += 2) {
    const two = tables.slice(at, at + 2);
    faults.push(...faultsOf(two, await laboratory.verifyWithout(two, { skip: SKIPPED }), laboratory));
    pairs += 1;
  }
  const figure = tallyInWords(tally);
  process.stdout.write(`every model: ${figure}; ${pairs} pairs of tables\n`);
  expect(faults).toEqual([]);
  expect(models).toHaveLength(66);
  const documented = await readFile(path.resolve(import.meta.dirname, '../../../docs/causes.md'), 'utf8');
  for (const kind of TAKING_KINDS) {
    const { tried, right, none } = tally[kind];
    expect(documented).toContain(`| ${kind} | ${right} of ${tried} | ${none} |`);
  }
  expect(documented).toContain(`${pairs} pairs of tables`);
});

it('a client on disk without the model is one cause, with every check on', async () => {
  const found = await takingsOf(
    laboratory.schema.models.filter(({ name }) => name === 'LearningArticle'),
    laboratory,
  );
  const taking = [...found.values()][0]?.delegate;
  if (taking === undefined || taking === null) throw new Error('There is no such model.');
  const { causes } = await laboratory.verifyWithout([taking], { onDisk: true });
  const using = laboratory.statements.ofTable('learning_articles');
  expect(causes.map(({ rootKeys, endpoints: under, usedBy }) => ({ rootKeys, under, usedBy }))).toEqual([
    {
      rootKeys: [expect.stringMatching(/^client\.schema-changed:/)],
      under: using,
      usedBy: using,
    },
  ]);
});
