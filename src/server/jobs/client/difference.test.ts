import { describe, expect, it } from 'vitest';
import { aField, aModel, anEnum, NO_CLIENT, onDisk } from '../../../checks/testing/client-builders';
import type { ClientOnDisk, GeneratedClient } from '../../../shared/client';
import { describeChanges } from './describe-change';
import { clientChange } from './difference';

const complete = (over: Partial<GeneratedClient>): { disk: ClientOnDisk; client: GeneratedClient } => {
  const [disk] = onDisk(over);
  if (disk?.state !== 'complete') throw new Error('The builder gave no complete client.');
  return { disk, client: disk.client };
};
const say = (before: ClientOnDisk | null, after: GeneratedClient) =>
  describeChanges([{ before, after, change: clientChange(before, after) }]);

const OLD = complete({
  models: [
    aModel('User', 'users', ['id', aField('score', { type: 'Int' }), 'gone']),
    aModel('Old', 'olds'),
    aModel('Same', 'sames'),
  ],
  enums: [anEnum('Mood', ['HAPPY', 'SAD']), anEnum('Same', ['A'])],
});
const NEW = complete({
  fingerprint: 'sha256:new',
  models: [
    aModel('User', 'people', ['id', aField('score', { type: 'Int', isRequired: false }), 'added']),
    aModel('Same', 'sames'),
    aModel('Goal', 'goals'),
  ],
  enums: [anEnum('Mood', ['HAPPY', 'ANGRY']), anEnum('Same', ['A']), anEnum('Extra', ['B'])],
});

describe('the difference between two clients', () => {
  it('names models, fields, enums and values on both sides', () => {
    expect(clientChange(OLD.disk, NEW.client)).toMatchObject({
      name: 'client',
      models: {
        added: ['Goal'],
        removed: ['Old'],
        changed: [
          {
            name: 'User',
            fields: {
              added: ['added'],
              removed: ['gone'],
              changed: ['@@map: users → people', 'score: Int → Int?'],
            },
          },
        ],
      },
      enums: {
        added: ['Extra'],
        removed: [],
        changed: [{ name: 'Mood', values: { added: ['ANGRY'], removed: ['SAD'] } }],
      },
    });
    expect(say(OLD.disk, NEW.client)).toBe(
      '1 model added: Goal; 1 model removed: Old; 4 fields differ: +User.added, −User.gone, User.@@map: users → people, User.score: Int → Int?; 1 enum added: Extra; 2 enum values differ: +Mood.ANGRY, −Mood.SAD. Size 0.0 kB → 0.0 kB in 1 file.',
    );
  });

  it('tells a list, an id, a default and a column apart', () => {
    const change = clientChange(
      complete({ models: [aModel('A', 'a', ['id', 'tags', 'x', 'y'])] }).disk,
      complete({
        models: [
          aModel('A', 'a', [
            'id',
            aField('tags', { isList: true }),
            aField('x', { dbName: 'x_', hasDefault: true }),
            aField('y', { isId: true }),
          ]),
        ],
      }).client,
    );
    expect(change.models.changed[0]?.fields.changed).toEqual([
      'tags: String → String[]',
      'x: column x → x_, now with a default',
      'y: now an id',
    ]);
  });

  it('says that nothing changed only where the whole is the same', () => {
    expect(say(OLD.disk, OLD.client)).toMatch(/^Nothing changed\. Size/);
    expect(say(OLD.disk, { ...OLD.client, fingerprint: 'sha256:else' })).toMatch(
      /^Same models, fields, enums and values; other attributes or text\./,
    );
    expect(say(OLD.disk, { ...OLD.client, version: '7.11.0' })).toMatch(/^Prisma 7\.10\.0 → 7\.11\.0\./);
  });

  it('counts nothing as added where there was no client that could be read', () => {
    const change = clientChange(NO_CLIENT[0] ?? null, NEW.client);
    expect(change).toMatchObject({ before: null, models: { added: [], removed: [], changed: [] } });
    expect(say(null, NEW.client)).toMatch(/^A client where there was none: 3 models, 3 enums, /);
    const half: ClientOnDisk = {
      state: 'incomplete',
      name: 'client',
      dir: 'generated',
      layout: 'prisma-client',
      files: [],
      missingFiles: ['client.ts'],
      brokenFiles: [],
    };
    expect(say(half, NEW.client)).toMatch(/^A client where there was an incomplete one/);
  });

  it('counts many names, and names each of several clients', () => {
    const models = Array.from({ length: 9 }, (_, index) => aModel(`M${index}`, `m${index}`));
    const many = complete({ models }).client;
    const empty = complete({}).disk;
    expect(say(empty, many)).toContain('9 models added: M0, M1, M2, M3, M4, M5 and 3 more');
    const one = { before: empty, after: many, change: clientChange(empty, many) };
    const other = { ...one, change: { ...one.change, name: 'packages/b' } };
    expect(describeChanges([one, other])).toContain('packages/b: 9 models added');
  });
});
