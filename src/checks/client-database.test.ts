import { describe, expect, it } from 'vitest';
import { clientDatabase } from './client-database';
import {
  aDatabase,
  aField,
  aModel,
  anEnum,
  aSchema,
  aTable,
  NO_CLIENT,
  onDisk,
  SETTINGS,
} from './testing/client-builders';
import type { CheckSettings, Observed } from './types';

const models = [
  aModel('User', 'users', ['id', 'email', aField('goals', { kind: 'object', type: 'Goal', isList: true })]),
  aModel('Goal', 'goals', ['id', aField('dueDate', { dbName: 'due_date' })]),
];
const enums = [anEnum('GoalStatus', ['ACTIVE', 'DONE'])];
const users = aTable('users', ['id', 'email']);
const goals = aTable('goals', ['id', 'due_date']);
const database = aDatabase([users, goals], { GoalStatus: ['ACTIVE', 'DONE'] });
const healthy: Partial<Observed> = {
  'client.disk': onDisk({ models, enums }),
  'database.catalogue': database,
  'schema.prisma': aSchema(models, enums),
};
const run = (over: Partial<Observed> = {}, settings: CheckSettings = SETTINGS) =>
  clientDatabase.runWith({ ...healthy, ...over }, settings);
const keys = (over: Partial<Observed>, settings?: CheckSettings) =>
  run(over, settings).findings.map(({ key }) => key);

describe('client-database', () => {
  it('finds nothing where client, schema and database agree', () => {
    expect(run()).toEqual({ compared: 3, findings: [] });
  });

  it('leaves to the schema checks what schema and database differ in', () => {
    expect(keys({ 'database.catalogue': aDatabase([users], {}) })).toEqual([]);
    const surplus = aDatabase([users, aTable('goals', ['id', 'due_date', 'x']), aTable('log', ['id'])], {
      GoalStatus: ['ACTIVE', 'DONE', 'OLD'],
    });
    expect(keys({ 'database.catalogue': surplus })).toEqual([]);
  });

  it('names models, fields, enums and values that the client lacks of schema and database', () => {
    const disk = onDisk({ models: [aModel('User', 'users', ['id'])], enums: [] });
    expect(keys({ 'client.disk': disk })).toEqual([
      'client.field-missing:public.users:email',
      'client.model-missing:public.goals',
      'client.enum-missing:public.GoalStatus',
    ]);
    const value = run({
      'client.disk': onDisk({ models, enums: [anEnum('GoalStatus', ['ACTIVE'])] }),
    }).findings;
    expect(value).toMatchObject([
      { key: 'client.enum-value-missing:public.GoalStatus:DONE', impact: 'read' },
    ]);
  });

  it('names what only the client has', () => {
    const disk = onDisk({
      models: [aModel('User', 'users', ['id', 'email', 'nick']), ...models.slice(1), aModel('Old', 'olds')],
      enums: [anEnum('GoalStatus', ['ACTIVE', 'DONE', 'LOST']), anEnum('OldKind', ['A'])],
    });
    const { findings, compared } = run({ 'client.disk': disk });
    expect(compared).toBe(3);
    expect(findings.map(({ key }) => key)).toEqual([
      'client.field-missing:public.users:nick',
      'client.model-missing:public.olds',
      'client.enum-value-missing:public.GoalStatus:LOST',
      'client.enum-missing:public.OldKind',
    ]);
    expect(findings[2]?.impact).toBe('write');
    for (const finding of findings) expect(finding.expected).not.toBe(finding.observed);
  });

  it('goes by the table, not by the model’s name', () => {
    const renamed = [aModel('Person', 'users', ['id', 'email']), ...models.slice(1)];
    expect(keys({ 'client.disk': onDisk({ models: renamed, enums }) })).toEqual([]);
  });

  it('counts only what the database has, so that an empty one is unknown', () => {
    expect(run({ 'database.catalogue': aDatabase([users]) }).compared).toBe(1);
    expect(run({ 'database.catalogue': aDatabase([]) })).toEqual({
      compared: 0,
      findings: [],
      unknown: expect.stringContaining('none of the tables and enums'),
    });
  });

  it('does not run without schema.prisma, since that says what is only the client’s', () => {
    const { 'schema.prisma': _schema, ...rest } = healthy;
    expect(() => clientDatabase.runWith(rest, SETTINGS)).toThrow('schema.prisma');
  });

  it('says which call throws what', () => {
    const disk = onDisk({
      models: [aModel('User', 'users', ['id', 'nick']), aModel('Old', 'olds')],
      enums: [],
    });
    const messages = run({ 'client.disk': disk }).findings.map(({ message }) => message);
    expect(messages[0]).toMatch(/calls of user that name it are refused .* every create\(\) throws P2011/);
    expect(messages[1]).toContain('user.findMany() and create() throw P2022');
    expect(messages[2]).toContain('goal.findMany() throws “Cannot read properties of undefined”');
    expect(messages[3]).toContain('every call of old throws P2021');
  });

  it('tells each of several clients for itself', () => {
    const [lacking] = onDisk({ name: 'worker', models: [], enums });
    const [whole] = onDisk({ name: 'api', models, enums });
    const disk = [whole, lacking].filter((one) => one !== undefined);
    const { compared, findings } = run({ 'client.disk': disk });
    expect(compared).toBe(6);
    expect(findings.map(({ key }) => key)).toEqual([
      'client.model-missing:worker:public.users',
      'client.model-missing:worker:public.goals',
    ]);
    expect(findings[0]?.message).toMatch(/ \(Client worker\.\)$/);
  });

  it('leaves out what a pattern ignores', () => {
    const disk = onDisk({ models: [aModel('User', 'users', ['id'])], enums: [] });
    expect(keys({ 'client.disk': disk }, { ignore: ['goals', 'GoalStatus', 'users.email'] })).toEqual([]);
  });

  it('compares nothing without a client, and says so', () => {
    expect(run({ 'client.disk': NO_CLIENT })).toMatchObject({ compared: 0, unknown: expect.any(String) });
  });

  it('cannot run without its observations', () => {
    expect(() => clientDatabase.runWith({ 'client.disk': NO_CLIENT }, SETTINGS)).toThrow(
      'database.catalogue',
    );
  });
});
