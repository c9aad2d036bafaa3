import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { embeddedDataDir } from '../config/running-services';
import { embeddedStatus, startEmbedded, stopEmbedded } from '../embedded';
import { dropDatabase, ensureDatabase, withClient } from '../embedded/databases';
import { withTestServer } from '../embedded/testing';
import { withShadowDatabase } from './index';
import { madeAtSeconds, shadowName } from './names';
import { shadowDataDir } from './server-use';

let dataDir: string;
beforeEach(async () => {
  dataDir = join(tmpdir(), `driftboard-shadow-${randomBytes(5).toString('hex')}`);
  await mkdir(dataDir, { mode: 0o711 });
});
afterEach(async () => {
  await stopEmbedded(shadowDataDir(dataDir));
  await rm(dataDir, { recursive: true, force: true });
});

const signal = new AbortController().signal;
const named = () => ({ dataDir, shadowDatabaseUrl: withTestServer().url('postgres'), signal });
const own = () => ({ dataDir, shadowDatabaseUrl: null, signal });
const ask = async (url: string, sql: string) => (await withClient(url, (client) => client.query(sql))).rows;
const shadows = async (url: string) =>
  (await ask(url, "SELECT datname FROM pg_database WHERE datname LIKE 'driftboard%shadow%'")).length;
const nameIn = (url: string) => new URL(url).pathname.slice(1);

describe('a shadow database on a server of the user', () => {
  test('is empty, is of its own, and is gone afterwards', async () => {
    const url = withTestServer().url('postgres');
    const names = await Promise.all(
      [1, 2].map(() =>
        withShadowDatabase(named(), async (shadow) => {
          expect(shadow.server).toMatch(/^PostgreSQL \d+\.\d+$/);
          expect(
            await ask(shadow.url, "SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace"),
          ).toEqual([]);
          await ask(shadow.url, 'CREATE TABLE t (id int)');
          return nameIn(shadow.url);
        }),
      ),
    );
    expect(new Set(names).size).toBe(2);
    const left = await ask(
      url,
      `SELECT datname FROM pg_database WHERE datname = ANY ('{${names.join(',')}}')`,
    );
    expect(left).toEqual([]);
  });

  test('is gone when the work fails, and when the run is cancelled with a session at work', async () => {
    const url = withTestServer().url('postgres');
    let name = '';
    const failing = withShadowDatabase(named(), async (shadow) => {
      name = nameIn(shadow.url);
      throw new Error('It went wrong.');
    });
    await expect(failing).rejects.toThrow('It went wrong.');
    expect(await ask(url, `SELECT FROM pg_database WHERE datname = '${name}'`)).toEqual([]);

    const abort = new AbortController();
    const cancelled = withShadowDatabase({ ...named(), signal: abort.signal }, async (shadow) => {
      name = nameIn(shadow.url);
      const sleeping = ask(shadow.url, 'SELECT pg_sleep(60)');
      abort.abort(new Error('cancelled'));
      await sleeping;
    });
    await expect(cancelled).rejects.toThrow('cancelled');
    expect(await ask(url, `SELECT FROM pg_database WHERE datname = '${name}'`)).toEqual([]);
  });

  test('sweeps what a killed run has left, and nothing that is in use or only just made', async () => {
    const url = withTestServer().url('postgres');
    const now = Date.now() / 1000;
    const [left, used, fresh] = [shadowName(now - 3_600), shadowName(now - 3_600), shadowName(now)];
    for (const name of [left, used, fresh]) await ensureDatabase(url, name);
    const session = new pg.Client(withTestServer().url(used));
    await session.connect();
    try {
      await withShadowDatabase(named(), async () => undefined);
      const standing = await ask(url, 'SELECT datname FROM pg_database');
      expect(standing).not.toContainEqual({ datname: left });
      expect(standing).toEqual(expect.arrayContaining([{ datname: used }, { datname: fresh }]));
    } finally {
      await session.end();
      for (const name of [used, fresh]) await dropDatabase(url, name);
    }
  });

  test('says what stands in the way, and never the password', async () => {
    const url = new URL(withTestServer().url('postgres'));
    await ask(url.href, "DROP ROLE IF EXISTS shadowless; CREATE ROLE shadowless LOGIN PASSWORD 'hush'");
    url.username = 'shadowless';
    url.password = 'hush';
    const refused = withShadowDatabase({ ...named(), shadowDatabaseUrl: url.href }, async () => undefined);
    await expect(refused).rejects.toThrow(
      /^There is no shadow database: The user "shadowless" of --shadow-database-url may not create databases at 127.0.0.1:\d+: give it CREATEDB, or name another server.$/,
    );
    url.password = 'wrong-hush';
    const shut = withShadowDatabase({ ...named(), shadowDatabaseUrl: url.href }, async () => undefined);
    await expect(shut).rejects.toThrow(/refuses user "shadowless".*--shadow-database-url/);
    await expect(shut).rejects.not.toThrow('hush');
    await ask(withTestServer().url('postgres'), 'DROP ROLE shadowless');
  });
});

