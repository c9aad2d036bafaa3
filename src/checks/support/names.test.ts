import { describe, expect, it } from 'vitest';
import { column, databaseSchema, prismaSchemaOf, table } from '../testing/builders';
import { columnList, fieldOf, modelFinder, modelParts, readable, tableInWords } from './names';

const schema = prismaSchemaOf(databaseSchema([table('users', { columns: [column('id')] })]));
const [model] = schema.models;

describe('names', () => {
  it('quotes only what would be mistaken', () => {
    expect(columnList(['userId', 'of it', 'a"b'])).toBe('(userId, "of it", "a""b")');
    expect(readable('')).toBe('""');
  });

  it('finds a model by schema and table, and a field by column', () => {
    const find = modelFinder(schema);
    expect(find({ schema: 'public', name: 'users' })?.name).toBe('Users');
    expect(find({ schema: 'audit', name: 'users' })).toBeUndefined();
    expect(modelFinder(undefined)({ schema: 'public', name: 'users' })).toBeUndefined();
    expect(fieldOf(model, 'id')?.name).toBe('id');
    expect(fieldOf(undefined, 'id')).toBeUndefined();
  });

  it('says what there is to say of a model', () => {
    expect(tableInWords({ schema: 'public', name: 'users' }, model)).toBe('public.users (model Users)');
    expect(tableInWords({ schema: 'public', name: 'users' }, undefined)).toBe('public.users');
    expect(modelParts(undefined)).toEqual({});
    expect(model && modelParts({ ...model, story: null, source: undefined })).toEqual({ model: 'Users' });
  });
});
