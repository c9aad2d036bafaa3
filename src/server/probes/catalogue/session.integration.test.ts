import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { testContext } from '../testing-context';
import { databaseServerProbe } from './server';
import { openDatabaseSession } from './session';

const ANY = z.looseObject({});

describe('a session on a watched database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase('session');
  });
  afterAll(() => database?.drop());

  const open = (databaseUrl: string, timeoutMs = 5_000, signal = new AbortController().signal) =>
    openDatabaseSession({ databaseUrl, timeoutMs, signal });

  function changed(change: (url: URL) => void): string {
    const url = new URL(database.url);
    change(url);
    return url.href;
  }

  test('sees one moment, says what it asked, and cannot write', async () => {
    const session = await open(database.url);
    const { rows, evidence } = await session.query(
      "SELECT current_setting('application_name') AS name, current_setting('search_path') AS path, $1::int AS n",
      z.object({ name: z.string(), path: z.string(), n: z.number() }),
      [1],
    );
    expect(rows).toEqual([{ name: 'driftboard', path: '""', n: 1 }]);
    expect(evidence).toMatchObject({ kind: 'sql', answer: '1 row' });
    expect(evidence.text).toContain('$1 = 1');
    await expect(session.query('CREATE TABLE public.t ()', ANY)).rejects.toThrow(/25006.*read-only/);
    // A refused statement spoils nothing for the next one.
    expect((await session.query('SELECT 1 AS one', ANY)).rows).toEqual([{ one: 1 }]);
    await session.close();
  });

  test('a row of another form is an error, not a row', async () => {
    const session = await open(database.url);
    await expect(session.query('SELECT 1 AS a', z.object({ a: z.string() }))).rejects.toThrow(/form/);
    await session.close();
  });

  test.each([
    [
      'a wrong password',
      (url: URL) => {
        url.password = 'hunter2-wrong';
      },
      /password is wrong/,
    ],
    [
      'no such database',
      (url: URL) => {
        url.pathname = '/nowhere';
      },
      /no database "nowhere"/,
    ],
    [
      'nothing there',
      (url: URL) => {
        url.port = '1';
      },
      /Nothing listens at .*:1/,
    ],
    [
      'no such host',
      (url: URL) => {
        url.hostname = 'nowhere.invalid';
      },
      /host nowhere.invalid is not known/,
    ],
  ])('%s', async (_what, change, sentence) => {
    const url = changed(change);
    const error = await open(url).then(
      () => new Error('it connected'),
      (thrown: Error) => thrown,
    );
    expect(error.message).toMatch(sentence);
    const { password } = new URL(url);
    if (password !== '') expect(error.message).not.toContain(password);
  });

  test('a text that is no URL is told without showing it', async () => {
    await expect(open('postgresql://u:hunter2@ho st/x')).rejects.toThrow(/^((?!hunter2).)*must look like/);
  });

  test('a statement that takes too long is stopped by the server, within its time', async () => {
    const session = await open(database.url, 200);
    await expect(session.query('SELECT pg_sleep(5)', ANY)).rejects.toThrow(/took too long/);
    await session.close();
  });

  test('a server that answers nothing is cut off', async () => {
    const silent: Server = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const begun = performance.now();
    await expect(open(`postgresql://u@127.0.0.1:${port}/x`, 300)).rejects.toThrow(
      /did not answer within 300 ms|timeout/,
    );
    expect(performance.now() - begun).toBeLessThan(3_000);
    silent.close();
  });

  test('a server that goes away in the middle is told', async () => {
    const session = await open(database.url);
    const asked = session.query('SELECT pg_backend_pid() AS pid', z.object({ pid: z.number() }));
    const pid = (await asked).rows[0]?.pid;
    const other = new pg.Client({ connectionString: database.url });
    await other.connect();
    await other.query('SELECT pg_terminate_backend($1)', [pid]);
    await other.end();
    await expect(session.query('SELECT 1 AS a', ANY)).rejects.toThrow(/closed the connection/);
    await session.close();
  });

  test('a cancelled run ends the statement at once', async () => {
    const abort = new AbortController();
    const session = await open(database.url, 10_000, abort.signal);
    const asked = session.query('SELECT pg_sleep(8)', ANY);
    setTimeout(() => abort.abort(), 50);
    await expect(asked).rejects.toThrow(/cancelled/);
    await session.close();
  });

  test('the server and the schemas that cannot be read are named', async () => {
    const context = testContext({ databaseUrl: changed((url) => url.searchParams.set('schema', 'absent')) });
    const observation = await databaseServerProbe.read(context);
    await context.close();
    expect(observation).toMatchObject({
      ok: true,
      value: {
        database: database.name,
        readOnly: true,
        unreadable: [{ schema: 'absent', reason: expect.stringContaining('does not exist') }],
      },
    });
  });
});
