import type { Finding, Sides } from '../../shared/finding';
import type { PrismaSchema } from '../../shared/prisma-schema';
import type { RuleId } from '../../shared/rules';

/** What the three sides say, and which of them agree. */
export type SideTexts = Omit<Sides, 'verdict'> & {
  /** `alone`: only the database differs; `schema`: only schema.prisma does; `all`: each says something else. */
  standing: 'alone' | 'schema' | 'all';
};

/** Differences between the migrations and the database, of which Prisma's language says nothing. */
const BEYOND_PRISMA =
  /^(check-constraint|exclusion|view|trigger|row-security|extension)\.|^sequence\.definition$/;
/** A state of the live database rather than a declaration that could be held against others. */
const NO_DECLARATION: ReadonlySet<RuleId> = new Set([
  'extension.version',
  'sequence.behind',
  'sequence.exhaustion',
]);
const INDEXES: ReadonlySet<RuleId> = new Set(['index.missing', 'index.unexpected', 'index.definition']);
const TABLES = /^(table|column|enum|primary-key|unique|foreign-key|constraint)\./;

/** Whether a finding holds a declaration against the database at all. */
export function comparesDeclarations({ rule }: Finding): boolean {
  return !NO_DECLARATION.has(rule) && (BEYOND_PRISMA.test(rule) || INDEXES.has(rule) || TABLES.test(rule));
}

/**
 * What each side says of the subject of a finding; null for a finding that compares no declarations.
 * @param fromReplay what sets schema.prisma and the migrations apart
 * @param ofMigrations whether the finding's expected side is the migrations
 */
export function sideTexts(
  finding: Finding,
  fromReplay: readonly Finding[],
  context: { schema: PrismaSchema | undefined; ofMigrations: boolean },
): SideTexts | null {
  const { rule } = finding;
  if (!comparesDeclarations(finding)) return null;
  const expected = isUnexpected(finding) ? null : finding.expected;
  const database = isMissing(finding) ? null : finding.observed;
  if (
    BEYOND_PRISMA.test(rule) ||
    (context.ofMigrations && (INDEXES.has(rule) || rule.startsWith('constraint.')))
  ) {
    const inSchema = INDEXES.has(rule) ? null : schemaSays(finding, context.schema);
    return {
      ...(inSchema === undefined ? {} : { schema: inSchema }),
      migrations: expected,
      database,
      standing: 'alone',
    };
  }
  const same = fromReplay.find(({ key }) => key === finding.key);
  if (same !== undefined) {
    const migrations = isMissing(finding) ? null : same.observed;
    const standing = migrations === database ? 'schema' : 'all';
    return { schema: expected, migrations, database, standing };
  }
  if (isUnexpected(finding)) return { schema: null, migrations: null, database, standing: 'alone' };
  if (fromReplay.some((other) => isMissing(other) && holds(other, finding)))
    return { schema: expected, migrations: null, database, standing: database === null ? 'schema' : 'all' };
  return { schema: expected, migrations: expected, database, standing: 'alone' };
}

export function isMissing({ rule }: Finding): boolean {
  return rule.endsWith('.missing');
}

export function isUnexpected({ rule }: Finding): boolean {
  return rule.endsWith('.unexpected');
}

/** Whether one is about the very thing of another, or about the table or enum that it is a part of. */
function holds(whole: Finding, part: Finding): boolean {
  const [one, other] = [whole.subject, part.subject];
  if (one.schema !== other.schema) return false;
  if (one.kind === 'table')
    return other.kind !== 'enum' && other.kind !== 'enum-value' && one.name === other.table;
  if (one.kind === 'enum' && other.kind === 'enum-value') return other.name.startsWith(`${one.name}.`);
  return one.kind === other.kind && one.table === other.table && one.name === other.name;
}

/** What of these Prisma's language can name at all; undefined for all else. */
function schemaSays({ subject, rule }: Finding, schema: PrismaSchema | undefined): string | null | undefined {
  if (schema === undefined) return undefined;
  if (rule.startsWith('extension.') && schema.extensions !== null)
    return schema.extensions.some(({ name }) => name === subject.name) ? `extension ${subject.name}` : null;
  if (rule.startsWith('view.')) {
    const declared = schema.models.some(
      (model) => model.kind === 'view' && model.dbName === subject.name && model.schema === subject.schema,
    );
    return declared ? `view ${subject.name}` : null;
  }
  return undefined;
}
