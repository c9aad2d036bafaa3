import type { Finding } from '../../shared/finding';
import { clientExplanations } from './cause-client';
import { type CauseIndex, type CauseLink, linksFrom, objectInWords } from './cause-links';
import type { FailureEvidence } from './endpoint-failure';
import { mentions } from './words';

/** Of a query that failed: by what its error names, and only where it names nothing by the models that it uses. */
export function queryExplanations(finding: Finding, index: CauseIndex): CauseLink[] {
  const evidence = index.evidenceOf(finding);
  const models = index.modelsOf(finding);
  const away = index.ofRule('database.unreachable');
  if (evidence === null) {
    if (finding.rule === 'endpoint.server-error' && away.length > 0) {
      return linksFrom(away, finding, 'Its answer names no reason, and the database does not answer.');
    }
    return finding.rule === 'endpoint.server-error' ? guesses(finding, models, index) : [];
  }
  if (evidence.kind === 'connection' && away.length > 0) {
    return linksFrom(away, finding, `It failed with ${evidence.code}, and the database does not answer.`);
  }
  const direct =
    evidence.kind === 'client'
      ? clientExplanations(finding, models, index)
      : linksFrom(structureFor(finding, evidence, models, index), finding, (root) => {
          return `It failed with ${evidence.code}, and ${objectInWords(root)} is not as the client expects it.`;
        });
  if (finding.subject.kind !== 'endpoint') return direct;
  if (direct.length > 0) return [...direct, ...alsoMissing(finding, direct, index)];
  return linksFrom(
    delegatesOf(models, index).filter((root) => index.evidenceOf(root)?.kind === evidence.kind),
    finding,
    (root) => `It uses ${objectInWords(root)}, which fails with ${evidence.code} too.`,
  );
}

/** An answer names the first thing that failed. Where a second table is away that the route uses, it fails on that too. */
function alsoMissing(finding: Finding, direct: readonly CauseLink[], index: CauseIndex): CauseLink[] {
  const named = new Set(direct.map(({ from }) => from.key));
  const others = index
    .ofRule('table.missing')
    .filter((root) => !named.has(root.key))
    .filter((root) => index.endpointsOf(index.modelsOn(root)).includes(finding.subject.name));
  return linksFrom(
    others,
    finding,
    (root) => `It uses the model ${index.modelOf(root)} as well, and ${objectInWords(root)} is missing too.`,
  );
}

/**
 * Of a route whose answer is not of the declared shape: only a column that it names. That a column of a model which the
 * route uses is missing or otherwise says nothing of the answer's other parts.
 */
export function contractExplanations(finding: Finding, index: CauseIndex): CauseLink[] {
  if (index.evidenceOf(finding) !== null) return queryExplanations(finding, index);
  const models = index.modelsOf(finding);
  const named = index
    .ofRule(
      'column.missing',
      'column.type',
      'column.nullability',
      'client.field-missing',
      'client.field-type',
      'client.field-nullability',
    )
    .filter((root) => root.severity === 'error' && models.includes(index.modelOf(root) ?? ''))
    .filter(({ subject }) => mentions(finding.observed, subject.field ?? subject.name));
  return linksFrom(
    named,
    finding,
    ({ subject, ...root }) =>
      `Its answer is not as declared at ${subject.field ?? subject.name}, and ${objectInWords({ subject, ...root })} of the model that it uses is not in order.`,
  );
}

function structureFor(
  { observed }: Finding,
  evidence: FailureEvidence,
  models: readonly string[],
  index: CauseIndex,
): Finding[] {
  const { kind, object, value } = evidence;
  const ofModels = (root: Finding) => models.includes(index.modelOf(root) ?? '');
  switch (kind) {
    case 'table':
      return index
        .ofRule('table.missing', 'table.kind')
        .filter((root) => (object === null ? ofModels(root) : root.subject.name === object));
    case 'column': {
      const columns = index
        .ofRule('column.missing', 'client.field-missing')
        .filter((root) => ofModels(root) || models.length === 0)
        .filter((root) => object === null || [root.subject.name, root.subject.field].includes(object));
      // Two tables may lack a column of one name: where the text has the table's name too, it decides.
      const exact = columns.filter(({ subject }) =>
        [`${subject.table}.${subject.name}`, `${subject.model}.${subject.field}`].some((name) =>
          mentions(observed, name),
        ),
      );
      return exact.length > 0 ? exact : columns;
    }
    case 'type':
      return index
        .ofRule('column.type', 'column.nullability', 'client.field-type', 'client.field-nullability')
        .filter(
          (root) =>
            ofModels(root) &&
            (object === null || root.subject.field === object || root.subject.name === object),
        );
    case 'enum': {
      const enums = (object === null ? enumsOf(models, index) : [object]).flatMap(index.namesOfEnum);
      return index
        .ofRule(
          'enum.missing',
          'enum.value-missing',
          'enum.value-unexpected',
          'client.enum-missing',
          'client.enum-value-missing',
        )
        .filter(({ subject }) => enums.includes(subject.name.split('.')[0] ?? ''))
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
