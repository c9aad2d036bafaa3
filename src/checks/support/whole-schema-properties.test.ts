import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DatabaseSchema } from '../../shared/database-schema';
import type { Finding } from '../../shared/finding';
import { checks } from '../registry';
import { anyWholeSchema } from '../testing/arbitraries';
import { asObserved, databaseSchema } from '../testing/builders';
import { MUTATIONS } from '../testing/mutations';
import { ONE_SIDED } from '../testing/one-sided';
import { runCheck, threeSides } from '../testing/sides';

const SIDES = new Set([...Object.keys(threeSides(databaseSchema([]))), 'database.sequences']);

/** What needs more than these does not judge structure. */
const structural = checks.filter(
  ({ id, group, needs }) =>
    (group === 'schema' || group === 'indexes') &&
    !ONE_SIDED.has(id) &&
    needs.every((need) => SIDES.has(need)),
);

/** All findings of all checks on structure; what each check promises is held by `runCheck`. */
function findingsOf(declared: DatabaseSchema, live: DatabaseSchema): Finding[] {
  const observed = { ...threeSides(declared, live), 'database.sequences': [] };
  return structural.flatMap((check) => runCheck(check, observed).findings);
}

const keys = (findings: readonly Finding[]) => findings.map(({ key }) => key);

function reversed(schema: DatabaseSchema): DatabaseSchema {
  const live = asObserved(schema);
  live.tables.reverse();
  live.enums.reverse();
  live.sequences.reverse();
  live.extensions.reverse();
  for (const table of live.tables) {
    for (const parts of [
      table.columns,
      table.indexes,
      table.foreignKeys,
      table.checks,
      table.exclusions,
      table.triggers,
      table.rowSecurity.policies,
    ]) {
      parts.reverse();
    }
  }
  return live;
}

describe('for any schema with all that plain SQL can add', () => {
  it('finds nothing when it is held against itself, in whatever order', () => {
    fc.assert(
      fc.property(anyWholeSchema, (schema) => {
        expect(keys(findingsOf(schema, asObserved(schema)))).toEqual([]);
        expect(keys(findingsOf(schema, reversed(schema)))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it.each(Object.entries(MUTATIONS))('sees %s, and names it', (_what, mutate) => {
    let applied = 0;
    fc.assert(
      fc.property(anyWholeSchema, fc.nat(), (schema, pick) => {
        const live = asObserved(schema);
        const name = mutate(live, pick);
        fc.pre(name !== null);
        applied += 1;
        const findings = findingsOf(schema, live);
        const text = findings.map(({ key, subject, message }) => `${key} ${subject.name} ${message}`);
        expect(text.filter((one) => one.includes(name))).not.toEqual([]);
        expect(new Set(keys(findings)).size).toBe(findings.length);
      }),
      { numRuns: 15 },
    );
    expect(applied).toBeGreaterThan(0);
  });

  it('gives each finding the same key in each run', () => {
    fc.assert(
      fc.property(anyWholeSchema, anyWholeSchema, (schema, other) => {
        expect(keys(findingsOf(schema, asObserved(other)))).toEqual(
          keys(findingsOf(schema, asObserved(other))),
        );
        expect(keys(findingsOf(schema, reversed(other))).sort()).toEqual(
          keys(findingsOf(schema, asObserved(other))).sort(),
        );
      }),
      { numRuns: 20 },
    );
  });
});
