import type { DatabaseSchema, Table } from '../../shared/database-schema';
import { checkConstraint, column, exclusion, extension, policy, table, trigger, view } from './builders';

/**
 * One change to a live database.
 * @returns the name of what was changed, which a finding has to name, or null where there is nothing to change so
 */
export type Mutation = (live: DatabaseSchema, pick: number) => string | null;

function one<T>(items: readonly T[], pick: number): T | undefined {
  return items[pick % Math.max(1, items.length)];
}

/** Changes a part of a table that has such parts. */
function onPart<T extends { name: string }>(
  partsOf: (table: Table) => T[],
  change: (part: T, parts: T[], table: Table) => void,
): Mutation {
  return (live, pick) => {
    const holder = one(
      live.tables.filter((candidate) => partsOf(candidate).length > 0),
      pick,
    );
    const parts = holder === undefined ? [] : partsOf(holder);
    const part = one(parts, pick);
    if (holder === undefined || part === undefined) return null;
    change(part, parts, holder);
    return part.name;
  };
}

function remove<T>(part: T, parts: T[]): void {
  parts.splice(parts.indexOf(part), 1);
}

/** Adds a part that nobody declares to a table. */
function added(add: (table: Table) => string): Mutation {
  return (live, pick) => {
    const holder = one(
      live.tables.filter(({ kind }) => kind === 'table'),
      pick,
    );
    return holder === undefined ? null : add(holder);
  };
}

const columnsOf = ({ kind, columns }: Table) =>
  kind === 'table' ? columns.filter(({ name }) => name !== 'id') : [];
const viewsIn = (live: DatabaseSchema) => live.tables.filter(({ kind }) => kind === 'view');

export const MUTATIONS: Record<string, Mutation> = {
  'a column of another type': onPart(columnsOf, (part) => {
    part.type = part.type === 'bytea' ? 'text' : 'bytea';
  }),
  'a column that may be null, or may not': onPart(columnsOf, (part) => {
    part.nullable = !part.nullable;
  }),
  'a column with another default': onPart(columnsOf, (part) => {
    part.default = part.default === 'f()' ? 'g()' : 'f()';
  }),
  'a column of another collation': onPart(
    (of) => columnsOf(of).filter(({ type }) => type === 'text'),
    (part) => {
      part.collation = part.collation === null ? 'C' : null;
    },
  ),
  'a column made by hand': added((of) => {
    of.columns.push(column('by_hand'));
    return 'by_hand';
  }),
  'a table made by hand': (live) => {
    live.tables.push(table('by_hand'));
    return 'by_hand';
  },
  'a check that lacks': onPart(({ checks }) => checks, remove),
  'a check of another expression': onPart(
    ({ checks }) => checks,
    (part) => {
      part.expression = 'other';
    },
  ),
  'a check with its enforcement turned round': onPart(
    ({ checks }) => checks,
    (part) => {
      part.enforced = !part.enforced;
    },
  ),
  'a check made by hand': added(({ checks }) => {
    checks.push(checkConstraint('by_hand', 'id <> 99'));
    return 'by_hand';
  }),
  'an exclusion that lacks': onPart(({ exclusions }) => exclusions, remove),
  'another exclusion': onPart(
    ({ exclusions }) => exclusions,
    (part) => {
      part.definition = 'EXCLUDE USING btree (z WITH =)';
    },
  ),
  'an exclusion made by hand': added(({ exclusions }) => {
    exclusions.push(exclusion('by_hand', 'EXCLUDE USING btree (w WITH =)'));
    return 'by_hand';
  }),
  'a trigger that lacks': onPart(({ triggers }) => triggers, remove),
  'another trigger': onPart(
    ({ triggers }) => triggers,
    (part) => {
      part.definition = `${part.definition} -- other`;
    },
  ),
  'a trigger in another state': onPart(
    ({ triggers }) => triggers,
    (part) => {
      part.enabled = part.enabled === 'disabled' ? 'always' : 'disabled';
    },
  ),
  'a trigger made by hand': added((of) => {
    of.triggers.push(trigger(of.name, 'by_hand'));
    return 'by_hand';
  }),
  'a policy that lacks': onPart(({ rowSecurity }) => rowSecurity.policies, remove),
  'a policy with another expression': onPart(
    ({ rowSecurity }) => rowSecurity.policies,
    (part) => {
      part.using = 'other';
    },
  ),
  'a policy made by hand': added(({ rowSecurity }) => {
    rowSecurity.policies.push(policy('by_hand', { using: 'by hand' }));
    return 'by_hand';
  }),
  'row security turned on or off': added((of) => {
    of.rowSecurity.enabled = !of.rowSecurity.enabled;
    return of.name;
  }),
  'a view that lacks': (live, pick) => {
    const found = one(viewsIn(live), pick);
    if (found === undefined) return null;
    remove(found, live.tables);
    return found.name;
  },
  'a view of another query': (live, pick) => {
    const found = one(viewsIn(live), pick);
    if (found === undefined) return null;
    found.query = 'SELECT 99';
    return found.name;
  },
  'a view made by hand': (live) => {
    live.tables.push(view('by_hand', 'SELECT 1'));
    return 'by_hand';
  },
  'an extension that lacks': (live, pick) => {
    const found = one(live.extensions, pick);
    if (found === undefined) return null;
    remove(found, live.extensions);
    return found.name;
  },
  'an extension made by hand': (live) => {
    live.extensions.push(extension('by_hand'));
    return 'by_hand';
  },
  'a sequence that counts otherwise': (live, pick) => {
    const found = one(live.sequences, pick);
    if (found === undefined) return null;
    found.increment = '7';
    return found.name;
  },
  'a foreign key that is checked later': onPart(
    ({ foreignKeys }) => foreignKeys,
    (part) => {
      part.deferrable = true;
      part.initiallyDeferred = true;
    },
  ),
  'a foreign key that is not enforced': onPart(
    ({ foreignKeys }) => foreignKeys,
    (part) => {
      part.enforced = false;
    },
  ),
  'an index of another method': onPart(
    ({ indexes }) => indexes.filter(({ unique: isUnique }) => !isUnique),
    (part) => {
      part.method = 'hash';
    },
  ),
  'an index key of another collation': onPart(
    ({ indexes }) => indexes.filter(({ unique: isUnique }) => !isUnique),
    (part) => {
      part.columns = part.columns.map((key) => ({ ...key, collation: 'C' }));
    },
  ),
};
