import { Socket } from 'node:net';
import pg from 'pg';
import { z } from 'zod';
import type { Evidence } from '../../../shared/observation';
import { redact } from '../../../shared/redact';
import type { DatabaseSession } from '../types';
import { connectionConfig } from './connection';
import { asDatabaseError, DatabaseError, type Target } from './database-error';

export type SessionOptions = {
  databaseUrl: string;
  /** Of connecting and of each statement. */
  timeoutMs: number;
  signal: AbortSignal;
};

/** The server stops a statement itself at its time; only one that answers nothing at all is cut off this much later. */
const GRACE_MS = 500;

/**
 * One read-only snapshot of a database: REPEATABLE READ READ ONLY, an empty search_path, times in UTC. It may look and
 * nothing else. Close it at the end.
 * @throws DatabaseError with a sentence that names host, port and reason, and never a password
 */
export async function openDatabaseSession(
  options: SessionOptions,
): Promise<DatabaseSession & { close(): Promise<void> }> {
  const { config, target } = connectionConfig(options.databaseUrl, options.timeoutMs);
  const wire = connect(config, target, options);
  try {
    await wire.limited('connecting', wire.client.connect());
    await wire.limited('beginning the snapshot', wire.client.query(beginning(options.timeoutMs)));
  } catch (error) {
    wire.cut();
    throw asDatabaseError(error, target);
  }
  const inTurn = oneAtATime();
  return {
    query: (sql, row, params) => inTurn(() => runStatement(wire, target, sql, row, params ?? [])),
    close: () => inTurn(() => wire.end()),
  };
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

/** One message: the transaction and all that makes the catalogue's answers print the same everywhere. */
function beginning(timeoutMs: number): string {
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
  };
  const settings = Object.entries(values).map(([name, value]) => `SET LOCAL ${name} = '${value}'`);
  return ['BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', ...settings, 'SAVEPOINT begun'].join('; ');
}

type Wire = ReturnType<typeof connect>;

function connect(config: pg.ClientConfig, target: Target, { timeoutMs, signal }: SessionOptions) {
  // Our own socket, so that a server that hangs can be cut off: pg has no way to give up a running statement.
  const socket = new Socket();
  const client = new pg.Client({ ...config, stream: () => socket });
  let broken: unknown = null;
  client.on('error', (error) => {
    broken ??= error;
  });
  const cut = () => {
    socket.destroy();
  };
  const stop = () => {
    broken ??= new DatabaseError('The run was cancelled before the database had answered.', null);
    cut();
  };
  signal.addEventListener('abort', stop, { once: true });

  async function limited<T>(what: string, work: Promise<T>): Promise<T> {
    if (signal.aborted) stop();
    if (broken !== null) {
      work.catch(() => undefined);
      throw broken;
    }
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        broken ??= new DatabaseError(
          `The database at ${target.host}:${target.port} did not answer within ${timeoutMs} ms (${what}): see whether it is overloaded, or raise --timeout-ms.`,
          null,
        );
        reject(broken);
        cut();
      }, timeoutMs + GRACE_MS);
    });
    try {
      return await Promise.race([work, late]);
    } catch (error) {
      throw broken ?? error;
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    client,
    limited,
    cut,
    /** After a refused statement, so that the next one does not fail for it; the snapshot stays. */
    async recover(): Promise<void> {
      if (broken !== null) return;
      // Where even this fails, the connection is gone, and the next statement says so.
      await limited('going on after an error', client.query('ROLLBACK TO SAVEPOINT begun')).catch(
        () => undefined,
      );
    },
    async end(): Promise<void> {
      signal.removeEventListener('abort', stop);
      // The transaction only read: there is nothing to lose when its end is not heard any more.
      if (broken === null) await limited('closing', client.end()).catch(() => undefined);
      cut();
    },
  };
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
  try {
    const result = await wire
      .limited('a catalogue query', wire.client.query(sql, params))
      .catch(async (error) => {
        await wire.recover();
        throw error;
      });
    const rows = z.array(row).safeParse(result.rows);
    if (!rows.success) throw new DatabaseError(unexpectedForm(rows.error), null);
    const durationMs = performance.now() - begun;
    return { rows: rows.data, evidence: evidence(sql, params, rows.data.length, at, durationMs) };
  } catch (error) {
    throw asDatabaseError(error, target);
  }
}

function unexpectedForm(error: z.ZodError): string {
  const [issue] = error.issues;
  const place = issue?.path.join('.') ?? '';
  return `The database answered in a form that Driftboard does not know (${place}: ${issue?.message}): please report it with the server's version.`;
}

function evidence(sql: string, params: unknown[], count: number, at: Date, durationMs: number): Evidence {
  const values = params.map((value, index) => `-- $${index + 1} = ${JSON.stringify(value)}`);
  return {
    kind: 'sql',
    text: redact([...values, sql.trim()].join('\n')),
    answer: `${count} ${count === 1 ? 'row' : 'rows'}`,
    at: at.toISOString(),
    durationMs,
  };
}
