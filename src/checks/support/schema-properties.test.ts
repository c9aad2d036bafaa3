import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DatabaseSchema } from '../../shared/database-schema';
import { columns } from '../columns';
import { declaredIndexes } from '../declared-indexes';
import { enums } from '../enums';
import { foreignKeys } from '../foreign-keys';
import { indexValidity } from '../index-validity';
import { primaryKeys } from '../primary-keys';
import { tables } from '../tables';
import { anySchema } from '../testing/arbitraries';
import { asObserved } from '../testing/builders';
import { runCheck, sides } from '../testing/sides';
import { uniques } from '../uniques';

const all = [tables, columns, enums, primaryKeys, uniques, foreignKeys, declaredIndexes, indexValidity];

function rulesFor(declared: DatabaseSchema, live: DatabaseSchema): string[] {
  return all.flatMap((check) =>
    runCheck(check, sides(declared, live)).findings.map((finding) => finding.rule),
  );
}

/** Any schema, with a number that picks one of what is to be dropped. */
const withPick = fc.tuple(anySchema, fc.nat());

describe('for any schema', () => {
  it('finds nothing when it is held against itself', () => {
    fc.assert(
      fc.property(anySchema, (schema) => {
        expect(rulesFor(schema, asObserved(schema))).toEqual([]);
      }),
    );
  });

  it('finds nothing when columns, tables, indexes and keys come in another order', () => {
    fc.assert(
      fc.property(anySchema, (schema) => {
        const live = asObserved(schema);
        live.tables.reverse();
        live.enums.reverse();
        for (const table of live.tables) {
          table.columns.reverse();
          table.indexes.reverse();
          table.foreignKeys.reverse();
        }
        expect(rulesFor(schema, live)).toEqual([]);
      }),
    );
  });

  it('finds exactly the table that was dropped', () => {
    fc.assert(
      fc.property(withPick, ([schema, pick]) => {
        const live = asObserved(schema);
        const [dropped] = live.tables.splice(pick % live.tables.length, 1);
        // As DROP TABLE … CASCADE does, the keys that point to it go along.
        for (const table of live.tables) {
          table.foreignKeys = table.foreignKeys.filter((key) => key.references.table !== dropped?.name);
        }
        expect(rulesFor(schema, live)).toEqual(['table.missing']);
      }),
    );
  });

  it('finds exactly the column that was dropped', () => {
    fc.assert(
      fc.property(withPick, ([schema, pick]) => {
        const live = asObserved(schema);
        const table = live.tables[pick % live.tables.length];
        table?.columns.splice(pick % table.columns.length, 1);
        expect(rulesFor(schema, live)).toEqual(['column.missing']);
      }),
    );
  });

  it('finds exactly the index, unique or foreign key that was dropped', () => {
    fc.assert(
      fc.property(withPick, ([schema, pick]) => {
        const live = asObserved(schema);
        const table = live.tables[pick % live.tables.length];
        const index = table?.indexes[1 + (pick % Math.max(1, table.indexes.length - 1))];
        fc.pre(table !== undefined && index !== undefined);
        table.indexes = table.indexes.filter((other) => other !== index);
        expect(rulesFor(schema, live)).toEqual([index.unique ? 'unique.missing' : 'index.missing']);
      }),
    );
    fc.assert(
      fc.property(withPick, ([schema, pick]) => {
        const live = asObserved(schema);
        const withKeys = live.tables.filter((table) => table.foreignKeys.length > 0);
        const table = withKeys[pick % Math.max(1, withKeys.length)];
        fc.pre(table !== undefined);
        table.foreignKeys.splice(pick % table.foreignKeys.length, 1);
        expect(rulesFor(schema, live)).toEqual(['foreign-key.missing']);
      }),
    );
  });

  it('finds exactly the enum or the value that was dropped', () => {
    fc.assert(
      fc.property(withPick, fc.boolean(), ([schema, pick], whole) => {
        const live = asObserved(schema);
        fc.pre(live.enums.length > 0);
        const at = pick % live.enums.length;
        if (whole) live.enums.splice(at, 1);
        else live.enums[at]?.values.splice(pick % live.enums[at].values.length, 1);
        expect(rulesFor(schema, live)).toEqual([whole ? 'enum.missing' : 'enum.value-missing']);
      }),
    );
  });

  it('never passes an empty database', () => {
    fc.assert(
      fc.property(anySchema, (schema) => {
        const rules = rulesFor(schema, { ...schema, tables: [], enums: [] });
        expect(rules.filter((rule) => rule === 'table.missing')).toHaveLength(schema.tables.length);
      }),
    );
  });
});
