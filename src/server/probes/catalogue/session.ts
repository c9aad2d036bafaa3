import { z } from 'zod';
import type { Evidence } from '../../../shared/observation';
import { redact } from '../../../shared/redact';
import type { CellAnswers, DatabaseSession } from '../types';
import { type CellQuery, type Cells, cellSql, decodeCells, unexpectedValue } from './cells';
import { connectionConfig } from './connection';
import { asDatabaseError, DatabaseError, type Target } from './database-error';
import { connectWire, type SessionOptions, type Wire } from './wire';

/**
 * One read-only snapshot of a database: REPEATABLE READ READ ONLY, an empty search_path, times in UTC. It may look and
 * nothing else. A second connection on the same snapshot is opened when something is asked `beside`, and where that
 * cannot be (a standby, PgBouncer, no free connection) the first one answers that too. Close it at the end.
 * @throws DatabaseError with a sentence that names host, port and reason, and never a password
 */
export async function openDatabaseSession(
  options: SessionOptions,
): Promise<DatabaseSession & { close(): Promise<void> }> {
  const { config, target, pooled } = connectionConfig(options.databaseUrl, options.timeoutMs);
  const wire = connectWire(config, target, options);
  const open = async (on: Wire, statements: string[]) => on.client.query(statements.join('; '));
  let snapshot: string | null = null;
  let moment = '';
  try {
    await wire.limited('connecting', wire.client.connect());
    await begin();
  } catch (error) {
    wire.cut();
    throw asDatabaseError(error, target);
  }
  const inTurn = oneAtATime();
  let second: Promise<Line | null> | null = null;

  /** A moment begins: all later statements of the first connection see it, and another may join it. */
  async function begin(end: string[] = []): Promise<void> {
    const statements = [
      ...end,
      ...beginning(options.timeoutMs, null),
      pooled ? NAMED : EXPORTED,
      'SAVEPOINT begun',
    ];
    const answer = await wire.limited('beginning the snapshot', open(wire, statements));
    const begun = Begun.parse([answer].flat()).find((result) => result.rows.length > 0)?.rows[0];
    snapshot = begun?.snapshot ?? null;
    moment = begun?.moment ?? '';
  }

  /** The second connection, on the moment that the first one sees; null where there can be none. */
  async function beside(): Promise<Line | null> {
    const joined = snapshot;
    if (joined === null) return null;
    second ??= openLine(connectWire(config, target, options));
    const line = await second;
    if (line === null || line.snapshot === joined) return line;
    const end = line.snapshot === null ? [] : ['COMMIT'];
    const statements = [...end, ...beginning(options.timeoutMs, joined), 'SAVEPOINT begun'];
    try {
      await line.inTurn(() => line.wire.limited('joining the snapshot', open(line.wire, statements)));
      line.snapshot = joined;
      return line;
    } catch {
      // Never another moment: the first connection can answer everything.
      line.wire.cut();
      second = Promise.resolve(null);
      return null;
    }
  }

  return {
    moment: () => moment,
    query: (sql, row, params) => inTurn(() => runStatement(wire, target, sql, row, params ?? [])),
    cells: async (queries, where = 'here') => {
      const line = where === 'beside' ? await beside() : null;
      return line === null
        ? inTurn(() => runCells(wire, target, queries))
        : line.inTurn(() => runCells(line.wire, target, queries));
    },
    renew: () =>
      inTurn(async () => {
        try {
          await begin(['COMMIT']);
        } catch (error) {
          throw asDatabaseError(error, target);
        }
      }),
    close: async () => {
      const line = await second;
      await Promise.all([inTurn(() => wire.end()), line?.inTurn(() => line.wire.end())]);
    },
  };
}

/** A connection whose statements wait for each other, and the exported snapshot that it has joined. */
type Line = { wire: Wire; inTurn: ReturnType<typeof oneAtATime>; snapshot: string | null };

/** @returns null where the server lets no second connection in: nothing is lost but time */
async function openLine(wire: Wire): Promise<Line | null> {
  try {
    await wire.limited('connecting', wire.client.connect());
    return { wire, inTurn: oneAtATime(), snapshot: null };
  } catch {
    wire.cut();
    return null;
  }
}

/** Probes ask side by side, a connection answers one after the other: so a statement's time begins when it starts. */
function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
}

// The moment stays, and no lock on a table outlives its statement: nobody's DDL waits for ours.
const RELEASE = 'ROLLBACK TO SAVEPOINT begun';

// Not on a standby, which cannot, nor in a subtransaction: so before the savepoint.
const MOMENT = 'pg_catalog.pg_current_snapshot()::text AS moment';
const EXPORTED = `SELECT CASE WHEN pg_catalog.pg_is_in_recovery() THEN NULL ELSE pg_catalog.pg_export_snapshot() END AS snapshot, ${MOMENT}`;
const NAMED = `SELECT NULL AS snapshot, ${MOMENT}`;
const Begun = z.array(
  z.object({ rows: z.array(z.object({ snapshot: z.string().nullable(), moment: z.string() })) }),
);

