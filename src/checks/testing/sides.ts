import { expect } from 'vitest';
import { type DatabaseSchema, NO_ROW_SECURITY, type Table } from '../../shared/database-schema';
import { Finding } from '../../shared/finding';
import { DEFAULT_THRESHOLDS, type Thresholds } from '../../shared/thresholds';
import type { AnyCheck, CheckResult, Observed } from '../types';
import { asObserved, migrationsFolder, migrationsReplay, prismaSchemaOf } from './builders';

/** The three observations of a schema check: the database as declared unless `live` says how it really is. */
export function sides(
  declared: DatabaseSchema,
  live: DatabaseSchema = asObserved(declared),
): Pick<Observed, 'schema.prisma' | 'schema.ddl' | 'database.catalogue'> {
  return {
    'schema.prisma': prismaSchemaOf(declared),
    'schema.ddl': declared,
    'database.catalogue': live,
  };
}

type ThreeSides = ReturnType<typeof sides> & Pick<Observed, 'migrations.replay' | 'migrations.folder'>;

/**
 * The sides of a check on what only plain SQL can declare: the migrations make all of `declared`, and schema.prisma the
 * tables and enums of it, without what its language cannot say.
 */
export function threeSides(
  declared: DatabaseSchema,
  live: DatabaseSchema = asObserved(declared),
): ThreeSides {
  return {
    ...sides(inPrismasLanguage(declared), live),
    'migrations.replay': migrationsReplay(declared),
    'migrations.folder': migrationsFolder(['1_init']),
  };
}

/** The same where nobody configured the migrations. */
export function withoutMigrations(three: ThreeSides): ReturnType<typeof sides> {
  const { 'migrations.replay': _replay, 'migrations.folder': _folder, ...others } = three;
  return others;
}

/** The same where the folder was read, but its replay failed. */
export function withoutReplay(three: ThreeSides): Omit<ThreeSides, 'migrations.replay'> {
  const { 'migrations.replay': _replay, ...others } = three;
  return others;
}

function inPrismasLanguage(declared: DatabaseSchema): DatabaseSchema {
  return {
    ...declared,
    tables: declared.tables
      .filter((table) => table.kind === 'table')
      .map((table) => ({
        ...table,
        columns: table.columns.map((column) => ({ ...column, collation: null })),
        checks: [],
        exclusions: [],
        triggers: [],
        rowSecurity: NO_ROW_SECURITY,
      })),
    sequences: [],
    extensions: [],
  };
}

/** A copy of the schema in which one table was changed in place. */
export function changed(
  schema: DatabaseSchema,
  tableName: string,
  change: (table: Table) => void,
): DatabaseSchema {
  const copy = asObserved(schema);
  const found = copy.tables.find((table) => table.name === tableName);
  if (found === undefined) throw new Error(`The schema of the test has no table ${tableName}.`);
  change(found);
  return copy;
}

/** Runs a check and holds what every check promises: findings by contract, two sides that differ, keys once each. */
export function runCheck(
  check: AnyCheck,
  observed: Partial<Observed>,
  ignore: readonly string[] = [],
  thresholds: Partial<Thresholds> = {},
): CheckResult {
  const result = check.runWith(observed, { ignore, thresholds: { ...DEFAULT_THRESHOLDS, ...thresholds } });
  for (const finding of result.findings) {
    Finding.parse(finding);
    expect(finding.observed).not.toBe(finding.expected);
    expect(finding.key.startsWith(`${finding.rule}:`)).toBe(true);
    expect(finding.message).toMatch(/^[^\n]+\.$/);
    expect(finding.remedy.text).not.toBe('');
    expect(finding.causedBy).toEqual([]);
  }
  expect(new Set(result.findings.map((finding) => finding.key)).size).toBe(result.findings.length);
  return result;
}

/** Keys of the findings, in their order. */
export function keysOf(result: CheckResult): string[] {
  return result.findings.map((finding) => finding.key);
}

/** The statements of a finding's repair without what is said about them, each on a line of its own. */
export function sqlOf(finding: Finding): string {
  return (finding.remedy.statements ?? []).map(({ sql }) => sql).join('\n');
}

/** The only finding of a result. */
export function onlyFinding(result: CheckResult): Finding {
  const [finding] = result.findings;
  expect(keysOf(result)).toHaveLength(1);
  if (finding === undefined) throw new Error('The check gave no finding.');
  return finding;
}

/** Without any one of its needs a check refuses to run: the engine then makes it `unknown`. */
export function expectNeeds(check: AnyCheck, observed: Partial<Observed>): void {
  for (const need of check.needs) {
    const { [need]: _left, ...others } = observed;
    expect(() => check.runWith(others, { ignore: [] })).toThrow(need);
  }
}
