import { expect, test } from 'vitest';
import { asObserved, databaseSchema, enumType, index, table } from '../../checks/testing/builders';
import type { Observed } from '../../checks/types';
import { ObjectDetail } from '../../shared/objects';
import { ROWS_A_PAGE, RowsPage } from '../../shared/rows';
import { type RunObjects, runObjects } from '../engine/run-objects';
import type { Store } from '../store/types';
import { firstRows, objectAnswer, rowsAnswer, runNumber } from './objects';

const declared = databaseSchema(
  Array.from({ length: ROWS_A_PAGE + 20 }, (_, place) =>
    table(`t${place}`, { indexes: [index(`t${place}`, ['id'])] }),
  ),
  [enumType('Status', ['OPEN'])],
);

function objectsOf(values: Partial<Observed>): RunObjects {
  return runObjects(values, { checks: [], ran: new Set(), ignore: [] });
}

/** A store of two runs, of which the second still has its objects. */
function storeWith(objects: RunObjects): Pick<Store, 'objects'> {
  return { objects: async (number) => (number === 2 ? objects : number === 1 ? 'gone' : null) };
}

const whole = objectsOf({
  'schema.ddl': declared,
  'database.catalogue': asObserved({ ...declared, tables: declared.tables.slice(1) }),
});
const ask = (text: string) => new URLSearchParams(text);
const codeOf = (answer: Promise<Response>) =>
  answer.then(
    () => 'none',
    (error) => error.code,
  );

test('rows come in pages, until all are there', async () => {
  const store = storeWith(whole);
  const first = RowsPage.tables.parse(await (await rowsAnswer(store, '2', ask('kind=tables'))).json());
  expect(first.rows).toHaveLength(ROWS_A_PAGE);
  expect(first.total).toBe(ROWS_A_PAGE + 20);
  const rest = RowsPage.tables.parse(
    await (await rowsAnswer(store, '2', ask(`kind=tables&from=${ROWS_A_PAGE}`))).json(),
  );
  expect(rest.rows).toHaveLength(20);
  expect(first.rows[0]).toMatchObject({
    name: 't0',
    present: { schema: true, migrations: null, database: false },
    indexes: { schema: 2, migrations: null, database: null },
  });
});

test('an object comes with what each side says of it', async () => {
  const store = storeWith(whole);
  const answer = async (query: string) =>
    ObjectDetail.parse(await (await objectAnswer(store, '2', ask(query))).json());
  expect(await answer('kind=table&schema=public&name=t0')).toMatchObject({
    kind: 'table',
    sides: { schema: { name: 't0' }, migrations: null, database: null },
  });
  expect(await answer('kind=index&schema=public&table=t1&name=t1_id_idx')).toMatchObject({
    expected: { name: 't1_id_idx', origin: 'schema' },
    observed: { name: 't1_id_idx', origin: null },
  });
});

test('what is not kept any more is told from what never was, and both from a wrong question', async () => {
  const store = storeWith(whole);
  expect(await codeOf(rowsAnswer(store, '1', ask('kind=tables')))).toBe('gone');
  expect(await codeOf(rowsAnswer(store, '3', ask('kind=tables')))).toBe('not-found');
  expect(await codeOf(rowsAnswer(store, '2', ask('kind=horses')))).toBe('bad-request');
  expect(await codeOf(rowsAnswer(store, '2', ask('kind=tables&from=-1')))).toBe('bad-request');
  expect(await codeOf(objectAnswer(store, '2', ask('kind=table&schema=public&name=nobody')))).toBe(
    'not-found',
  );
  expect(await codeOf(objectAnswer(store, '2', ask('kind=table')))).toBe('bad-request');
  expect(() => runNumber('0')).toThrow('1 or more');
  expect(() => runNumber('1.5')).toThrow('1 or more');
});

test('what was not measured is refused, and is never an empty list', async () => {
  const blind = storeWith(objectsOf({ 'schema.ddl': declared }));
  expect(await codeOf(rowsAnswer(blind, '2', ask('kind=tables')))).toBe('not-found');
});

test('only few rows come with the page itself', async () => {
  const seed = await firstRows(storeWith(whole), 2, ['tables', 'enums']);
  expect(await firstRows(storeWith(whole), 1, ['enums'])).toBeNull();
  expect(seed?.rows.tables).toBeUndefined();
  expect(seed?.rows.enums?.map((row) => row.name)).toEqual(['Status']);
  expect(seed?.rows.others).toBeUndefined();
});