/** One message: the transaction and all that makes the catalogue's answers print the same everywhere. */
function beginning(timeoutMs: number, snapshot: string | null): string[] {
  const values = {
    statement_timeout: String(timeoutMs),
    lock_timeout: String(Math.min(timeoutMs, 2_000)),
    search_path: '',
    TimeZone: 'UTC',
    DateStyle: 'ISO, YMD',
    IntervalStyle: 'postgres',
    bytea_output: 'hex',
    standard_conforming_strings: 'on',
    quote_all_identifiers: 'off',
    extra_float_digits: '1',
    // Of a large catalogue the planner would think that compiling pays: it takes longer than the reading.
    jit: 'off',
    // Rows that a policy hides are an error, not an answer that is too short.
    row_security: 'off',
  };
  const settings = Object.entries(values).map(([name, value]) => `SET LOCAL ${name} = '${value}'`);
  const join = snapshot === null ? [] : [`SET TRANSACTION SNAPSHOT '${snapshot}'`];
  return ['BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', ...join, ...settings];
}

async function runStatement<T>(
  wire: Wire,
  target: Target,
  sql: string,
  row: z.ZodType<T>,
  params: unknown[],
): Promise<{ rows: T[]; evidence: Evidence }> {
  const at = new Date();
  const begun = performance.now();
  const result = await ask(wire, target, async () => {
    const answer = wire.client.query(sql, params);
    // Sent along at once; where the statement is refused, the recovery does the same.
    const [first] = await Promise.all([answer, wire.client.query(RELEASE).catch(() => undefined)]);
    return first;
  });
  const rows = z.array(row).safeParse(result.rows);
  if (!rows.success) throw new DatabaseError(unexpectedForm(rows.error), null);
  const values = params.map((value, index) => `-- $${index + 1} = ${JSON.stringify(value)}`);
  const answer = `${rows.data.length} ${rows.data.length === 1 ? 'row' : 'rows'}`;
  return { rows: rows.data, evidence: evidence([...values, sql.trim()].join('\n'), answer, at, begun) };
}

/** All questions in one message, so that a far server costs its distance once. */
async function runCells(
  wire: Wire,
  target: Target,
  queries: readonly CellQuery<string>[],
): Promise<CellAnswers> {
  const at = new Date();
  const begun = performance.now();
  const limits = queries.flatMap(({ limitMs }) => (limitMs === undefined ? [] : [limitMs]));
  // Waiting for a lock is given up before the statement is: it is said which of the two it was.
  const limit = Math.min(...limits);
  const before =
    limits.length === 0
      ? []
      : [`SET LOCAL statement_timeout = '${limit}'`, `SET LOCAL lock_timeout = '${Math.ceil(limit / 5)}'`];
  let sql = '';
  const decoded = async (escaped: boolean): Promise<Map<object, Cells<string>> | null> => {
    const statements = queries.map((query) => cellSql(query, escaped));
    sql = statements.join(';\n\n');
    // Each releases its own locks, and the limits go with them: so each is given them anew.
    const round = statements.map((statement) => [...before, statement, RELEASE]);
    const answered = [await ask(wire, target, () => wire.client.query(round.flat().join(';\n')))].flat();
    const results = statements.map((_, place) => answered[place * (before.length + 2) + before.length]);
    const answers = new Map<object, Cells<string>>();
    for (const [place, query] of queries.entries()) {
      const cells = decodeCells(query, results[place]?.rows ?? [], escaped);
      if (cells === null) return null;
      answers.set(query, cells);
    }
    return answers;
  };
  // A name or a text may hold the separator itself: then all is asked once more, with it written otherwise.
  const answers = (await decoded(false)) ?? (await decoded(true));
  const of = <F extends string>(query: CellQuery<F>): Cells<F> => {
    const cells = answers?.get(query);
    if (cells === undefined) throw unexpectedValue('', query.what);
    return cells;
  };
  const answer = queries.map((query) => `${of(query).count} ${query.what}`).join(', ');
  return { of, evidence: evidence(sql, answer, at, begun) };
}

async function ask<T>(wire: Wire, target: Target, work: () => Promise<T>): Promise<T> {
  try {
    return await wire.limited('a catalogue query', work()).catch(async (error) => {
      await wire.recover();
      throw error;
    });
  } catch (error) {
    throw asDatabaseError(error, target);
  }
}

function unexpectedForm(error: z.ZodError): string {
  const [issue] = error.issues;
  const place = issue?.path.join('.') ?? '';
  return `The database answered in a form that Driftboard does not know (${place}: ${issue?.message}): please report it with the server's version.`;
}

function evidence(sql: string, answer: string, at: Date, begun: number): Evidence {
  return {
    kind: 'sql',
    text: redact(sql),
    answer,
    at: at.toISOString(),
    durationMs: performance.now() - begun,
  };
}
