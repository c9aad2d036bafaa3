import type { Index, IndexColumn } from '../../../shared/database-schema';
import { canonicalExpression } from '../../sql/expression';
import { indexDefinition } from '../../sql/index-definition';
import type { CatalogueAnswers } from './answers';
import type { Attributes } from './build-columns';
import type { OnIndex } from './build-constraints';
import { whole } from './cells';
import { type Collations, USUAL_COLLATIONS } from './collations';

// Bits of pg_index.indoption: INDOPTION_DESC and INDOPTION_NULLS_FIRST of PostgreSQL's pg_index.h.
const DESC = 1;
const NULLS_FIRST = 2;

/** An index and its oid, under which its statistics are found. */
export type BuiltIndex = { oid: string; index: Index };

/**
 * All indexes by the oid of their table, each list by name.
 * @param resting which kind of constraint stands on an index, by its oid, and to which ones foreign keys point
 * @throws DatabaseError
 */
export function buildIndexes(
  answers: CatalogueAnswers,
  relations: ReadonlyMap<string, { schema: string; name: string }>,
  attributes: ReadonlyMap<string, Attributes>,
  resting: { onIndex: ReadonlyMap<string, OnIndex>; pointedTo: ReadonlySet<string> },
  collations: Collations,
  defaultSchema: string,
): Map<string, BuiltIndex[]> {
  const { indexes } = answers;
  const vector = vectorReader();
  const opclassNames = answers.opclasses.of('name');
  const opclasses = new Map(
    answers.opclasses.of('oid').map((oid, row) => [Number(oid), opclassNames[row] ?? '']),
  );
  const expressions = expressionsOf(answers);
  const [oids, tables, names, methods] = [
    indexes.of('oid'),
    indexes.of('table'),
    indexes.of('name'),
    indexes.of('method'),
  ];
  const [flags, keyCounts, keys, options] = [
    indexes.of('flags'),
    indexes.of('keyCount'),
    indexes.of('keys'),
    indexes.of('options'),
  ];
  const [classes, collated, predicates] = [
    indexes.of('opclasses'),
    indexes.of('collations'),
    indexes.of('predicate'),
  ];
  const byTable = new Map<string, BuiltIndex[]>();
  for (const [row, oid] of oids.entries()) {
    const table = relations.get(tables[row] ?? '');
    if (table === undefined) continue;
    const own = attributes.get(tables[row] ?? '');
    const attnums = vector(keys[row] ?? '');
    const keyCount = whole(keyCounts[row] ?? '', 'indnkeyatts');
    const bits = whole(flags[row] ?? '', 'flags of an index');
    const places = vector(options[row] ?? '');
    const keyClasses = vector(classes[row] ?? '');
    const keyCollations = vector(collated[row] ?? '');
    const nameOf = (attnum: number) => own?.names[attnum] ?? `attribute ${attnum}`;
    const columns: IndexColumn[] = [];
    for (let place = 0; place < keyCount; place += 1) {
      const attnum = attnums[place] ?? 0;
      const option = places[place] ?? 0;
      const expression = attnum === 0 ? (expressions.get(`${oid} ${place}`) ?? '') : null;
      columns.push({
        name: attnum === 0 ? null : nameOf(attnum),
        expression: expression === null ? null : canonicalExpression(expression, null, defaultSchema),
        order: (option & DESC) === 0 ? 'asc' : 'desc',
        nulls: (option & NULLS_FIRST) === 0 ? 'last' : 'first',
        opclass: opclasses.get(keyClasses[place] ?? 0) ?? null,
        collation: keyCollation(String(keyCollations[place] ?? 0), attnum, own, collations),
      });
    }
    const predicate = predicates[row] ?? '';
    const carried = resting.onIndex.get(oid);
    const heldBy = holderOf(oid, (bits & 16) !== 0, carried, resting.pointedTo);
    const index: Index = {
      schema: table.schema,
      table: table.name,
      name: names[row] ?? '',
      columns,
      include: attnums.slice(keyCount).map(nameOf),
      unique: (bits & 1) !== 0,
      method: methods[row] ?? '',
      predicate: predicate === '' ? null : canonicalExpression(predicate, null, defaultSchema),
      nullsNotDistinct: (bits & 8) !== 0,
      valid: (bits & 2) !== 0,
      ready: (bits & 4) !== 0,
      constraint: carried?.kind ?? null,
      ...(carried?.deferrable === true ? { deferrable: true as const } : {}),
      ...(heldBy === undefined ? {} : { heldBy }),
      origin: null,
      sizeBytes: null,
      definition: '',
    };
    index.definition = indexDefinition(index);
    const list = byTable.get(tables[row] ?? '');
    if (list === undefined) byTable.set(tables[row] ?? '', [{ oid, index }]);
    else list.push({ oid, index });
  }
  for (const list of byTable.values()) list.sort((a, b) => (a.index.name < b.index.name ? -1 : 1));
  return byTable;
}

/** What rests on an index beside a constraint of its own. */
function holderOf(
  oid: string,
  isIdentity: boolean,
  carried: OnIndex | undefined,
  pointedTo: ReadonlySet<string>,
): Index['heldBy'] {
  if (isIdentity) return 'replica identity';
  return carried === undefined && pointedTo.has(oid) ? 'foreign key' : undefined;
}

/** The collation of a key where it is not the one of its column; for an expression, of any column that it may name. */
function keyCollation(
  oid: string,
  attnum: number,
  own: Attributes | undefined,
  collations: Collations,
): string | null {
  const usual = USUAL_COLLATIONS.has(oid);
  if (attnum === 0) {
    return usual || [...(own?.collations.values() ?? [])].includes(oid) ? null : collations.ofKey(oid);
  }
  const ofColumn = own?.collations.get(attnum);
  if (ofColumn === undefined) return usual ? null : collations.ofKey(oid);
  if (ofColumn === oid) return null;
  return usual ? 'default' : collations.ofKey(oid);
}

/** Each expression key under the oid of its index and its place. */
function expressionsOf(answers: CatalogueAnswers): Map<string, string> {
  const { indexExpressions } = answers;
  const places = indexExpressions.of('place');
  const texts = indexExpressions.of('expression');
  return new Map(
    indexExpressions.of('index').map((index, row) => [`${index} ${places[row]}`, texts[row] ?? '']),
  );
}

/** Reads `2 1`; most vectors of a schema are the same few. */
function vectorReader(): (text: string) => readonly number[] {
  const known = new Map<string, readonly number[]>();
  return (text) => {
    let numbers = known.get(text);
    if (numbers === undefined) {
      numbers = text.split(' ').map(Number);
      known.set(text, numbers);
    }
    return numbers;
  };
}
