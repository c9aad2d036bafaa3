import type { Finding } from '../../shared/finding';
import type { RuleId } from '../../shared/rules';
import { type CauseIndex, type CauseLink, linksFrom, objectInWords } from './cause-links';
import { contractExplanations, queryExplanations } from './cause-query';
import { differsOnlyIn, renamedValues } from './cause-renamed';
import { mentions } from './words';

/** What the database lacks or has otherwise, and what a migration that was not applied may bring. */
const STRUCTURE: readonly RuleId[] = [
  'table.missing',
  'enum.missing',
  'enum.value-missing',
  'column.missing',
  'column.type',
  'column.nullability',
  'column.default',
  'column.generated',
  'column.identity',
  'enum.value-order',
  'primary-key.missing',
  'primary-key.columns',
  'unique.missing',
  'foreign-key.missing',
  'foreign-key.action',
  'foreign-key.definition',
  'index.missing',
  'index.definition',
];
/** What only plain SQL in a migration makes, or makes otherwise. */
const BEYOND_PRISMA =
  /^(check-constraint|exclusion|view|trigger|row-security|extension|sequence)\.(missing|definition)$/;
/** What is too many, and what a migration that was not applied may take away. */
const EXTRA: readonly RuleId[] = [
  'table.unexpected',
  'column.unexpected',
  'enum.unexpected',
  'foreign-key.unexpected',
];
const PARTS: readonly RuleId[] = [
  'primary-key.missing',
  'unique.missing',
  'foreign-key.missing',
  'index.missing',
];
const LACKS_IN_CLIENT: readonly RuleId[] = [
  'client.model-missing',
  'client.field-missing',
  'client.field-type',
  'client.field-nullability',
  'client.enum-missing',
  'client.enum-value-missing',
];
/** These are read from files and processes, so that they say the same without a database. */
const WITHOUT_DATABASE: readonly RuleId[] = [
  'client.missing',
  'client.incomplete',
  'client.schema-changed',
  'client.version',
  'client.process-stale',
  'client.types',
];

/** What brings a finding about, by evidence; an empty list where nothing that was found explains it. */
export function explain(finding: Finding, index: CauseIndex): CauseLink[] {
  const { rule } = finding;
  const unreachable = index.ofRule('database.unreachable').filter((root) => root !== finding);
  if (unreachable.length > 0 && finding.subject.kind !== 'endpoint' && !WITHOUT_DATABASE.includes(rule)) {
    return linksFrom(unreachable, finding, 'The database does not answer, and this needs it.');
  }
  if (EXTRA.includes(rule) || BEYOND_PRISMA.test(rule)) return migrationExplanations(finding, index);
  if (STRUCTURE.includes(rule)) {
    const whole = structureExplanations(finding, index);
    return whole.length > 0 ? whole : migrationExplanations(finding, index);
  }
  if (LACKS_IN_CLIENT.includes(rule)) {
    return linksFrom(
      index.ofRule('client.schema-changed').filter(({ severity }) => severity === 'error'),
      finding,
      'The client was generated from another schema.prisma, which did not declare it so.',
    );
  }
  if (rule === 'foreign-key.unindexed') return coverExplanations(finding, index);
  if (rule === 'client.delegate-failing') return queryExplanations(finding, index);
  return finding.subject.kind === 'endpoint' ? endpointExplanations(finding, index) : [];
}

/**
 * Of a route that is not as declared. That something is wrong elsewhere explains nothing by itself: a route that does not
 * answer in time, cannot be reached, asks for a login or is not found stands alone, unless its own words name a reason.
 */
function endpointExplanations(finding: Finding, index: CauseIndex): CauseLink[] {
  switch (finding.rule) {
    case 'endpoint.schema-error':
    case 'endpoint.server-error':
      return queryExplanations(finding, index);
    case 'endpoint.contract':
      return contractExplanations(finding, index);
    case 'endpoint.slow':
      return indexExplanations(finding, index);
    case 'endpoint.timeout':
    case 'endpoint.unreachable':
    case 'endpoint.flapping':
      return index.evidenceOf(finding) === null ? [] : queryExplanations(finding, index);
    default:
      return [];
  }
}

