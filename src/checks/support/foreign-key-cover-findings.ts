import type { DatabaseSchema, Index } from '../../shared/database-schema';
import type { Finding, Remedy } from '../../shared/finding';
import { driftFinding } from './drift-finding';
import { coverFault, nearestCover, type Tie } from './foreign-key-cover';
import { weightFor, weightOf } from './impact';
import { indexInWords } from './index-match';
import { columnList, fieldOf, modelParts, nameOf, tableInWords } from './names';
import { sqlRemedy, statement } from './repair';
import { rebuildIndexStatements } from './repair-index';
import { cutName, quoteColumns, quoteName, quoteObject } from './sql-text';
import { sentenceList } from './words';

/**
 * A foreign key without an index under it.
 * @param others on the same columns: the same index serves them
 * @param declared what schema.prisma and the migrations want on this table
 */
export function uncoveredFinding(
  tie: Tie,
  others: readonly Tie[],
  declared: readonly Index[],
  catalogue: Pick<DatabaseSchema, 'tables'>,
): Finding {
  const { table, model, columns } = tie;
  const { source, ...ofModel } = modelParts(model);
  const list = columnList(columns);
  const target = nameOf({ schema: tie.references.schema, name: tie.references.table });
  const near = nearestCover(table, columns);
  const wanted = declared.find((index) => coverFault(index, columns) === null);
  const but = [
    near === null ? '' : ` Index ${near.index.name} does not count: it ${near.fault}.`,
    wanted === undefined ? '' : ` ${wanted.name}, which is declared, would do.`,
  ].join('');
  const names = [tie, ...others].map(({ constraint, field }) => constraint ?? field ?? '');
  const what = `${tie.constraint === null ? 'Relation' : 'Foreign key'}${others.length === 0 ? '' : 's'}`;
  return driftFinding({
    rule: 'foreign-key.unindexed',
    about: `${nameOf(table)}:${columns.join(',')}`,
    ...weightFor(model, weightOf('costs')),
    subject: {
      kind: 'foreign-key',
      schema: table.schema,
      table: table.name,
      name: names[0] ?? '',
      ...ofModel,
      ...(tie.field === null ? {} : { field: tie.field }),
    },
    message: `${what} ${sentenceList(names)} of ${tableInWords(table, model)}, ${list} to ${target} ${columnList(tie.references.columns)}, should have an index that begins with ${list}, but the table has none, so that whoever deletes a row of ${target} or changes its key reads the whole table.${but}`,
    expected: `an index that begins with ${list}`,
    observed:
      near === null
        ? 'no such index'
        : `${near.index.name}, ${indexInWords(near.index)}, which ${near.fault}`,
    source: fieldOf(model, columns[0] ?? '')?.source ?? source,
    remedy: repair(tie, wanted, catalogue),
  });
}

/** An index that would do but for being broken is mended, one that is declared is made by its own finding; otherwise one is made. */
function repair(
  { table, model, columns }: Tie,
  wanted: Index | undefined,
  catalogue: Pick<DatabaseSchema, 'tables'>,
): Remedy {
  const broken = table.indexes.find(
    (index) =>
      !(index.valid && index.ready) && coverFault({ ...index, valid: true, ready: true }, columns) === null,
  );
  if (broken !== undefined) return sqlRemedy(rebuildIndexStatements(broken, table));
  if (wanted !== undefined)
    return {
      kind: 'note',
      text: `Make ${wanted.name} as it is declared: the finding about it has the statement.`,
    };
  const online = table.kind === 'table';
  const sql = `CREATE INDEX ${online ? 'CONCURRENTLY ' : ''}${quoteName(wantedName({ table, columns }, catalogue))} ON ${quoteObject(table)} ${quoteColumns(columns)}`;
  return sqlRemedy([
    statement(sql, 'index', {
      lock: online ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE',
      lockedTable: nameOf(table),
      scans: true,
      transaction: online ? 'outside' : 'inside',
      note:
        model === undefined
          ? null
          : `Declare it in model ${model.name} as well, or Prisma takes it for drift and drops it.`,
    }),
  ]);
}

/** What the index of the repair is called: as Prisma would call it, where that name is free. */
export function wantedName(
  { table, columns }: Pick<Tie, 'table' | 'columns'>,
  catalogue: Pick<DatabaseSchema, 'tables'>,
): string {
  const taken = namesIn(catalogue);
  const usual = prismaIndexName(table.name, columns);
  let name = usual;
  for (let count = 1; taken.has(JSON.stringify([table.schema, name])); count += 1)
    name = cutName(usual.replace(/_idx$/, ''), `_idx${count}`);
  return name;
}

/** `goals_userId_idx`, cut as PostgreSQL allows it: what Prisma calls an index whose `@@index` names none. */
export function prismaIndexName(table: string, columns: readonly string[]): string {
  return cutName(`${table}_${columns.join('_')}`, '_idx');
}

const names = new WeakMap<Pick<DatabaseSchema, 'tables'>['tables'], ReadonlySet<string>>();

/** Tables and indexes of a schema share one space of names. */
function namesIn({ tables }: Pick<DatabaseSchema, 'tables'>): ReadonlySet<string> {
  const known = names.get(tables);
  if (known !== undefined) return known;
  const taken = new Set(
    tables.flatMap(({ schema, name, indexes }) => [
      JSON.stringify([schema, name]),
      ...indexes.map((index) => JSON.stringify([index.schema, index.name])),
    ]),
  );
  names.set(tables, taken);
  return taken;
}
