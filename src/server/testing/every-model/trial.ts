import type { PrismaModel } from '../../../shared/prisma-schema';
import type { Report } from '../../../shared/report';
import type { Laboratory } from './laboratory';
import { boundColumns, columnOf, enumValueOf, TAKING_KINDS, type Taking, type TakingKind } from './takings';

/** The one cause that is to be named, and what is to stand under it. */
type Expected = { keys: string[]; under: string[]; usedBy: string[] };

/** What can be taken of each model: a model without an enum, or without a plain column, has none of that kind. */
export async function takingsOf(
  models: readonly PrismaModel[],
  laboratory: Laboratory,
): Promise<Map<PrismaModel, Record<TakingKind, Taking | null>>> {
  const { schema, statements } = laboratory;
  return laboratory.whole(async (database) => {
    const bound = await boundColumns(database);
    const takings = new Map<PrismaModel, Record<TakingKind, Taking | null>>();
    for (const model of models) {
      const readers = (column: string) => statements.ofColumn(model.dbName, column).length;
      takings.set(model, {
        table: { kind: 'table', model: model.name, table: model.dbName },
        column: columnOf(model, bound, readers),
        'enum value': await enumValueOf(model, schema, database),
        delegate: { kind: 'delegate', model: model.name },
      });
    }
    return takings;
  });
}

/**
 * Holds a report against what was taken. What a route uses is not asked of the manifest but of the statements that it
 * really sent, so that the two are held against each other too.
 * @returns what is not as it has to be, in sentences; empty where all is right
 */
export function faultsOf(takings: readonly Taking[], report: Report, laboratory: Laboratory): string[] {
  const expected = takings.map((taking) => expectedOf(taking, report, laboratory));
  const about = takings.map(({ kind, model }) => `${model} without ${kind}`).join(' and ');
  const faults: string[] = [];
  const wanted = expected.map(({ keys }) => keys.join(' + ')).sort();
  const named = report.causes.map(({ rootKeys }) => [...rootKeys].sort().join(' + ')).sort();
  const differ = (what: string, is: readonly string[], wants: readonly string[]) => {
    if (is.join('\n') !== wants.join('\n'))
      faults.push(`${about}: ${what} ${list(is)}, and had to be ${list(wants)}.`);
  };
  differ('the causes are', named, wanted);
  for (const { keys, under, usedBy } of expected) {
    const cause = report.causes.find(({ rootKeys }) => keys.some((key) => rootKeys.includes(key)));
    differ(`under ${keys[0]} are`, cause?.endpoints ?? [], under);
    differ(`${keys[0]} is used by`, cause?.usedBy ?? [], usedBy);
  }
  const unknown = report.checks.filter(({ verdict }) => verdict === 'unknown').map(({ id }) => id);
  differ('the unknown checks are', unknown, []);
  return faults;
}

function expectedOf(taking: Taking, report: Report, { statements, schema, answers }: Laboratory): Expected {
  const table = schema.models.find(({ name }) => name === taking.model)?.dbName ?? taking.model;
  const usedBy = statements.ofTable(table);
  switch (taking.kind) {
    case 'table':
      return { keys: [`table.missing:public.${table}`], under: usedBy, usedBy };
    case 'column': {
      const { column } = taking;
      return {
        keys: [`column.missing:public.${table}:${column}`],
        under: statements.ofColumn(table, column),
        usedBy,
      };
    }
    case 'enum value': {
      const { enumName, value, renamedTo } = taking;
      const types = schema.enums.filter(({ dbName }) => dbName === enumName).map(({ name }) => name);
      const tables = schema.models
        .filter(({ fields }) => fields.some(({ kind, type }) => kind === 'enum' && types.includes(type)))
        .flatMap(({ dbName }) => statements.ofTable(dbName));
      const using = [...new Set(tables)].sort();
      const failing = failingIn(report);
      // Who fails depends on the rows that a route reads; but whose whole answer shows the value has read it.
      const showing = using.filter((id) => answers.get(id)?.includes(`:${JSON.stringify(value)}`));
      const under = failing.filter((id) => using.includes(id));
      return {
        keys: [
          `enum.value-missing:public.${enumName}:${value}`,
          `enum.value-unexpected:public.${enumName}:${renamedTo}`,
        ],
        under: [...new Set([...under, ...showing])].sort(),
        usedBy: using,
      };
    }
    case 'delegate':
      return { keys: staleKeys(report), under: usedBy, usedBy };
  }
}

/** The key names the address of the process, which is another one each time; exactly one has to be there. */
function staleKeys(report: Report): string[] {
  const keys = report.checks
    .flatMap(({ findings }) => findings)
    .filter(({ rule }) => rule === 'client.process-stale')
    .map(({ key }) => key);
  return keys.length === 1 ? keys : ['client.process-stale'];
}

function failingIn(report: Report): string[] {
  const names = report.checks
    .flatMap(({ findings }) => findings)
    .flatMap(({ subject }) => (subject.kind === 'endpoint' ? [subject.name] : []));
  return [...new Set(names)].sort();
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}

export type Tally = Record<TakingKind, { tried: number; right: number; none: number }>;

export function emptyTally(): Tally {
  const zero = () => ({ tried: 0, right: 0, none: 0 });
  return { table: zero(), column: zero(), 'enum value': zero(), delegate: zero() };
}

/** `table 66 of 66, column 66 of 66, enum value 40 of 40 (26 have none), delegate 66 of 66`. */
export function tallyInWords(tally: Tally): string {
  return TAKING_KINDS.map((kind) => {
    const { tried, right, none } = tally[kind];
    return `${kind} ${right} of ${tried}${none === 0 ? '' : ` (${none} have none)`}`;
  }).join(', ');
}