/**
 * A migration that did not run through explains what is declared in its own folder, and what by the replay it makes,
 * changes or drops, and nothing else: that one waits does not say that it is the one which makes a thing that lacks.
 */
function migrationExplanations(finding: Finding, index: CauseIndex): CauseLink[] {
  const place = index.placeOf(finding);
  // Where the migrations do not say what schema.prisma does, applying them does not help.
  const helps =
    finding.sides === undefined ||
    finding.sides.schema === undefined ||
    finding.sides.schema === finding.sides.migrations;
  const declaring = index
    .ofRule('migration.failed', 'migration.pending', 'migration.rolled-back')
    .filter(
      (root) =>
        isInFolderOf(finding, root) || (helps && place !== undefined && place.file === root.source?.file),
    );
  return linksFrom(declaring, finding, ({ subject, rule }) => {
    const how = rule === 'migration.failed' ? 'failed half way' : 'is not applied';
    return `The migration ${subject.name} ${finding.rule.endsWith('.unexpected') ? 'drops' : 'declares'} it and ${how}.`;
  });
}

function isInFolderOf(finding: Finding, migration: Finding): boolean {
  // The schema engine's own doubt is of no one migration and has no file.
  if (finding.source === undefined || migration.source === undefined) return false;
  const folder = migration.source.file.slice(0, migration.source.file.lastIndexOf('/') + 1);
  return folder !== '' && finding.source.file.startsWith(folder);
}

/** A missing table takes the foreign keys to it along, a missing column its keys, a missing enum its columns. */
function structureExplanations(finding: Finding, index: CauseIndex): CauseLink[] {
  const { rule, subject, expected } = finding;
  if (rule === 'column.missing' || rule === 'column.type') {
    return linksFrom(
      index.ofRule('enum.missing').filter((root) => mentions(expected, root.subject.name)),
      finding,
      (root) => `The column is of ${objectInWords(root)}, which is missing.`,
    );
  }
  const renamed = renamedValues(index).filter((pair) => differsOnlyIn(pair, finding));
  if (renamed.length > 0) {
    return renamed.map(({ missing, from, to }) => ({
      from: missing,
      to: finding,
      why: `It differs in nothing but the enum value ${from}, which is ${to} in the database.`,
    }));
  }
  if (!PARTS.includes(rule)) return [];
  const columns = index
    .ofRule('column.missing')
    .filter((root) => root.subject.schema === subject.schema && root.subject.table === subject.table)
    .filter((root) => mentions(expected, root.subject.name));
  const tables = index
    .ofRule('table.missing')
    .filter((root) => root.subject.name !== subject.table && mentions(expected, root.subject.name))
    .filter(() => rule === 'foreign-key.missing');
  return linksFrom(
    [...columns, ...tables],
    finding,
    (root) => `It stands on ${objectInWords(root)}, which is missing.`,
  );
}

/** A foreign key lies bare where an index that would cover it is declared and not as it should be. */
function coverExplanations(finding: Finding, index: CauseIndex): CauseLink[] {
  const { schema, table } = finding.subject;
  return linksFrom(
    index
      .ofRule('index.missing', 'index.definition', 'index.invalid', 'unique.missing', 'primary-key.missing')
      .filter(({ subject }) => subject.schema === schema && subject.table === table)
      .filter(({ subject }) => mentions(finding.message, subject.name)),
    finding,
    (root) => `It would be covered by ${objectInWords(root)}.`,
  );
}

function indexExplanations(finding: Finding, index: CauseIndex): CauseLink[] {
  const models = index.modelsOf(finding);
  return linksFrom(
    index
      .ofRule('index.missing', 'index.invalid', 'index.definition')
      .filter((root) => models.includes(index.modelOf(root) ?? '')),
    finding,
    (root) => `It reads the table ${root.subject.table}, which ${objectInWords(root)} was declared to serve.`,
  );
}