describe('a shadow database on the PostgreSQL that comes along', () => {
  test('starts it for the work, and the last one out stops it', async () => {
    let inside = 0;
    const use = () =>
      withShadowDatabase(own(), async (shadow) => {
        inside = Math.max(inside, await shadows(shadow.url));
        await ask(shadow.url, 'SELECT pg_sleep(0.3)');
        inside = Math.max(inside, await shadows(shadow.url));
      });
    await Promise.all([use(), use()]);
    expect(inside).toBe(2);
    expect(await embeddedStatus(shadowDataDir(dataDir))).toEqual({ running: false });
    expect(await readdir(`${shadowDataDir(dataDir)}-users`)).toEqual([]);
  });

  test('lets scripts reach nothing outside, and takes the roles that they make away', async () => {
    await withShadowDatabase(own(), async (shadow) => {
      for (const sql of [
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('/etc/hostname')",
        'CREATE EXTENSION dblink',
        'CREATE DATABASE another',
        'GRANT pg_execute_server_program TO CURRENT_USER',
        "ALTER SYSTEM SET work_mem = '1GB'",
      ]) {
        await expect(ask(shadow.url, sql)).rejects.toThrow(/permission denied|only roles with/i);
      }
      await ask(shadow.url, 'CREATE ROLE "App user"; CREATE TABLE t (); GRANT SELECT ON t TO "App user"');
      await ask(shadow.url, 'CREATE EXTENSION pgcrypto');
      await shadow.createExtension('pgstattuple', 'extensions');
      expect(
        await ask(
          shadow.url,
          "SELECT extnamespace::regnamespace::text AS place FROM pg_extension WHERE extname = 'pgstattuple'",
        ),
      ).toEqual([{ place: 'extensions' }]);
      await ask(shadow.url, 'CREATE TABLE extensions.mine ()');
      expect(shadow.availableExtensions.has('vector')).toBe(false);
    });
    // The server is down now; a new use finds it clean.
    await withShadowDatabase(own(), async (shadow) => {
      const roles = await ask(shadow.url, "SELECT rolname FROM pg_roles WHERE rolname NOT LIKE 'pg\\_%'");
      expect(roles.map(({ rolname }) => rolname).sort()).toEqual(['driftboard', nameIn(shadow.url)]);
    });
  });

  test('uses the embedded server that runs already, and leaves it running', async () => {
    const running = await startEmbedded({ dataDir: embeddedDataDir(dataDir), durable: false });
    try {
      await withShadowDatabase(own(), async (shadow) => {
        expect(new URL(shadow.url).port).toBe(String(running.port));
      });
      expect(await ask(running.url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      expect(await shadows(running.url('postgres'))).toBe(0);
      expect(await readdir(dataDir)).not.toContain('shadow');
    } finally {
      await running.stop();
    }
  });

  test('says which setting helps where none can run', async () => {
    const refused = withShadowDatabase({ ...own(), dataDir: '/dev/null/nowhere' }, async () => undefined);
    await expect(refused).rejects.toThrow(/^There is no shadow database: .*Set --shadow-database-url to/);
  });
});

test('a name tells when it was made, and only its own', () => {
  expect(madeAtSeconds(shadowName(1_700_000_000.9))).toBe(1_700_000_000);
  expect(madeAtSeconds('driftboard_shadow_of_mine')).toBeNull();
  expect(shadowName(1).length).toBeLessThan(63);
});
