import { describe, expect, it } from 'vitest';
import type { Trigger } from '../shared/database-schema';
import { databaseSchema, table, trigger } from './testing/builders';
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
import { triggers } from './triggers';

const touch = trigger('goals', 'touch');
const declared = databaseSchema([table('goals', { triggers: [touch] })]);
const live = (...list: Trigger[]) =>
  threeSides(
    declared,
    changed(declared, 'goals', (goals) => {
      goals.triggers = list;
    }),
  );

describe('triggers', () => {
  it('passes where both have the same trigger in the same state', () => {
    expect(runCheck(triggers, threeSides(declared))).toEqual({ compared: 1, findings: [] });
  });

  it('finds a missing one and makes it', () => {
    expect(onlyFinding(runCheck(triggers, live()))).toMatchObject({
      key: 'trigger.missing:public.goals:touch',
      severity: 'error',
      impact: 'integrity',
      remedy: { statements: [{ sql: `${touch.definition};`, lock: 'SHARE ROW EXCLUSIVE' }] },
    });
  });

  it('takes one of another name for another one: they fire in the order of their names', () => {
    expect(keysOf(runCheck(triggers, live({ ...touch, name: 'a_touch' })))).toEqual([
      'trigger.missing:public.goals:touch',
      'trigger.unexpected:public.goals:a_touch',
    ]);
  });

  it('finds another definition, and makes it anew', () => {
    const other = { ...touch, definition: touch.definition.replace('BEFORE', 'AFTER') };
    const finding = onlyFinding(runCheck(triggers, live(other)));
    expect(finding).toMatchObject({ rule: 'trigger.definition', observed: other.definition });
    expect(finding.remedy.statements?.map(({ phase }) => phase)).toEqual(['drop-dependent', 'trigger']);
  });

  it.each([
    ['origin', 'disabled', 'error', 'ENABLE TRIGGER'],
    ['origin', 'replica', 'error', 'ENABLE TRIGGER'],
    ['always', 'replica', 'error', 'ENABLE ALWAYS TRIGGER'],
    ['origin', 'always', 'warning', 'ENABLE TRIGGER'],
    ['disabled', 'origin', 'warning', 'DISABLE TRIGGER'],
    ['replica', 'origin', 'warning', 'ENABLE REPLICA TRIGGER'],
  ] as const)(
    'finds one that is %s by the migrations and %s in the database',
    (wanted, found, severity, sql) => {
      const schema = databaseSchema([table('goals', { triggers: [{ ...touch, enabled: wanted }] })]);
      const observed = threeSides(
        schema,
        changed(schema, 'goals', (goals) => {
          goals.triggers = [{ ...touch, enabled: found }];
        }),
      );
      const finding = onlyFinding(runCheck(triggers, observed));
      expect(finding).toMatchObject({ key: 'trigger.disabled:public.goals:touch', severity });
      expect(finding.remedy.text).toContain(`ALTER TABLE "public"."goals" ${sql} "touch";`);
    },
  );

  it('makes one that lacks in its own state', () => {
    const schema = databaseSchema([table('goals', { triggers: [{ ...touch, enabled: 'disabled' }] })]);
    const observed = threeSides(schema, databaseSchema([table('goals')]));
    const finding = onlyFinding(runCheck(triggers, observed));
    expect(finding).toMatchObject({ severity: 'warning', impact: 'none' });
    expect(finding.remedy.text).toContain('DISABLE TRIGGER "touch";');
  });

  it('finds one that only the database has, the lighter where it never fires', () => {
    const extra = trigger('goals', 'audit');
    expect(onlyFinding(runCheck(triggers, live(touch, extra)))).toMatchObject({
      key: 'trigger.unexpected:public.goals:audit',
      severity: 'warning',
      impact: 'write',
    });
    expect(onlyFinding(runCheck(triggers, live(touch, { ...extra, enabled: 'disabled' })))).toMatchObject({
      severity: 'info',
      impact: 'none',
    });
    expect(onlyFinding(runCheck(triggers, withoutMigrations(live(touch)))).severity).toBe('info');
    expect(runCheck(triggers, withoutReplay(live(touch))).unknown).toMatch(/which triggers/);
  });

  it('is skipped where neither side has one; leaves out what a pattern names; needs its needs', () => {
    expect(runCheck(triggers, threeSides(databaseSchema([table('users')]))).nothingToCompare).toMatch(
      /no triggers/,
    );
    expect(keysOf(runCheck(triggers, live(), ['goals.touch']))).toEqual([]);
    expectNeeds(triggers, threeSides(declared));
  });
});
