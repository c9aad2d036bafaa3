import { describe, expect, it } from 'vitest';
import type { CheckConstraint } from '../shared/database-schema';
import { checkConstraints } from './check-constraints';
import { checkConstraint, databaseSchema, migrationsFolder, prismaSchemaOf, table } from './testing/builders';
import {
  changed,
  expectNeeds,
  keysOf,
  onlyFinding,
  runCheck,
  sides,
  threeSides,
  withoutMigrations,
  withoutReplay,
} from './testing/sides';

const positive = checkConstraint('goals_score_check', 'score > 0', {
  source: { file: 'prisma/migrations/2_checks/migration.sql', line: 4 },
});
const declared = databaseSchema([table('goals', { checks: [positive] }), table('users')]);
const live = (...checks: CheckConstraint[]) =>
  threeSides(
    declared,
    changed(declared, 'goals', (goals) => {
      goals.checks = checks;
    }),
  );

describe('check-constraints', () => {
  it('passes where both say the same, under whatever name', () => {
    expect(runCheck(checkConstraints, threeSides(declared))).toEqual({ compared: 1, findings: [] });
    expect(keysOf(runCheck(checkConstraints, live({ ...positive, name: 'by_hand' })))).toEqual([]);
  });

  it('finds a missing one, names its migration and makes it without holding up writes', () => {
    const finding = onlyFinding(runCheck(checkConstraints, live()));
    expect(finding).toMatchObject({
      key: 'check-constraint.missing:public.goals:goals_score_check',
      severity: 'error',
      impact: 'integrity',
      subject: { kind: 'check-constraint', table: 'goals', model: 'Goals', story: '5.1' },
      source: { file: 'prisma/migrations/2_checks/migration.sql', line: 4 },
      expected: 'CHECK (score > 0)',
    });
    expect(finding.message).toContain('migration 2_checks');
    expect(finding.remedy.statements?.map(({ sql, lock, scans }) => [sql, lock, scans])).toEqual([
      [
        'ALTER TABLE "public"."goals" ADD CONSTRAINT "goals_score_check" CHECK (score > 0) NOT VALID;',
        'ACCESS EXCLUSIVE',
        false,
      ],
      [
        'ALTER TABLE "public"."goals" VALIDATE CONSTRAINT "goals_score_check";',
        'SHARE UPDATE EXCLUSIVE',
        true,
      ],
    ]);
  });

  it('finds another expression under its name as one difference', () => {
    const finding = onlyFinding(runCheck(checkConstraints, live({ ...positive, expression: 'score >= 0' })));
    expect(finding).toMatchObject({
      rule: 'check-constraint.definition',
      expected: 'CHECK (score > 0)',
      observed: 'CHECK (score >= 0)',
    });
    const inherit = runCheck(checkConstraints, live({ ...positive, noInherit: true }));
    expect(onlyFinding(inherit).observed).toBe('CHECK (score > 0) NO INHERIT');
  });

  it('finds one that was never validated, and one that is not enforced', () => {
    expect(onlyFinding(runCheck(checkConstraints, live({ ...positive, validated: false })))).toMatchObject({
      key: 'constraint.not-validated:public.goals:goals_score_check',
      severity: 'warning',
      impact: 'integrity',
    });
    const inert = { ...positive, validated: false, enforced: false };
    expect(onlyFinding(runCheck(checkConstraints, live(inert)))).toMatchObject({
      rule: 'check-constraint.definition',
      severity: 'error',
      observed: 'CHECK (score > 0) NOT ENFORCED',
    });
  });

  it('is content with one that the migration itself leaves NOT VALID, and with one that is stricter there', () => {
    const lax = databaseSchema([table('goals', { checks: [{ ...positive, validated: false }] })]);
    expect(keysOf(runCheck(checkConstraints, threeSides(lax)))).toEqual([]);
    expect(keysOf(runCheck(checkConstraints, threeSides(lax, live(positive)['database.catalogue'])))).toEqual(
      [],
    );
  });

  it('finds one that only the database has: it can refuse writes', () => {
    const extra = checkConstraint('by_hand', 'score < 100');
    const finding = onlyFinding(runCheck(checkConstraints, live(positive, extra)));
    expect(finding).toMatchObject({
      key: 'check-constraint.unexpected:public.goals:by_hand',
      severity: 'warning',
      impact: 'write',
    });
    expect(finding.message).toContain('somebody made it by hand');
    const inert = onlyFinding(runCheck(checkConstraints, live(positive, { ...extra, enforced: false })));
    expect(inert).toMatchObject({ severity: 'info', impact: 'none' });
  });

  it('is information where no migrations are configured, and unknown where they could not be replayed', () => {
    const observed = live(positive);
    const result = runCheck(checkConstraints, withoutMigrations(observed));
    expect(onlyFinding(result)).toMatchObject({ rule: 'check-constraint.unexpected', severity: 'info' });
    expect(result.unknown).toBeUndefined();
    const failed = runCheck(checkConstraints, withoutReplay(observed));
    expect(failed.unknown).toMatch(/prisma\/migrations were not replayed.*check constraints/);
    expect(keysOf(failed)).toHaveLength(1);
    const empty = { ...withoutReplay(observed), 'migrations.folder': migrationsFolder([]) };
    expect(runCheck(checkConstraints, empty).unknown).toBeUndefined();
  });

  it('leaves a table that lacks, one that nobody declares and one that is managed elsewhere to others', () => {
    const observed = live();
    const catalogue = observed['database.catalogue'];
    catalogue.tables = [table('stranger', { checks: [positive] })];
    expect(keysOf(runCheck(checkConstraints, observed))).toEqual([]);
    const schema = prismaSchemaOf(declared, { external: { tables: ['public.goals'], enums: [] } });
    expect(keysOf(runCheck(checkConstraints, { ...live(), 'schema.prisma': schema }))).toEqual([]);
  });

  it('takes nothing of a model with @@ignore for a break of the client', () => {
    const observed = live();
    for (const model of observed['schema.prisma'].models) model.ignored = true;
    expect(onlyFinding(runCheck(checkConstraints, observed))).toMatchObject({
      severity: 'warning',
      impact: 'none',
    });
  });

  it('is skipped where neither side has one; leaves out what a pattern names; needs its needs', () => {
    const none = databaseSchema([table('users')]);
    expect(runCheck(checkConstraints, threeSides(none)).nothingToCompare).toMatch(/no check constraints/);
    expect(runCheck(checkConstraints, sides(none)).nothingToCompare).toMatch(/no check constraints/);
    expect(keysOf(runCheck(checkConstraints, live(), ['goals_score_check']))).toEqual([]);
    expectNeeds(checkConstraints, threeSides(declared));
  });
});
