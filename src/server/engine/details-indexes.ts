import { ignoreFilter } from '../../checks/support/ignore';
import { migrationOnlyIndexes, sameIndexKey } from '../../checks/support/index-match';
import { indexesOfMigrations } from '../../checks/support/migration-indexes';
import { enforces, guardInWords, isAtLeast, isUnique } from '../../checks/support/unique-match';
import type { Observed } from '../../checks/types';
import type { DatabaseSchema, Index } from '../../shared/database-schema';
import type { IndexRow } from '../../shared/details';
import type { Finding } from '../../shared/finding';
import type { Verdict } from '../../shared/verdict';
import { allFindings, rowVerdict } from './details-findings';
import type { Judged } from './summary';

type Pair = { expected: Index | null; observed: Index | null; either: Index };

/** One row an index, except those of primary keys; null where a side was not measured. */
export function indexRows(values: Partial<Observed>, judged: Judged): IndexRow[] | null {
  const ddl = values['schema.ddl'];
  const catalogue = values['database.catalogue'];
  if (ddl === undefined || catalogue === undefined) return null;
  const findings = allFindings(judged.checks).filter((finding) => finding.subject.kind !== 'table');
  const ignore = ignoreFilter(judged.ignore);
  const stories = new Map(
    (values['schema.prisma']?.models ?? []).map((model) => [`${model.schema}.${model.dbName}`, model.story]),
  );
  const strategic = migrationOnlyIndexes(indexesOfMigrations(values)?.indexes ?? [], ddl);
  return paired([...listed(ddl), ...strategic], listed(catalogue)).map((pair) => {
    const { expected, observed, either } = pair;
    const about = findings.filter((finding) => isAbout(finding, pair));
    const ignored = ignore.part(either.schema, either.table, either.name);
    return {
      table: either.table,
      name: either.name,
      story: stories.get(tableOf(either)) ?? null,
      verdict: ignored ? 'skipped' : verdictOf(pair, about, isMeasured(pair, strategic, ddl, judged)),
      findingKeys: about.map((finding) => finding.key),
      expected,
      observed,
    };
  });
}

function verdictOf({ expected, observed }: Pair, about: readonly Finding[], measured: boolean): Verdict {
  // On a table that lacks no check speaks of the index; it lacks all the same.
  if (expected !== null && observed === null && measured) return 'fail';
  return rowVerdict(about, measured);
}

/** Whether the check that owns this kind of index ran and looked at its table. */
function isMeasured(
  { expected, either }: Pair,
  strategic: readonly Index[],
  ddl: DatabaseSchema,
  { ran }: Judged,
): boolean {
  if (expected !== null && strategic.includes(expected)) return ran.has('strategic-indexes');
  const known = ddl.tables.some((table) => `${table.schema}.${table.name}` === tableOf(either));
  return known && ran.has(either.unique ? 'uniques' : 'declared-indexes');
}

function isAbout({ rule, subject }: Finding, { expected, observed, either }: Pair): boolean {
  if (subject.table !== either.table || (subject.schema ?? 'public') !== either.schema) return false;
  // What nobody declares is another row, also when it bears the name of this one.
  if (expected !== null && rule.endsWith('.unexpected')) return false;
  return subject.name === expected?.name || subject.name === observed?.name;
}

/**
 * Each expected index with the live one that stands for it, then the live ones that stand for none. As in the checks,
 * the definition decides before the name.
 */
function paired(expected: readonly Index[], live: readonly Index[]): Pair[] {
  const used = new Set<Index>();
  const rows = expected.map((index): Pair => {
    const ofTable = live.filter((other) => tableOf(other) === tableOf(index));
    const same = ofTable.filter((other) => standsFor(other, index));
    const namesake = (other: Index) => other.name === index.name;
    const own = same.find(namesake) ?? same[0] ?? ofTable.find(namesake);
    if (own !== undefined) used.add(own);
    // A stricter one does for it, but stays a row of its own.
    const stricter = ofTable.find((other) => isUnique(index) && enforces(other) && isAtLeast(other, index));
    return { expected: index, observed: own ?? stricter ?? null, either: index };
  });
  const rest = live.filter((index) => !used.has(index));
  return [...rows, ...rest.map((index): Pair => ({ expected: null, observed: index, either: index }))];
}

function standsFor(live: Index, expected: Index): boolean {
  if (sameIndexKey(live) === sameIndexKey(expected)) return true;
  const unique = isUnique(live) && isUnique(expected) && expected.origin !== 'migration';
  return unique && guardInWords(live) === guardInWords(expected);
}

function tableOf(index: Index): string {
  return `${index.schema}.${index.table}`;
}

function listed(schema: DatabaseSchema): Index[] {
  return schema.tables.flatMap((table) => table.indexes.filter((index) => index.constraint !== 'primary'));
}
