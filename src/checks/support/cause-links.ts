import { type EndpointDeclaration, endpointId } from '../../shared/endpoints';
import type { Finding, SourcePosition } from '../../shared/finding';
import type { MigrationsReplay } from '../../shared/migrations';
import type { PrismaModel, PrismaSchema } from '../../shared/prisma-schema';
import type { RuleId } from '../../shared/rules';
import { evidenceIn, type FailureEvidence } from './endpoint-failure';
import { placeOf } from './finding-place';
import { modelFinder } from './names';
import { mentions } from './words';

export type CauseContext = {
  schema?: PrismaSchema | undefined;
  declarations?: EndpointDeclaration[] | undefined;
  replay?: MigrationsReplay | undefined;
};

/** One finding brings another about; `why` is a sentence for the page. */
export type CauseLink = { from: Finding; to: Finding; why: string };

/** All findings of a run and what is known of models, in the form in which links are looked for. */
export type CauseIndex = {
  ofRule(...rules: RuleId[]): Finding[];
  modelOf(finding: Finding): string | undefined;
  /** The models that a route reads or a delegate counts: declared, or named in what it answered. */
  modelsOf(finding: Finding): string[];
  model(name: string): PrismaModel | undefined;
  evidenceOf(finding: Finding): FailureEvidence | null;
  /** Where the migrations make, last change or drop it; undefined where they were not replayed, or never had it. */
  placeOf(finding: Finding): SourcePosition | undefined;
};

/** @param findings without those of severity info, which neither cause nor follow */
export function indexOf(findings: readonly Finding[], context: CauseContext): CauseIndex {
  const findModel = modelFinder(context.schema);
  const models = new Map((context.schema?.models ?? []).map((model) => [model.name, model]));
  const declared = new Map((context.declarations ?? []).map((one) => [endpointId(one), one.models]));
  const modelOf = ({ subject }: Finding) => {
    if (subject.model !== undefined) return subject.model;
    if (subject.schema === undefined || subject.table === undefined) return undefined;
    return findModel({ schema: subject.schema, name: subject.table })?.name;
  };
  return {
    ofRule: (...rules) => findings.filter((finding) => rules.includes(finding.rule)),
    modelOf,
    modelsOf(finding) {
      if (finding.subject.kind !== 'endpoint') return [modelOf(finding) ?? []].flat();
      // A text that names no reason is prose: `user` in it need not be the model.
      const named =
        evidenceIn(finding.observed) === null ? [] : [...models.values()].filter(isNamedIn(finding.observed));
      return [...new Set([...(declared.get(finding.subject.name) ?? []), ...named.map(({ name }) => name)])];
    },
    model: (name) => models.get(name),
    evidenceOf: (finding) => evidenceIn(finding.observed),
    placeOf: (finding) => (context.replay === undefined ? undefined : placeOf(finding, context.replay)),
  };
}

function isNamedIn(text: string): (model: PrismaModel) => boolean {
  return ({ name, dbName }) => {
    const delegate = name.charAt(0).toLowerCase() + name.slice(1);
    const isWord = delegate === delegate.toLowerCase();
    return mentions(text, name) || mentions(text, dbName) || (!isWord && mentions(text, delegate));
  };
}

/** How a sentence calls a finding's object: `the table struggle_predictions`. */
export function objectInWords({ subject, rule }: Finding): string {
  // An enum belongs to no table, even where only one uses it.
  const isPart = !['table', 'enum', 'enum-value'].includes(subject.kind) && subject.table !== undefined;
  const place = isPart ? `${subject.table}.` : '';
  if (subject.kind === 'index') return `the index ${subject.name}`;
  if (subject.kind === 'client') return 'the generated client';
  if (subject.kind === 'process') return `the running process (${subject.name})`;
  if (subject.kind === 'migration') return `the migration ${subject.name}`;
  if (rule === 'client.delegate-failing') return `the delegate ${subject.name}`;
  if (subject.kind === 'endpoint') return subject.name;
  return `the ${subject.kind.replace('-', ' ')} ${place}${subject.name}`;
}
