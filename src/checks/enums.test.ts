import { describe, expect, it } from 'vitest';
import { enums } from './enums';
import { asObserved, column, databaseSchema, enumType, table } from './testing/builders';
import { expectNeeds, keysOf, onlyFinding, runCheck, sides, sqlOf } from './testing/sides';

const goals = table('goals', {
  columns: [column('id'), column('status', { type: '"GoalStatus"', default: "'OPEN'" })],
});
const declared = databaseSchema([goals], [enumType('GoalStatus', ['OPEN', 'DOING', 'DONE'])]);

function withValues(...values: string[]) {
  return sides(declared, { ...asObserved(declared), enums: [enumType('GoalStatus', values)] });
}

describe('enums', () => {
  it('passes where both sides have the same values in the same order', () => {
    expect(runCheck(enums, sides(declared))).toEqual({ compared: 1, findings: [] });
  });

  it('finds a missing enum with the field that uses it', () => {
    const finding = onlyFinding(runCheck(enums, sides(declared, { ...asObserved(declared), enums: [] })));
    expect(finding).toMatchObject({
      key: 'enum.missing:public.GoalStatus',
      severity: 'error',
      impact: 'read',
      subject: {
        kind: 'enum',
        name: 'GoalStatus',
        model: 'Goals',
        table: 'goals',
        field: 'status',
        story: '5.1',
      },
      source: { file: 'prisma/schema.prisma', line: 10_000 },
      remedy: { text: `CREATE TYPE "public"."GoalStatus" AS ENUM ('OPEN', 'DOING', 'DONE');` },
    });
  });

  it.each([
    ['first', ['DOING', 'DONE'], 'OPEN', `ADD VALUE IF NOT EXISTS 'OPEN' BEFORE 'DOING';`],
    ['in between', ['OPEN', 'DONE'], 'DOING', `ADD VALUE IF NOT EXISTS 'DOING' AFTER 'OPEN';`],
    ['last', ['OPEN', 'DOING'], 'DONE', `ADD VALUE IF NOT EXISTS 'DONE' AFTER 'DOING';`],
  ])('finds a missing value: %s', (_where, values, lacking, remedy) => {
    const finding = onlyFinding(runCheck(enums, withValues(...values)));
    expect(finding).toMatchObject({
      key: `enum.value-missing:public.GoalStatus:${lacking}`,
      severity: 'error',
      impact: 'write',
      subject: { kind: 'enum-value', name: `GoalStatus.${lacking}` },
    });
    expect(sqlOf(finding)).toBe(`ALTER TYPE "public"."GoalStatus" ${remedy}`);
  });

  it('adds several missing values in their order, whichever repair is pasted first', () => {
    const { findings } = runCheck(enums, withValues('OPEN'));
    expect(findings.map(sqlOf)).toEqual([
      `ALTER TYPE "public"."GoalStatus" ADD VALUE IF NOT EXISTS 'DOING' AFTER 'OPEN';`,
      `ALTER TYPE "public"."GoalStatus" ADD VALUE IF NOT EXISTS 'DOING' AFTER 'OPEN';\nALTER TYPE "public"."GoalStatus" ADD VALUE IF NOT EXISTS 'DONE' AFTER 'DOING';`,
    ]);
  });

  it('finds all values missing where the type has none', () => {
    const { findings } = runCheck(enums, withValues());
    expect(findings).toHaveLength(3);
    expect(findings[0]?.remedy.text).toBe(`ALTER TYPE "public"."GoalStatus" ADD VALUE IF NOT EXISTS 'OPEN';`);
  });

  it('finds a value that the client would throw on', () => {
    const finding = onlyFinding(runCheck(enums, withValues('OPEN', 'DOING', 'DONE', 'on hold')));
    expect(finding).toMatchObject({
      key: 'enum.value-unexpected:public.GoalStatus:on hold',
      severity: 'error',
      impact: 'read',
      remedy: { kind: 'edit', text: 'on_hold @map("on hold")' },
    });
  });

  it('offers a renaming where one value lacks and one is foreign', () => {
    const result = runCheck(enums, withValues('OPEN', 'WORKING', 'DONE'));
    expect(keysOf(result)).toEqual([
      'enum.value-missing:public.GoalStatus:DOING',
      'enum.value-unexpected:public.GoalStatus:WORKING',
    ]);
    expect(result.findings[0]?.alternative?.text).toContain(`RENAME VALUE 'WORKING' TO 'DOING';`);
  });

  it('finds the same values in another order, and moves every column over in the repair', () => {
    const finding = onlyFinding(runCheck(enums, withValues('DONE', 'OPEN', 'DOING')));
    expect(finding).toMatchObject({
      key: 'enum.value-order:public.GoalStatus',
      severity: 'warning',
      impact: 'read',
    });
    expect(sqlOf(finding)).toContain(
      `ALTER COLUMN "status" DROP DEFAULT, ALTER COLUMN "status" TYPE "public"."GoalStatus" USING "status"::text::"public"."GoalStatus", ALTER COLUMN "status" SET DEFAULT 'OPEN';`,
    );
  });

  it('does not call the order wrong for a missing or a foreign value', () => {
    expect(keysOf(runCheck(enums, withValues('OPEN', 'NEW', 'DONE')))).not.toContain(
      'enum.value-order:public.GoalStatus',
    );
  });

  it('finds an enum that only the database has, the graver where columns use it', () => {
    const live = asObserved(declared);
    live.enums.push(enumType('Mood', ['GOOD']));
    expect(onlyFinding(runCheck(enums, sides(declared, live)))).toMatchObject({
      key: 'enum.unexpected:public.Mood',
      severity: 'info',
      remedy: { text: 'enum Mood {\n  GOOD\n}' },
    });
    live.tables[0]?.columns.push(column('moods', { type: '"Mood"[]' }));
    expect(onlyFinding(runCheck(enums, sides(declared, live))).severity).toBe('warning');
  });

  it('tells the same name in two schemas and two spellings apart', () => {
    const live = { ...asObserved(declared), enums: [enumType('goalstatus', ['OPEN'])] };
    expect(keysOf(runCheck(enums, sides(declared, live)))).toEqual([
      'enum.missing:public.GoalStatus',
      'enum.unexpected:public.goalstatus',
    ]);
  });

  it('is skipped where neither side has an enum, but not where there is no table to have one', () => {
    expect(runCheck(enums, sides(databaseSchema([goals]))).nothingToCompare).toMatch(/Neither/);
    expect(runCheck(enums, sides(databaseSchema([goals]), databaseSchema([])))).toEqual({
      compared: 0,
      findings: [],
    });
  });

  it('calls every enum missing where the database has nothing', () => {
    expect(keysOf(runCheck(enums, sides(declared, databaseSchema([]))))).toEqual([
      'enum.missing:public.GoalStatus',
    ]);
  });

  it('leaves out what a pattern names, and cannot run without its needs', () => {
    expect(keysOf(runCheck(enums, withValues('OPEN'), ['Goal*']))).toEqual([]);
    expectNeeds(enums, sides(declared));
  });

  it('names no model where several use the enum', () => {
    const tasks = table('tasks', { columns: [column('id'), column('status', { type: '"GoalStatus"' })] });
    const shared = { ...declared, tables: [goals, tasks] };
    const finding = onlyFinding(runCheck(enums, sides(shared, { ...asObserved(shared), enums: [] })));
    expect(finding.subject.model).toBeUndefined();
    expect(finding.message).toContain('used by Goals.status, Tasks.status');
  });
});
