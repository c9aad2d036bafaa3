import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../../driftboard.endpoints';
import { EndpointManifest } from '../../shared/endpoints';
import { type Laboratory, openLaboratory } from '../testing/every-model/laboratory';
import { TAKING_KINDS, type Taking, type TakingKind } from '../testing/every-model/takings';
import { faultsOf, takingsOf } from '../testing/every-model/trial';

/** Used by every route, by several, by one through a relation only, and by none; the long suite takes all 66. */
const SAMPLE = ['User', 'UserLearningProfile', 'StruggleIndicator', 'LearningArticle', 'Course'];
const { endpoints } = EndpointManifest.parse(manifest);
let laboratory: Laboratory;
let takings: Map<string, Record<TakingKind, Taking | null>>;

beforeAll(async () => {
  laboratory = await openLaboratory(endpoints);
  const models = laboratory.schema.models.filter(({ name }) => SAMPLE.includes(name));
  takings = new Map([...(await takingsOf(models, laboratory))].map(([{ name }, all]) => [name, all]));
});

afterAll(() => laboratory?.close());

describe.each(SAMPLE)('%s', (name) => {
  it.each(TAKING_KINDS)('without its %s: one cause, with exactly the routes that use it', async (kind) => {
    const taking = takings.get(name)?.[kind];
    if (taking === undefined) throw new Error(`There is no model ${name}.`);
    if (taking === null) return;
    const report = await laboratory.verifyWithout([taking], { skip: ['delegates', 'indexes'] });
    expect(faultsOf([taking], report, laboratory)).toEqual([]);
  });
});

it('two tables at once are two causes, each with exactly its routes', async () => {
  const two = ['UserLearningProfile', 'LearningArticle'].flatMap((name) => takings.get(name)?.table ?? []);
  const report = await laboratory.verifyWithout(two, { skip: ['delegates', 'indexes'] });
  expect(two).toHaveLength(2);
  expect(faultsOf(two, report, laboratory)).toEqual([]);
});

it('a client on disk without the model is one cause, with every check on', async () => {
  const taking = takings.get('LearningArticle')?.delegate;
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
