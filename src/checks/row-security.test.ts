import { describe, expect, it } from 'vitest';
import { NO_ROW_SECURITY, type RowSecurity } from '../shared/database-schema';
import { rowSecurity } from './row-security';
import { databaseSchema, policy, rowSecurityOf, table } from './testing/builders';
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

const own = policy('own_rows', { using: '"userId" = current_user', roles: ['app'] });
const declared = databaseSchema([table('notes', { rowSecurity: rowSecurityOf([own]) }), table('users')]);
const plain = databaseSchema([table('notes')]);
const observe = (schema: typeof declared, found: RowSecurity) =>
  threeSides(
    schema,
    changed(schema, 'notes', (notes) => {
      notes.rowSecurity = found;
    }),
  );

describe('row-security', () => {
  it('passes where both say the same; policies under whatever name, roles in whatever order', () => {
    expect(runCheck(rowSecurity, threeSides(declared))).toEqual({ compared: 1, findings: [] });
    const two = databaseSchema([
      table('notes', { rowSecurity: rowSecurityOf([{ ...own, roles: ['app', 'b'] }]) }),
    ]);
    const turned = rowSecurityOf([{ ...own, name: 'by_hand', roles: ['b', 'app'] }]);
    expect(keysOf(runCheck(rowSecurity, observe(two, turned)))).toEqual([]);
  });

  it('finds row security that is off, and a policy that lacks, and leaves nobody in the dark', () => {
    const off = onlyFinding(
      runCheck(rowSecurity, observe(declared, { ...rowSecurityOf([own]), enabled: false })),
    );
    expect(off).toMatchObject({
      key: 'row-security.missing:public.notes',
      severity: 'error',
      impact: 'integrity',
      remedy: { statements: [{ sql: 'ALTER TABLE "public"."notes" ENABLE ROW LEVEL SECURITY;' }] },
    });
    expect(onlyFinding(runCheck(rowSecurity, observe(declared, rowSecurityOf())))).toMatchObject({
      key: 'row-security.missing:public.notes:own_rows',
      severity: 'error',
      impact: 'read',
      subject: { kind: 'policy' },
    });
    const restrictive = databaseSchema([
      table('notes', { rowSecurity: rowSecurityOf([{ ...own, permissive: false }]) }),
    ]);
    expect(onlyFinding(runCheck(rowSecurity, observe(restrictive, rowSecurityOf()))).impact).toBe(
      'integrity',
    );
    expect(keysOf(runCheck(rowSecurity, observe(declared, NO_ROW_SECURITY)))).toHaveLength(2);
  });

  it.each([
    ['command', { command: 'SELECT' as const }],
    ['roles', { roles: ['other'] }],
    ['using', { using: 'false' }],
    ['check', { withCheck: 'true' }],
    ['kind', { permissive: false }],
  ])('finds a policy with another %s', (_what, over) => {
    const finding = onlyFinding(
      runCheck(rowSecurity, observe(declared, rowSecurityOf([{ ...own, ...over }]))),
    );
    expect(finding.key).toBe('row-security.definition:public.notes:own_rows');
    expect(finding.remedy.text).toMatch(/DROP POLICY "own_rows" .*\n.*\nCREATE POLICY "own_rows"/);
  });

  it('finds row security that came to bind the owner too, or no longer does', () => {
    const forced = rowSecurityOf([own], { forced: true });
    expect(onlyFinding(runCheck(rowSecurity, observe(declared, forced)))).toMatchObject({
      key: 'row-security.definition:public.notes',
      impact: 'read',
    });
    const strict = databaseSchema([table('notes', { rowSecurity: forced })]);
    expect(onlyFinding(runCheck(rowSecurity, observe(strict, rowSecurityOf([own]))))).toMatchObject({
      impact: 'integrity',
      remedy: { text: expect.stringContaining('FORCE ROW LEVEL SECURITY') },
    });
  });

  it('finds what only the database has: an error where it binds the owner, a warning where it does not', () => {
    const finding = onlyFinding(runCheck(rowSecurity, observe(plain, rowSecurityOf())));
    expect(finding).toMatchObject({
      key: 'row-security.unexpected:public.notes',
      severity: 'warning',
      impact: 'read',
    });
    expect(finding.message).toContain('hides all rows');
    const forced = observe(plain, rowSecurityOf([], { forced: true }));
    expect(onlyFinding(runCheck(rowSecurity, forced)).severity).toBe('error');
    // It hides rows whoever made it, so that it is no mere information without migrations.
    expect(onlyFinding(runCheck(rowSecurity, withoutMigrations(forced))).severity).toBe('error');
  });

  it('finds a policy that only the database has, by what it does', () => {
    const extra = policy('by_hand');
    const withPolicy = (over = {}) => observe(declared, rowSecurityOf([own, { ...extra, ...over }]));
    expect(onlyFinding(runCheck(rowSecurity, withPolicy()))).toMatchObject({
      key: 'row-security.unexpected:public.notes:by_hand',
      impact: 'integrity',
    });
    expect(onlyFinding(runCheck(rowSecurity, withPolicy({ permissive: false }))).impact).toBe('read');
    const idle = observe(plain, rowSecurityOf([extra], { enabled: false }));
    expect(onlyFinding(runCheck(rowSecurity, idle))).toMatchObject({ severity: 'info', impact: 'none' });
    expect(runCheck(rowSecurity, withoutReplay(idle)).unknown).toMatch(/row security policies/);
  });

  it('takes FORCE without ENABLE for nothing, and a policy of the table’s name for its own', () => {
    const idle = observe(plain, rowSecurityOf([], { enabled: false, forced: true }));
    expect(runCheck(rowSecurity, idle)).toEqual({ compared: 1, findings: [] });
    const namesake = observe(plain, rowSecurityOf([policy('notes')]));
    expect(keysOf(runCheck(rowSecurity, namesake))).toHaveLength(2);
  });

  it('is skipped where neither side has any; leaves out what a pattern names; needs its needs', () => {
    expect(runCheck(rowSecurity, threeSides(plain)).nothingToCompare).toMatch(/no row security/);
    expect(keysOf(runCheck(rowSecurity, observe(declared, rowSecurityOf()), ['own_rows']))).toEqual([]);
    expectNeeds(rowSecurity, threeSides(declared));
  });
});
