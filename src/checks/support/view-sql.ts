import type { Table } from '../../shared/database-schema';
import type { RepairStatement } from '../../shared/finding';
import { groupBy } from './group-by';
import { nameOf } from './names';
import { statement } from './repair';
import { quoteObject } from './sql-text';

/** Makes a view of either kind from its query. */
export function createViewSql(view: Table, query: string): RepairStatement {
  return statement(`CREATE ${view.kind.toUpperCase()} ${quoteObject(view)} AS ${query}`, 'view', {
    note:
      view.kind === 'materialized view'
        ? 'Runs the query once and keeps what it gives; its indexes have to be made again.'
        : 'Privileges that were granted on it have to be granted again.',
  });
}

/** Takes a view of either kind away; the rows that it shows stay where they are. */
export function dropViewSql(view: Table, note: string | null = null): RepairStatement {
  return statement(`DROP ${view.kind.toUpperCase()} ${quoteObject(view)}`, 'drop-dependent', {
    lock: 'ACCESS EXCLUSIVE',
    lockedTable: nameOf(view),
    note,
  });
}

/** What reads from one another in the order in which it can be made: what others stand on comes first. */
export function inViewOrder<T>(
  views: readonly T[],
  textOf: (view: T) => { name: string; query: string },
): T[] {
  const byName = groupBy(views, (view) => textOf(view).name);
  const done = new Set<T>();
  const visit = (view: T): void => {
    if (done.has(view)) return;
    done.add(view);
    for (const name of identifiersOf(textOf(view).query))
      for (const other of byName.get(name) ?? []) visit(other);
    ordered.push(view);
  };
  const ordered: T[] = [];
  for (const view of views) visit(view);
  return ordered;
}

/** All that could be a name; each query is read once, whatever the number of views. */
function identifiersOf(query: string): Set<string> {
  const words = query.match(/"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*/gu) ?? [];
  return new Set(
    words.map((word) => (word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word)),
  );
}

const CREATE_VIEW = /^CREATE (?:MATERIALIZED )?VIEW "(?:[^"]|"")*"\."((?:[^"]|"")*)" AS ([\s\S]*)$/;

/** Statements of which those that make views stand in the order in which they can run; all others keep their places. */
export function viewsInOrder<T extends { sql: string }>(statements: readonly T[]): T[] {
  const isView = ({ sql }: T) => CREATE_VIEW.test(sql);
  const ordered = inViewOrder(statements.filter(isView), ({ sql }) => {
    const [, name = '', query = ''] = CREATE_VIEW.exec(sql) ?? [];
    return { name: name.replaceAll('""', '"'), query };
  });
  return statements.map((one) => (isView(one) ? (ordered.shift() ?? one) : one));
}
