import type { Finding } from '../../../shared/finding';
import type { CheckReport } from '../../../shared/report';
import type { Change } from './changes/corpus';
import { type EngineDifference, engineDifferences } from './engine-differences';
import { ENGINE_GIVES_UP, EXCEPTIONS } from './exceptions';
import { changedFacts, type Facts } from './facts';
import { isBorneOut, speaksOf } from './judge';
import type { Laboratory } from './laboratory';

export type Trial = {
  /** Why PostgreSQL did not take the change; null where it did. */
  refusal: string | null;
  /** Sentences: where the two judges, or we and the catalogue, do not agree. */
  problems: string[];
  engine: EngineDifference[];
  findings: Finding[];
};

/** What is reported of the clean database: the engine errs there, and we should be silent. */
export type Baseline = {
  engine: ReadonlySet<string>;
  /** Definitions without their names of the indexes that it would drop, since only migrations declare them. */
  engineIndexes: ReadonlySet<string>;
  ours: ReadonlySet<string>;
  unknown: ReadonlySet<string>;
};

export async function readBaseline(laboratory: Laboratory): Promise<Baseline> {
  return laboratory.withCopy(async ({ url }) => {
    const differences = engineDifferences(await laboratory.askEngine(url), laboratory.facts);
    const reports = await laboratory.askDriftboard(url);
    const ours = reports.flatMap((check) => check.findings.map(({ key }) => key));
    return {
      engine: new Set(differences.map(wordsOf)),
      engineIndexes: new Set(differences.flatMap((one) => indexWords(one, laboratory.facts) ?? [])),
      ours: new Set(ours),
      unknown: new Set(reports.flatMap(({ id, verdict }) => (verdict === 'unknown' ? [id] : []))),
    };
  });
}

/** Makes the changes on a fresh copy, asks both judges, and holds their answers against one another and the catalogue. */
export async function tryChanges(
  laboratory: Laboratory,
  changes: readonly Change[],
  baseline: Baseline,
): Promise<Trial> {
  return laboratory.withCopy(async (copy) => {
    try {
      for (const sql of changes.flatMap((change) => change.sql)) await copy.client.query(sql);
    } catch (error) {
      const refusal = error instanceof Error ? error.message : String(error);
      return { refusal, problems: [], engine: [], findings: [] };
    }
    const facts = await laboratory.factsOf(copy);
    const script = await laboratory.askEngine(copy.url).catch((error: unknown) => givenUp(error, changes));
    const reports = await laboratory.askDriftboard(copy.url);
    const engine = engineDifferences(script, facts).filter(
      (one) => !baseline.engine.has(wordsOf(one)) && !isBaselineIndex(one, facts, baseline),
    );
    const findings = reports.flatMap((check) => check.findings).filter(({ key }) => !baseline.ours.has(key));
    const changed = changedFacts(laboratory.facts, facts);
    const problems = [
      ...(changes.length === 1 ? withoutEffect(changes, changed) : []),
      ...notMeasured(reports, baseline),
      ...unheard(engine, findings),
      ...invented(findings, changed),
      ...(changes.length === 1 ? unseen(changes, findings, changed, laboratory.application.unmodelled) : []),
    ];
    return { refusal: null, problems, engine, findings };
  });
}

/** Under another name it is still the index that only a migration declares. */
function isBaselineIndex(one: EngineDifference, facts: Facts, baseline: Baseline): boolean {
  const words = indexWords(one, facts);
  return words !== null && baseline.engineIndexes.has(words);
}

/** What an index that the engine would drop is, without its name; null for anything else. */
function indexWords({ kind, on, names, statements }: EngineDifference, facts: Facts): string | null {
  const [name = ''] = names;
  if (kind !== 'index' || !statements.every((sql) => sql.startsWith('DROP INDEX'))) return null;
  return facts.get(`index:${on}.${name}`)?.replace(/ INDEX .*? ON /, ' INDEX ON ') ?? null;
}

/** Where it is known to give up it sees nothing; anywhere else its error is ours to look at. */
function givenUp(error: unknown, changes: readonly Change[]): string {
  const message = error instanceof Error ? error.message : String(error);
  const known = ENGINE_GIVES_UP.some(
    (one) => one.message.test(message) && changes.some((change) => change.template === one.template),
  );
  if (!known) throw error;
  return '';
}

type Changed = ReturnType<typeof changedFacts>;

function withoutEffect(changes: readonly Change[], changed: Changed): string[] {
  return changes
    .filter((change) => change.touches !== '' && !changed.has(change.touches))
    .map((change) => `The change touches not ${change.touches}, but ${[...changed.keys()].join(', ')}.`);
}

/** It reads data rather than structure, and tells honestly where that would take a scan of a table. */
const NEEDS_A_SCAN = /No valid index begins with/;

/** A check that could not compare is no agreement. */
function notMeasured(reports: readonly CheckReport[], baseline: Baseline): string[] {
  return reports
    .filter((check) => check.verdict === 'unknown' && !baseline.unknown.has(check.id))
    .filter((check) => check.id !== 'sequence-use' || !NEEDS_A_SCAN.test(check.reason ?? ''))
    .map((check) => `The check ${check.id} is unknown: ${check.reason}`);
}

/** (a) Whatever the engine reports, we report on the same object, and not as a mere remark. */
function unheard(engine: readonly EngineDifference[], findings: readonly Finding[]): string[] {
  return engine
    .filter((difference) => !EXCEPTIONS.some((exception) => exception.holds(difference, findings)))
    .filter((one) => !findings.some((finding) => finding.severity !== 'info' && speaksOf(finding, one)))
    .map((one) => `Only the engine reports ${wordsOf(one)}; we: ${keysOf(findings)}`);
}

/** (b) Whatever we report is a difference that the catalogue shows. */
function invented(findings: readonly Finding[], changed: Changed): string[] {
  return findings
    .filter((finding) => !isBorneOut(finding, changed))
    .map((finding) => `Not in the catalogue: ${finding.key} (${finding.severity}): ${finding.message}`);
}

/** What was changed is reported, whether the engine sees it or not; what means nothing is not. */
function unseen(
  changes: readonly Change[],
  findings: readonly Finding[],
  changed: Changed,
  unmodelled: RegExp | null,
): string[] {
  return changes.flatMap((change) => {
    if (change.silent !== null) {
      const loud = findings.filter((finding) => finding.severity !== 'info');
      return loud.length === 0 ? [] : [`Reported although ${change.silent}: ${keysOf(loud)}`];
    }
    if (unmodelled?.test(change.touches) === true) return [];
    const fact = changed.get(change.touches);
    const touched: Changed = new Map(fact === undefined ? [] : [[change.touches, fact]]);
    const seen = findings.some((finding) => isBorneOut(finding, touched));
    return seen ? [] : [`Nothing is reported on ${change.touches}; we: ${keysOf(findings)}`];
  });
}

function keysOf(findings: readonly Finding[]): string {
  return findings.length === 0 ? 'nothing' : findings.map(({ key }) => key).join(', ');
}

function wordsOf({ kind, on, names, statements }: EngineDifference): string {
  return `${[kind, on, ...names].join(' ')}: ${statements.join(' ')}`;
}
