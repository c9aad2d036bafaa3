import type { Finding } from '../shared/finding';
import type { Cause } from '../shared/report';
import type { RuleId } from '../shared/rules';
import type { Severity } from '../shared/verdict';
import { explain } from './support/cause-explanations';
import { type CauseContext, type CauseIndex, type CauseLink, indexOf } from './support/cause-links';
import { type RenamedValue, renamedValues } from './support/cause-renamed';
import { causeSentence, causeTitle } from './support/cause-sentence';
import { evidenceIn } from './support/endpoint-failure';
import { groupBy } from './support/group-by';
import { servedBy } from './support/strategic';

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/**
 * Links causes to symptoms. Every finding but those of severity info is part of at least one cause, as its root or as a
 * symptom; the links have no cycle, since each leads from a cause's kind to a later kind.
 * @returns the findings in their order with `causedBy` and `affects` filled, and the causes, worst first
 */
export function linkCauses(
  findings: Finding[],
  context: CauseContext,
): { findings: Finding[]; causes: Cause[] } {
  const counted = findings.filter(({ severity }) => severity !== 'info');
  const index = indexOf(counted, context);
  const links = counted
    .flatMap((finding) => explain(finding, index))
    .filter(({ from, to }) => isForward(from, to));
  const parents = groupBy(links, ({ to }) => to.key);
  const children = groupBy(links, ({ from }) => from.key);
  const linked = findings.map((finding) => ({
    ...finding,
    causedBy: unique((parents.get(finding.key) ?? []).map(({ from }) => from.key)),
    affects: unique([
      ...finding.affects,
      ...servedByIndex(finding, context),
      ...endpointsAmong(descendants([finding], children)),
    ]),
  }));
  const roots = counted.filter(({ key }) => !parents.has(key));
  const renamed = renamedValues(index);
  const affectedBy = new Map(linked.map(({ key, affects }) => [key, affects]));
  const causes = [...groupBy(roots, (root) => groupOf(root, renamed)).values()].map((group) => {
    const cause = causeOf(group, children, index);
    const affected = group.flatMap(({ key }) => affectedBy.get(key) ?? []);
    return { ...cause, usedBy: unique([...cause.usedBy, ...affected]).sort() };
  });
  const severityOf = new Map(findings.map(({ key, severity }) => [key, SEVERITIES.indexOf(severity)]));
  const rank = ({ rootKeys }: Cause) =>
    Math.min(...rootKeys.map((key) => severityOf.get(key) ?? SEVERITIES.length));
  causes.sort(
    (a, b) =>
      rank(a) - rank(b) ||
      b.endpoints.length - a.endpoints.length ||
      (a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
  );
  return { findings: linked, causes };
}

/** The order of kinds: a link leads from an earlier one to a later one only, so that no cycle can come about. */
const STAGES: readonly (readonly string[])[] = [
  ['database.unreachable'],
  ['migration.failed', 'migration.pending', 'migration.rolled-back'],
  ['table.missing', 'table.kind', 'enum.missing'],
  ['column.missing', 'column.type', 'column.nullability', 'enum.value-missing', 'enum.value-unexpected'],
  ['client.missing', 'client.incomplete', 'client.schema-changed', 'client.version', 'client.process-stale'],
  [
    'client.model-missing',
    'client.field-missing',
    'client.field-type',
    'client.field-nullability',
    'client.enum-missing',
    'client.enum-value-missing',
  ],
  ['client.delegate-failing'],
];
// All other structure comes after the tables and columns that it stands on, and before what a client does with it.
const OTHER_STAGE = 3.5;
// It follows from an index that lacks.
const COVER_STAGE = 3.75;

function stageOf({ rule }: Finding): number {
  if (rule.startsWith('endpoint.')) return STAGES.length;
  if (rule === 'foreign-key.unindexed') return COVER_STAGE;
  const stage = STAGES.findIndex((rules) => rules.includes(rule));
  return stage === -1 ? OTHER_STAGE : stage;
}

function isForward(from: Finding, to: Finding): boolean {
  return stageOf(from) < stageOf(to);
}

/** Alike findings that one repair heals are one cause; any other root stands alone. */
function groupOf(root: Finding, renamed: readonly RenamedValue[]): string {
  const { key, rule, remedy, observed } = root;
  const pair = renamed.find(({ missing, unexpected }) => root === missing || root === unexpected);
  if (pair !== undefined) return pair.missing.key;
  if (remedy.kind === 'command' || ['migration.pending', 'client.process-stale'].includes(rule))
    return `${rule} ${remedy.kind}`;
  if (!['endpoint.schema-error', 'endpoint.server-error', 'client.delegate-failing'].includes(rule))
    return key;
  const evidence = evidenceIn(observed);
  if (rule === 'client.delegate-failing') {
    return evidence?.kind === 'connection' ? `${rule} ${evidence.code}` : key;
  }
  if (evidence?.kind === 'connection') return `${rule} connection`;
  return evidence?.object == null ? key : `${rule} ${evidence.code} ${evidence.object}`;
}

function causeOf(roots: Finding[], children: Map<string, CauseLink[]>, index: CauseIndex): Cause {
  const [first] = roots;
  if (first === undefined)
    throw new Error('A cause without a root cannot come about: groups are never empty.');
  const reached = descendants(roots, children);
  const rootKeys = roots.map(({ key }) => key);
  const symptoms = [...reached.values()].filter(({ key }) => !rootKeys.includes(key));
  const inside = new Set([...rootKeys, ...reached.keys()]);
  const own = unique(roots.flatMap(index.modelsOn));
  const models = unique([
    ...own,
    ...symptoms.flatMap((finding) =>
      finding.subject.kind === 'endpoint' ? [] : (index.modelOf(finding) ?? []),
    ),
  ]).sort();
  // A foreign key of another model that falls with a table does not make that model's routes use the table.
  const using = index.endpointsOf(own.length > 0 ? own : models);
  const endpoints = endpointsAmong(new Map([...roots, ...symptoms].map((finding) => [finding.key, finding])));
  return {
    key: first.key,
    rootKeys,
    title: causeTitle(roots),
    sentence: causeSentence(roots, symptoms),
    symptomKeys: symptoms.map(({ key }) => key),
    endpoints,
    models,
    usedBy: unique([...endpoints, ...using]).sort(),
    links: [...inside].flatMap((key) =>
      (children.get(key) ?? []).map(({ from, to, why }) => ({ from: from.key, to: to.key, why })),
    ),
  };
}

function descendants(roots: readonly Finding[], children: Map<string, CauseLink[]>): Map<string, Finding> {
  const reached = new Map<string, Finding>();
  const queue = [...roots];
  for (const finding of queue) {
    for (const { to } of children.get(finding.key) ?? []) {
      if (reached.has(to.key)) continue;
      reached.set(to.key, to);
      queue.push(to);
    }
  }
  return reached;
}

/** Rules by which an index does not do what it was declared for. */
const IDLE_INDEX: readonly RuleId[] = ['index.missing', 'index.definition', 'index.invalid'];

/** The endpoints that an index which lacks or does not work was declared to serve: they are slow, and do not fail. */
function servedByIndex({ rule, subject }: Finding, { indexManifest }: CauseContext): string[] {
  if (indexManifest === undefined || !IDLE_INDEX.includes(rule)) return [];
  const entry = indexManifest.indexes.find(
    ({ index }) =>
      index.name === subject.name && index.table === subject.table && index.schema === subject.schema,
  );
  return entry === undefined ? [] : servedBy(indexManifest, entry).endpoints;
}

function endpointsAmong(findings: Map<string, Finding>): string[] {
  return unique(
    [...findings.values()].flatMap(({ subject }) => (subject.kind === 'endpoint' ? [subject.name] : [])),
  ).sort();
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)];
}
