import { describe, expect, it } from 'vitest';
import { type Finding, REPAIR_PHASES } from '../shared/finding';
import { columns } from './columns';
import { enums } from './enums';
import { foreignKeyCover } from './foreign-key-cover';
import { foreignKeys } from './foreign-keys';
import { planRepair } from './repair-plan';
import { driftFinding } from './support/drift-finding';
import { sqlRemedy, statement } from './support/repair';
import { tables } from './tables';
import { column, databaseSchema, enumType, foreignKey, index, table } from './testing/builders';
import { changed, runCheck, sides } from './testing/sides';

const declared = databaseSchema(
  [
    table('users', { columns: [column('id'), column('state', { type: '"State"' })] }),
    table('goals', {
      columns: [column('id'), column('userId')],
      indexes: [index('goals', ['userId'])],
      foreignKeys: [foreignKey('goals', 'userId', 'users')],
    }),
  ],
  [enumType('State', ['A', 'B', 'C'])],
);
const all = [tables, columns, enums, foreignKeys];
const found = (live: ReturnType<typeof databaseSchema>) =>
  all.flatMap((check) => runCheck(check, sides(declared, live)).findings);

function finding(over: Partial<Finding>): Finding {
  return {
    ...driftFinding({
      rule: 'index.missing',
      about: 'public.t:a',
      severity: 'error',
      impact: 'performance',
      subject: { kind: 'index', schema: 'public', table: 't', name: 'i' },
      message: 'An index lacks.',
      expected: 'index',
      observed: 'none',
      remedy: sqlRemedy([statement('CREATE INDEX i ON t (a)', 'index')]),
    }),
    ...over,
  };
}

describe('planRepair', () => {
  it('has nothing to run where nothing was found', () => {
    expect(planRepair([])).toEqual({ statements: [], byOtherMeans: [], script: '' });
  });

  it('puts all tables before all foreign keys, and enums before what is of them', () => {
    const { statements } = planRepair(found(databaseSchema([])));
    const phases = statements.map(({ phase }) => REPAIR_PHASES.indexOf(phase));
    expect(phases).toEqual([...phases].sort((a, b) => a - b));
    expect(statements.map(({ sql }) => sql.slice(0, 12))).toEqual([
      'CREATE TYPE ',
      'CREATE TABLE',
      'CREATE TABLE',
      'CREATE INDEX',
      'ALTER TABLE ',
    ]);
  });

  it('makes no index for a foreign key that it drops, and forgets none for one that stays', () => {
    const tables = declared.tables.map((one) =>
      one.name === 'users'
        ? { ...one, foreignKeys: [foreignKey('users', 'state', 'goals')] }
        : { ...one, indexes: [] },
    );
    const live = { ...declared, tables };
    const cover = runCheck(foreignKeyCover, sides(declared, live)).findings;
    expect(cover).toHaveLength(2);
    const { script, statements, byOtherMeans } = planRepair([...found(live), ...cover]);
    expect(script).toContain('DROP CONSTRAINT "users_state_fkey"');
    expect(script).not.toContain('"users_state_idx"');
    // That one is declared: the finding about the index makes it.
    expect(byOtherMeans.map(({ findingKey }) => findingKey)).toEqual([
      'foreign-key.unindexed:public.goals:userId',
    ]);
    const dropping = statements.find(({ sql }) => sql.includes('DROP CONSTRAINT'));
    expect(dropping?.findingKeys).toContain('foreign-key.unindexed:public.users:state');
  });

  it('has a statement once for all findings that it repairs', () => {
    const one = finding({ key: 'index.missing:one' });
    const other = finding({ key: 'index.invalid:other' });
    expect(planRepair([one, other]).statements).toMatchObject([
      { sql: 'CREATE INDEX i ON t (a);', findingKeys: ['index.missing:one', 'index.invalid:other'] },
    ]);
  });

  it('makes an enum anew once, with the values that lack', () => {
    const live = changed(declared, 'users', () => {});
    live.enums = [enumType('State', ['B', 'A'])];
    const plan = planRepair(found(live));
    expect(plan.statements.map(({ sql }) => sql)).toContain(
      `CREATE TYPE "public"."State" AS ENUM ('A', 'B', 'C');`,
    );
    expect(plan.script).not.toContain('ADD VALUE');
    expect(plan.statements[0]?.findingKeys).toEqual([
      'enum.value-order:public.State',
      'enum.value-missing:public.State:C',
    ]);
  });

  it('leaves out a statement that is but a part of another one', () => {
    const live = changed(declared, 'users', (users) => {
      users.columns = [column('id'), column('state', { type: 'text', default: "'x'" })];
    });
    const sql = planRepair(found(live)).statements.map((one) => one.sql);
    expect(sql).toHaveLength(1);
    expect(sql[0]).toContain('DROP DEFAULT, ');
  });

  it('leaves to a migration that waits what it brings', () => {
    const pending = finding({
      key: 'migration.pending:1_init',
      rule: 'migration.pending',
      remedy: { kind: 'command', text: 'npx prisma migrate deploy' },
    });
    const plan = planRepair([pending, finding({ causedBy: [pending.key] })]);
    expect(plan.script).toBe('');
    expect(plan.byOtherMeans.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      'command: npx prisma migrate deploy',
      'command: npx prisma migrate deploy',
    ]);
  });

  it('drops nothing that is only worth knowing, and takes no alternative by itself', () => {
    const alternative = sqlRemedy([statement('DROP TABLE t', 'drop', { dataLoss: 'certain' })]);
    const plan = planRepair([
      finding({ rule: 'index.unexpected', severity: 'info' }),
      finding({ key: 'table.unexpected:t', remedy: { kind: 'edit', text: 'model t {}' }, alternative }),
    ]);
    expect(plan.statements).toEqual([]);
    expect(plan.byOtherMeans).toHaveLength(2);
  });

  it('says nothing of a symptom that goes with its cause', () => {
    const cause = finding({});
    const symptom = finding({
      key: 'endpoint.slow:GET /x',
      remedy: { kind: 'note', text: 'Repair the cause.' },
      causedBy: [cause.key],
    });
    expect(planRepair([cause, symptom]).byOtherMeans).toEqual([]);
  });

  it('keeps apart in the script what a transaction refuses, and says what each statement does', () => {
    const outside = statement('CREATE INDEX CONCURRENTLY j ON t (b)', 'index', {
      lock: 'SHARE UPDATE EXCLUSIVE',
      lockedTable: 'public.t',
      transaction: 'outside',
      scans: true,
      note: 'Mind\nthis.',
    });
    const { script } = planRepair(
      [finding({ remedy: sqlRemedy([statement('ALTER TABLE t ADD a int', 'column'), outside]) })],
      { searchPath: 'app' },
    );
    expect(script.split('\n').slice(2)).toEqual([
      'SET search_path = "app", public;',
      '',
      '-- In one transaction: column',
      'BEGIN;',
      "SET LOCAL lock_timeout = '5s';",
      'ALTER TABLE t ADD a int;',
      'COMMIT;',
      '',
      '-- Each by itself, outside a transaction',
      'SET lock_timeout = 0;',
      '-- locks public.t SHARE UPDATE EXCLUSIVE; reads the whole table',
      '-- Mind this.',
      'CREATE INDEX CONCURRENTLY j ON t (b);',
      'RESET lock_timeout;',
      '',
    ]);
  });
});
