import { describe, expect, it } from 'vitest';
import { aDatabase, aField, aModel, aTable } from '../../../checks/testing/client-builders';
import { delegateModels, withRequired } from './delegate-tables';

const models = [aModel('User', 'users'), aModel('Post', 'posts'), { ...aModel('Old', 'old'), ignored: true }];

describe('delegateModels', () => {
  it('counts what is small or of unknown size, and leaves out what has no delegate', () => {
    const catalogue = aDatabase([
      { ...aTable('users', []), rowEstimate: 100_001 },
      { ...aTable('posts', []), rowEstimate: 100_000 },
    ]);
    expect(delegateModels({ models }, catalogue)).toEqual([
      { name: 'User', counted: false, estimate: 100_001 },
      { name: 'Post', counted: true, estimate: 100_000 },
    ]);
    const elsewhere = aDatabase([{ ...aTable('users', []), schema: 'audit', rowEstimate: 1e9 }]);
    expect(delegateModels({ models }, elsewhere)[0]).toEqual({ name: 'User', counted: true, estimate: null });
    expect(delegateModels({ models }, null)[0]).toMatchObject({ counted: true, estimate: null });
  });
});

describe('withRequired', () => {
  it('takes the values that this client promises, and no lists, relations or other models', () => {
    const model = aModel('User', 'users', [
      'id',
      aField('mood', { kind: 'enum' }),
      aField('name', { isRequired: false }),
      aField('tags', { isList: true }),
      aField('posts', { kind: 'object' }),
    ]);
    const user = { name: 'User', counted: true, estimate: null };
    expect(withRequired([user, { ...user, name: 'Goal' }], { models: [model] })).toEqual([
      { ...user, required: ['id', 'mood'] },
      { ...user, name: 'Goal', required: [] },
    ]);
  });
});
