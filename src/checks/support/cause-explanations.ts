import type { Finding } from '../../shared/finding';
import type { RuleId } from '../../shared/rules';
import { clientExplanations } from './cause-client';
import { type CauseIndex, type CauseLink, objectInWords } from './cause-links';
import type { FailureEvidence } from './endpoint-failure';
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
  'endpoint.not-found',
  'endpoint.auth',
  'endpoint.unreachable',
];

/** What brings a finding about, by evidence; an empty list where nothing that was found explains it. */
export function explain(finding: Finding, index: CauseIndex): CauseLink[] {
  const { rule } = finding;
  const unreachable = index.ofRule('database.unreachable').filter((root) => root !== finding);
  if (unreachable.length > 0 && !WITHOUT_DATABASE.includes(rule)) {
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
  if (rule === 'client.delegate-failing') return queryExplanations(finding, index);
  if (rule === 'endpoint.schema-error' || rule === 'endpoint.server-error')
    return queryExplanations(finding, index);
  if (rule === 'endpoint.slow' || rule === 'endpoint.timeout') return indexExplanations(finding, index);
  return [];
}

function linksFrom(
  roots: readonly Finding[],
  to: Finding,
  why: string | ((root: Finding) => string),
): CauseLink[] {
  return roots.map((from) => ({ from, to, why: typeof why === 'string' ? why : why(from) }));
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

/** Of a query that failed: by what its error names, and only where it names nothing by the models that it uses. */
function queryExplanations(finding: Finding, index: CauseIndex): CauseLink[] {
  const evidence = index.evidenceOf(finding);
  const models = index.modelsOf(finding);
  if (evidence === null) {
    return finding.rule === 'endpoint.server-error' ? guesses(finding, models, index) : [];
  }
  const direct =
    evidence.kind === 'client'
      ? clientExplanations(finding, models, index)
      : linksFrom(structureFor(evidence, models, index), finding, (root) => {
          return `It failed with ${evidence.code}, and ${objectInWords(root)} is not as the client expects it.`;
        });
  if (direct.length > 0 || finding.subject.kind !== 'endpoint') return direct;
  return linksFrom(
    delegatesOf(models, index).filter((root) => index.evidenceOf(root)?.kind === evidence.kind),
    finding,
    (root) => `It uses ${objectInWords(root)}, which fails with ${evidence.code} too.`,
  );
}

function structureFor(evidence: FailureEvidence, models: readonly string[], index: CauseIndex): Finding[] {
  const { kind, object, value } = evidence;
  const ofModels = (root: Finding) => models.includes(index.modelOf(root) ?? '');
  switch (kind) {
    case 'table':
      return index
        .ofRule('table.missing', 'table.kind')
        .filter((root) => (object === null ? ofModels(root) : root.subject.name === object));
    case 'column':
      return index
        .ofRule('column.missing', 'client.field-missing')
        .filter((root) => ofModels(root) || models.length === 0)
        .filter((root) => object === null || [root.subject.name, root.subject.field].includes(object));
    case 'type':
      return index
        .ofRule('column.type', 'column.nullability', 'client.field-type', 'client.field-nullability')
        .filter(
          (root) =>
            ofModels(root) &&
            (object === null || root.subject.field === object || root.subject.name === object),
        );
    case 'enum': {
      const enums = object === null ? enumsOf(models, index) : [object];
      return index
        .ofRule(
          'enum.missing',
          'enum.value-missing',
          'enum.value-unexpected',
          'client.enum-missing',
          'client.enum-value-missing',
        )
        .filter((root) => enums.some((name) => mentions(`${root.key} ${root.message}`, name)))
        .filter((root) => value === null || root.subject.kind !== 'enum-value' || mentions(root.key, value));
    }
    default:
      return [];
  }
}

function enumsOf(models: readonly string[], index: CauseIndex): string[] {
  return models.flatMap((name) =>
    (index.model(name)?.fields ?? []).flatMap((field) => (field.kind === 'enum' ? [field.type] : [])),
  );
}

function delegatesOf(models: readonly string[], index: CauseIndex): Finding[] {
  return index.ofRule('client.delegate-failing').filter((root) => models.includes(root.subject.model ?? ''));
}

/** A route that hides its reason, on a model that is known to be broken: the first kind of breakage that fits. */
function guesses(finding: Finding, models: readonly string[], index: CauseIndex): CauseLink[] {
  const broken = index
    .ofRule('table.missing', 'column.missing')
    .filter((root) => root.severity === 'error' && models.includes(index.modelOf(root) ?? ''));
  const hedge = (root: Finding) =>
    `Its answer names no reason, but it uses the model ${index.modelOf(root)}, and ${objectInWords(root)} is not in order.`;
  if (broken.length > 0) return linksFrom(broken, finding, hedge);
  const client = models.length === 0 ? [] : clientExplanations(finding, models, index);
  return client.length > 0 ? client : linksFrom(delegatesOf(models, index), finding, hedge);
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
