import type { Discovery } from '../../shared/discovery';
import type { EndpointDeclaration } from '../../shared/endpoints';
import type { Finding, SourcePosition } from '../../shared/finding';
import type { ReadIndexManifest } from '../../shared/index-manifest';
import type { MigrationsReplay } from '../../shared/migrations';
import type { PrismaModel, PrismaSchema } from '../../shared/prisma-schema';
import type { RuleId } from '../../shared/rules';
import { endpointModels } from './cause-models';
import { evidenceIn, type FailureEvidence } from './endpoint-failure';
import { placeOf } from './finding-place';
import { modelFinder } from './names';
import { mentions } from './words';

export type CauseContext = {
  schema?: PrismaSchema | undefined;
  declarations?: EndpointDeclaration[] | undefined;
  /** What the application's source says of its routes; adds to what is declared of them. */
  discovery?: Discovery | undefined;
  replay?: MigrationsReplay | undefined;
  /** What each declared index is there for. */
  indexManifest?: ReadIndexManifest | undefined;
};

/** One finding brings another about; `why` is a sentence for the page. */
export type CauseLink = { from: Finding; to: Finding; why: string };

/** All findings of a run and what is known of models, in the form in which links are looked for. */
export type CauseIndex = {
  ofRule(...rules: RuleId[]): Finding[];
  modelOf(finding: Finding): string | undefined;
  /** All models that what a finding is about serves: one, the users of an enum, what a process' client lacks. */
  modelsOn(finding: Finding): string[];
  /** The models that a route reads or a delegate counts: declared, found in its source, or named in what it answered. */
  modelsOf(finding: Finding): string[];
  /** The endpoints that use one of these models, by declaration or source. */
  endpointsOf(models: readonly string[]): string[];
  /** What an enum is called: in schema.prisma and in the database. */
  namesOfEnum(name: string): string[];
  model(name: string): PrismaModel | undefined;
  evidenceOf(finding: Finding): FailureEvidence | null;
  /** Where the migrations make, last change or drop it; undefined where they were not replayed, or never had it. */
  placeOf(finding: Finding): SourcePosition | undefined;
};

/** @param findings without those of severity info, which neither cause nor follow */
export function indexOf(findings: readonly Finding[], context: CauseContext): CauseIndex {
  const findModel = modelFinder(context.schema);
  const models = new Map((context.schema?.models ?? []).map((model) => [model.name, model]));
  const enums = context.schema?.enums ?? [];
  const used = endpointModels(context.declarations ?? [], context.discovery);
  const modelOf = ({ subject }: Finding) => {
    if (subject.model !== undefined) return subject.model;
    if (subject.schema === undefined || subject.table === undefined) return undefined;
    return findModel({ schema: subject.schema, name: subject.table })?.name;
  };
  return {
    ofRule: (...rules) => findings.filter((finding) => rules.includes(finding.rule)),
    modelOf,
    modelsOn(finding) {
      const { subject, rule, observed } = finding;
      const all = [...models.values()];
      if (subject.kind === 'process' || subject.kind === 'client') {
        return rule === 'client.process-stale' || rule === 'client.schema-changed'
          ? all.flatMap(({ name }) => (mentions(observed, name) ? [name] : []))
          : [];
      }
      if (subject.kind !== 'enum' && subject.kind !== 'enum-value') return [modelOf(finding) ?? []].flat();
      const [name = ''] = subject.kind === 'enum' ? [subject.name] : subject.name.split('.');
      const types = enums.filter(
        ({ dbName, schema }) => dbName === name && (subject.schema ?? schema) === schema,
      );
      return all.flatMap((model) =>
        model.fields.some(({ kind, type }) => kind === 'enum' && types.some((one) => one.name === type))
          ? [model.name]
          : [],
      );
    },
    endpointsOf: (some) =>
      [...used].flatMap(([id, names]) => (names.some((name) => some.includes(name)) ? [id] : [])),
    namesOfEnum: (name) => [
      ...new Set([
        name,
        ...enums.flatMap((type) =>
          type.name === name || type.dbName === name ? [type.name, type.dbName] : [],
        ),
      ]),
    ],
    modelsOf(finding) {
      if (finding.subject.kind !== 'endpoint') return [modelOf(finding) ?? []].flat();
      // A text that names no reason is prose: `user` in it need not be the model.
      const named =
        evidenceIn(finding.observed) === null ? [] : [...models.values()].filter(isNamedIn(finding.observed));
      return [...new Set([...(used.get(finding.subject.name) ?? []), ...named.map(({ name }) => name)])];
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

/** One link from each of some roots. */
export function linksFrom(
  roots: readonly Finding[],
  to: Finding,
  why: string | ((root: Finding) => string),
): CauseLink[] {
  return roots.map((from) => ({ from, to, why: typeof why === 'string' ? why : why(from) }));
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
