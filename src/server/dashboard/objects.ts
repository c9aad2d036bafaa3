import { type DetailOf, ObjectDetail, ObjectKind } from '../../shared/objects';
import { ROWS_A_PAGE, RowKind, type Rows, RowsPage } from '../../shared/rows';
import { eachSide } from '../../shared/sides';
import type { RunObjects } from '../engine/run-objects';
import type { Store } from '../store/types';
import { HttpError, json } from './http';

type Kept = Pick<Store, 'objects'>;

/**
 * Some of the rows of one kind: `?kind=tables&from=500`.
 * @throws HttpError where the question is wrong, or the run or its rows are not there
 */
export async function rowsAnswer(store: Kept, number: string, query: URLSearchParams): Promise<Response> {
  const kind = RowKind.safeParse(query.get('kind'));
  if (!kind.success) {
    throw new HttpError('bad-request', `kind names the rows: ${RowKind.options.join(', ')}.`);
  }
  const from = query.get('from') ?? '0';
  if (!/^\d{1,9}$/.test(from))
    throw new HttpError('bad-request', 'from is the first row’s place: 0 or more.');
  const { rows } = await objectsOf(store, number);
  const all: { [K in RowKind]: () => Response } = {
    tables: () => json(RowsPage.tables, pageOf(rows.tables, Number(from))),
    enums: () => json(RowsPage.enums, pageOf(rows.enums, Number(from))),
    others: () => json(RowsPage.others, pageOf(rows.others, Number(from))),
    indexes: () => json(RowsPage.indexes, pageOf(rows.indexes, Number(from))),
    queries: () => json(RowsPage.queries, pageOf(rows.queries, Number(from))),
    coverage: () => json(RowsPage.coverage, pageOf(rows.coverage, Number(from))),
  };
  return all[kind.data]();
}

function pageOf<T>(rows: readonly T[] | null, from: number): { total: number; rows: T[] } {
  if (rows === null) {
    throw new HttpError('not-found', 'This run could not measure them; its checks say why.');
  }
  return { total: rows.length, rows: rows.slice(from, from + ROWS_A_PAGE) };
}

/** So many rows of a kind come with the page itself, ready to be read before (or without) JavaScript. */
const ROWS_WITH_A_PAGE = 200;

/** A run's rows of some kinds, those that are few; null where they are not kept. */
export async function firstRows(
  store: Kept,
  number: number,
  kinds: readonly RowKind[],
): Promise<{ number: number; rows: { [K in RowKind]?: Rows[K][] | undefined } } | null> {
  const objects = await store.objects(number);
  if (objects === null || objects === 'gone') return null;
  const few = <T>(kind: RowKind, rows: T[] | null): T[] | undefined =>
    rows !== null && kinds.includes(kind) && rows.length <= ROWS_WITH_A_PAGE ? rows : undefined;
  const { tables, enums, others, indexes, queries, coverage } = objects.rows;
  return {
    number,
    rows: {
      tables: few('tables', tables),
      enums: few('enums', enums),
      others: few('others', others),
      indexes: few('indexes', indexes),
      queries: few('queries', queries),
      coverage: few('coverage', coverage),
    },
  };
}

/**
 * One object whole, as each side has it: `?kind=table&schema=public&name=users`; an index also says its `table`,
 * and `declared=no` where nothing declares it: it may bear the name of one that is declared.
 * @throws HttpError where the question is wrong, or the run or the object is not there
 */
export async function objectAnswer(store: Kept, number: string, query: URLSearchParams): Promise<Response> {
  const kind = ObjectKind.safeParse(query.get('kind'));
  const name = query.get('name');
  if (!kind.success || name === null) {
    throw new HttpError(
      'bad-request',
      `Name the object by kind (${ObjectKind.options.join(', ')}), schema and name.`,
    );
  }
  const objects = await objectsOf(store, number);
  const schema = query.get('schema') ?? '';
  const declared = query.get('declared') !== 'no';
  const found = FIND[kind.data](objects, { schema, name, table: query.get('table') ?? '', declared });
  if (found === null) throw new HttpError('not-found', `Run ${number} saw no ${kind.data} ${name}.`);
  return json(ObjectDetail, found);
}

type Wanted = { schema: string; name: string; table: string; declared: boolean };

const FIND: { [K in ObjectKind]: (objects: RunObjects, wanted: Wanted) => DetailOf<K> | null } = {
  table: ({ sides }, { schema, name }) => {
    const of = eachSide(
      (side) => sides[side]?.tables.find((each) => each.name === name && each.schema === schema) ?? null,
    );
    return someSide(of) ? { kind: 'table', sides: of } : null;
  },
  sequence: ({ sides }, { schema, name }) => {
    const of = eachSide(
      (side) => sides[side]?.sequences.find((each) => each.name === name && each.schema === schema) ?? null,
    );
    return someSide(of) ? { kind: 'sequence', sides: of } : null;
  },
  extension: ({ sides }, { name }) => {
    const of = eachSide((side) => sides[side]?.extensions.find((each) => each.name === name) ?? null);
    return someSide(of) ? { kind: 'extension', sides: of } : null;
  },
  index: ({ indexes }, { schema, name, table, declared }) => {
    const pair = indexes.find(
      ({ either, expected }) =>
        either.name === name &&
        either.table === table &&
        either.schema === schema &&
        (expected !== null) === declared,
    );
    return pair === undefined ? null : { kind: 'index', expected: pair.expected, observed: pair.observed };
  },
  query: ({ queries }, { name }) => {
    const query = queries.find(({ id }) => id === name);
    return query === undefined ? null : { kind: 'query', query };
  },
};

function someSide(of: Record<string, unknown>): boolean {
  return Object.values(of).some((thing) => thing !== null);
}

async function objectsOf(store: Kept, text: string): Promise<RunObjects> {
  const number = runNumber(text);
  const objects = await store.objects(number);
  if (objects === null) throw new HttpError('not-found', `There is no run ${number}.`);
  if (objects === 'gone') {
    throw new HttpError(
      'gone',
      `The tables of run ${number} are not here: they are kept of the newest runs only, by the process that looked alone where they are very many, and not reached while the store is away. Look at a newer run, or verify to make one.`,
    );
  }
  return objects;
}

/** The number of a run in an address. @throws HttpError where it is none */
export function runNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) {
    throw new HttpError('bad-request', 'A run is named by its number, 1 or more.');
  }
  return Number(text);
}
