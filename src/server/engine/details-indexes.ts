import { ignoreFilter } from '../../checks/support/ignore';
import { migrationOnlyIndexes, sameIndexKey } from '../../checks/support/index-match';
import { indexesBeyondSchema } from '../../checks/support/strategic';
import { enforces, guardInWords, isAtLeast, isUnique } from '../../checks/support/unique-match';
import type { Observed } from '../../checks/types';
import type { DatabaseSchema, Index } from '../../shared/database-schema';
import type { DatabaseUsage } from '../../shared/database-usage';
import type { Finding } from '../../shared/finding';
import { indexText } from '../../shared/object-text';
import type { IndexRow } from '../../shared/rows';
import type { Verdict } from '../../shared/verdict';
import { allFindings, grouped, rowVerdict } from './details-findings';
import type { Judged } from './judged';

type Pair = { expected: Index | null; observed: Index | null; either: Index };

/** An expected index with the live one that stands for it, and what is said of the two. */
export type IndexPair = Pair & Pick<IndexRow, 'story' | 'verdict' | 'findingKeys'>;

/** All indexes in pairs, except those of primary keys; null where a side was not measured. */
export function indexPairs(values: Partial<Observed>, judged: Judged): IndexPair[] | null {
  const ddl = values['schema.ddl'];
  const catalogue = values['database.catalogue'];
  if (ddl === undefined || catalogue === undefined) return null;
  const findings = allFindings(judged.checks).filter((finding) => finding.subject.kind !== 'table');
  const byTable = grouped(findings, ({ subject }) =>
    subject.table === undefined ? null : `${subject.schema ?? 'public'}.${subject.table}`,
  );
  const ignore = ignoreFilter(judged.ignore);
  const stories = new Map(
    (values['schema.prisma']?.models ?? []).map((model) => [`${model.schema}.${model.dbName}`, model.story]),
  );
  const strategic = new Set(migrationOnlyIndexes(indexesBeyondSchema(values)?.indexes ?? [], ddl));
  const known = new Set(ddl.tables.map((table) => `${table.schema}.${table.name}`));
  return paired([...listed(ddl), ...strategic], listed(catalogue)).map((pair) => {
    const { expected, either } = pair;
    const about = (byTable.get(tableOf(either)) ?? []).filter((finding) => isAbout(finding, pair));
    const ignored = ignore.part(either.schema, either.table, either.name);
    const measured =
      expected !== null && strategic.has(expected)
        ? judged.ran.has('strategic-indexes')
        : known.has(tableOf(either)) && judged.ran.has(either.unique ? 'uniques' : 'declared-indexes');
    return {
      ...pair,
      story: stories.get(tableOf(either)) ?? null,
      verdict: ignored ? 'skipped' : verdictOf(pair, about, measured),
      findingKeys: about.map((finding) => finding.key),
    };
  });
}

/**
 * What the page lists of each pair.
 * @param usage the server's counters; without them there is what the catalogue's own look has of them
 */
export function indexRows(pairs: readonly IndexPair[], usage: DatabaseUsage | undefined): IndexRow[] {
  const use = new Map(usage?.indexes.map((index) => [`${index.schema}.${index.name}`, index]));
  const writes = writesADay(usage);
  return pairs.map(({ expected, observed, either, ...judged }) => {
    const used = observed === null ? undefined : use.get(`${observed.schema}.${observed.name}`);
    return {
      ...judged,
      schema: either.schema,
      table: either.table,
      name: either.name,
      origin: expected === null ? 'not declared' : isStrategic(expected) ? 'strategic' : 'declared',
      database: observed === null ? 'missing' : observed.valid ? 'there' : 'invalid',
      text: indexText(observed ?? either),
      scans: used?.scans ?? null,
      lastScanAt: used?.lastScanAt ?? null,
      sizeBytes: used?.sizeBytes ?? observed?.sizeBytes ?? null,
      writesADay: observed === null ? null : (writes.get(tableOf(observed)) ?? null),
    };
  });
}

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Rows that each table is written a day, without the updates that touch no index; nothing of less than an hour is told by the day. */
function writesADay(usage: DatabaseUsage | undefined): Map<string, number> {
  const days =
    usage?.countedSince == null ? 0 : (Date.parse(usage.now) - Date.parse(usage.countedSince)) / DAY_MS;
  if (usage === undefined || !usage.tracksCounts || !(days >= 1 / 24)) return new Map();
  return new Map(
    usage.tables.flatMap(({ schema, name, inserts, updates, hotUpdates, deletes }) =>
      inserts === null || updates === null || deletes === null
        ? []
        : [[`${schema}.${name}`, (inserts + updates - (hotUpdates ?? 0) + deletes) / days]],
    ),
  );
}

/** Declared beside schema.prisma: by plain SQL in a migration, or by the index manifest. */
function isStrategic({ origin }: Index): boolean {
  return origin === 'migration' || origin === 'manifest';
}

function verdictOf({ expected, observed }: Pair, about: readonly Finding[], measured: boolean): Verdict {
  // On a table that lacks no check speaks of the index; it lacks all the same.
  if (expected !== null && observed === null && measured) return 'fail';
  return rowVerdict(about, measured);
}

/** Whether a finding about its table is about this index. */
function isAbout({ rule, subject }: Finding, { expected, observed }: Pair): boolean {
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
  const byTable = grouped(live, tableOf);
  const rows = expected.map((index): Pair => {
    const ofTable = byTable.get(tableOf(index)) ?? [];
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

/** Making a key costs more than comparing two, and each index is compared with all of its table. */
const keys = new WeakMap<Index, string>();

function keyOf(index: Index): string {
  const known = keys.get(index);
  if (known !== undefined) return known;
  const key = sameIndexKey(index);
  keys.set(index, key);
  return key;
}

function standsFor(live: Index, expected: Index): boolean {
  if (keyOf(live) === keyOf(expected)) return true;
  const unique = isUnique(live) && isUnique(expected) && !isStrategic(expected);
  return unique && guardInWords(live) === guardInWords(expected);
}

function tableOf(index: Index): string {
  return `${index.schema}.${index.table}`;
}

function listed(schema: DatabaseSchema): Index[] {
  return schema.tables.flatMap((table) => table.indexes.filter((index) => index.constraint !== 'primary'));
}
