import { describe, expect, it } from 'vitest';
import type { ExclusionConstraint } from '../shared/database-schema';
import { exclusions } from './exclusions';
import { databaseSchema, exclusion, table } from './testing/builders';
import {
  changed,
  expectNeeds,
  keysOf,
  onlyFinding,
  runCheck,
  threeSides,
  withoutMigrations,
  withoutReplay,
} from './testing/sides';

const apart = exclusion('no_overlap', 'EXCLUDE USING gist (room WITH =, during WITH &&)');
const declared = databaseSchema([table('bookings', { exclusions: [apart] })]);
const live = (...list: ExclusionConstraint[]) =>
  threeSides(
    declared,
    changed(declared, 'bookings', (bookings) => {
      bookings.exclusions = list;
    }),
  );

describe('exclusions', () => {
  it('passes where both say the same, under whatever name', () => {
    expect(runCheck(exclusions, threeSides(declared))).toEqual({ compared: 1, findings: [] });
    expect(keysOf(runCheck(exclusions, live({ ...apart, name: 'by_hand' })))).toEqual([]);
  });

  it('finds a missing one and makes it', () => {
    expect(onlyFinding(runCheck(exclusions, live()))).toMatchObject({
      key: 'exclusion.missing:public.bookings:no_overlap',
      severity: 'error',
      impact: 'integrity',
      remedy: {
        statements: [
          {
            sql: 'ALTER TABLE "public"."bookings" ADD CONSTRAINT "no_overlap" EXCLUDE USING gist (room WITH =, during WITH &&);',
            lock: 'ACCESS EXCLUSIVE',
            scans: true,
          },
        ],
      },
    });
  });

  it('tells a changed one once, with what stands instead, and drops that first', () => {
    const other = { ...apart, definition: 'EXCLUDE USING gist (room WITH =)' };
    const finding = onlyFinding(runCheck(exclusions, live(other)));
    expect(finding).toMatchObject({ rule: 'exclusion.missing', observed: other.definition });
    expect(finding.remedy.statements?.map(({ phase }) => phase)).toEqual(['drop-dependent', 'exclusion']);
  });

  it('finds one that only the database has', () => {
    const extra = exclusion('by_hand', 'EXCLUDE USING btree (name WITH =)');
    expect(onlyFinding(runCheck(exclusions, live(apart, extra)))).toMatchObject({
      key: 'exclusion.unexpected:public.bookings:by_hand',
      severity: 'warning',
      impact: 'write',
    });
    expect(onlyFinding(runCheck(exclusions, withoutMigrations(live(apart)))).severity).toBe('info');
    expect(runCheck(exclusions, withoutReplay(live(apart))).unknown).toMatch(/not replayed/);
  });

  it('is skipped where neither side has one; leaves out what a pattern names; needs its needs', () => {
    expect(runCheck(exclusions, threeSides(databaseSchema([table('users')]))).nothingToCompare).toBeDefined();
    expect(keysOf(runCheck(exclusions, live(), ['no_*']))).toEqual([]);
    expectNeeds(exclusions, threeSides(declared));
  });
});
