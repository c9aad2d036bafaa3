import { quoteColumns, quoteName, quoteObject } from '../../../checks/support/sql-text';
import { countOf } from '../../../checks/support/words';
import type { ColumnUse } from '../../../shared/database-usage';
import type { Evidence } from '../../../shared/observation';
import type { DatabaseSession } from '../types';
import { type CountedIndex, numberOf } from './counters';
import { type ColumnWidth, leanBytes } from './lean-size';
import { columnStatisticsQuery, columnsOfQuery } from './queries';

export type Details = {
  /** Null fractions of the columns that the indexes begin with. */
  columns: ColumnUse[];
  unreadable: string | null;
  evidence: Evidence[];
};

/** A column of a table, or of an index where it is an expression. */
type Column = {
  schema: string;
  relation: string;
  name: string;
  isHidden: boolean;
  isExpression: boolean;
  /** Undefined where ANALYZE has not looked at it, or the user may not see what it found. */
  statistics?: ColumnWidth;
};

/**
 * What ANALYZE knows of the columns of large indexes; writes beside their size what a fresh one would take.
 * @throws DatabaseError
 */
export async function readDetails(
  session: DatabaseSession,
  { schemas, blockSize, user }: { schemas: readonly string[]; blockSize: number; user: string },
  indexes: readonly CountedIndex[],
): Promise<Details> {
  const large = indexes.flatMap(({ use, parts }) => (parts === null ? [] : [{ use, ...parts }]));
  if (large.length === 0) return { columns: [], unreadable: null, evidence: [] };
  const named = columnsOfQuery([...new Set(large.flatMap(({ oid, tableOid }) => [tableOid, oid]))]);
  const names = [...new Set(large.flatMap(({ use }) => [use.table, use.name]))];
  const analysed = columnStatisticsQuery(schemas, names);
  const answers = await session.cells([named, analysed]);

  const known = new Map<string, ColumnWidth>();
  const [fractions, widths] = [answers.of(analysed).of('nullFraction'), answers.of(analysed).of('width')];
  const [inSchema, ofRelation] = [answers.of(analysed).of('schema'), answers.of(analysed).of('relation')];
  for (const [row, column] of answers.of(analysed).of('column').entries())
    known.set(JSON.stringify([inSchema[row], ofRelation[row], column]), {
      nullFraction: numberOf(fractions[row]),
      width: numberOf(widths[row]),
    });

  const indexOids = new Set(large.map(({ oid }) => oid));
  const columns = new Map<string, Column>();
  const cells = answers.of(named);
  const [positions, inSchemas, relations] = [
    cells.of('position'),
    cells.of('schema'),
    cells.of('relationName'),
  ];
  const [texts, readable, hiding] = [cells.of('name'), cells.of('mayRead'), cells.of('hidesRows')];
  for (const [row, oid] of cells.of('relation').entries()) {
    const [schema, relation, name] = [inSchemas[row] ?? '', relations[row] ?? '', texts[row] ?? ''];
    const statistics = known.get(JSON.stringify([schema, relation, name]));
    columns.set(`${oid} ${positions[row]}`, {
      schema,
      relation,
      name,
      isHidden: readable[row] !== 'true' || hiding[row] === 'true',
      isExpression: indexOids.has(oid),
      ...(statistics === undefined ? {} : { statistics }),
    });
  }

  const leading = new Map<Column, ColumnUse>();
  const hidden = new Set<Column>();
  for (const index of large) {
    const own = index.keys.map((position, place) =>
      columns.get(position > 0 ? `${index.tableOid} ${position}` : `${index.oid} ${place + 1}`),
    );
    for (const column of own) if (column?.isHidden) hidden.add(column);
    const found = own.map((column) => column?.statistics);
    index.use.leanBytes = index.isBtree ? leanBytes(index, found, blockSize) : null;
    const [first] = own;
    if (first?.statistics !== undefined && (index.keys[0] ?? 0) > 0)
      leading.set(first, {
        schema: first.schema,
        table: first.relation,
        column: first.name,
        nullFraction: first.statistics.nullFraction,
      });
  }
  return {
    columns: [...leading.values()],
    unreadable: unreadable([...hidden], user),
    evidence: [answers.evidence],
  };
}

function unreadable(hidden: readonly Column[], user: string): string | null {
  // On a table columns can be granted; on an index, which has the statistics of its expressions, nothing can.
  const [first] = [...hidden].sort((a, b) => Number(a.isExpression) - Number(b.isExpression));
  if (first === undefined) return null;
  const table = { schema: first.schema, name: first.relation };
  const ofTable = hidden.filter(({ schema, relation }) => schema === table.schema && relation === table.name);
  const list = quoteColumns(ofTable.map(({ name }) => name));
  const which = first.isExpression ? `, such as of an expression of ${quoteObject(table)}` : '';
  const grants = [
    ...(first.isExpression ? [] : [`GRANT SELECT ${list} ON ${quoteObject(table)} TO ${quoteName(user)}`]),
    `GRANT pg_read_all_data TO ${quoteName(user)} for all at once`,
  ];
  return `PostgreSQL hides the statistics of ${countOf(hidden.length, 'column')} of large indexes${which} from user ${quoteName(user)}, who may not read them: ${grants.join(', or ')}. Where row security hides rows, it takes BYPASSRLS.`;
}
