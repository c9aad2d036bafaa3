import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withClient } from './databases';
import { embeddedStatus, ensureDatabase, resetEmbedded, startEmbedded, stopEmbedded } from './index';
import { UNFINISHED_MARKER } from './initialise';
import { isAlive } from './processes';

let folder: string;
let dataDir: string;

beforeEach(async () => {
  folder = join(tmpdir(), `driftboard-embedded-${randomBytes(5).toString('hex')}`);
  dataDir = join(folder, 'pg');
  await mkdir(folder, { mode: 0o711 });
});

afterEach(async () => {
  await stopEmbedded(dataDir);
  await rm(folder, { recursive: true, force: true });
});

const start = () => startEmbedded({ dataDir, durable: false });
const ask = async (url: string, sql: string) => (await withClient(url, (client) => client.query(sql))).rows;

describe('the PostgreSQL that comes along', () => {
  test('starts, answers with its settings, and leaves no process when stopped', async () => {
    const server = await start();
    expect(server.adopted).toBe(false);
    const [row] = await ask(
      server.url('postgres'),
      `SELECT current_setting('timezone') AS tz, current_setting('max_connections') AS max, current_user AS who,
        current_setting('shared_preload_libraries') AS libs, current_setting('unix_socket_directories') AS sockets`,
    );
    expect(row).toEqual({ tz: 'UTC', max: '60', who: 'driftboard', libs: 'pg_stat_statements', sockets: '' });
    expect((await stat(join(folder, 'pg-password'))).mode & 0o777).toBe(0o600);
    await server.stop();
    expect(await isAlive(server.pid)).toBe(false);
    expect(await embeddedStatus(dataDir)).toEqual({ running: false });
    expect((await readdir(folder)).sort()).toEqual(['pg', 'pg-password', 'pg.log']);
  });

  test('lets nobody in without the password', async () => {
    const server = await start();
    const url = server.url('postgres').replace(/:[0-9a-f]{48}@/, ':wrong@');
    await expect(ask(url, 'SELECT 1')).rejects.toThrow('password authentication failed');
  });

  test('adopts the server that runs in the folder already', async () => {
    const first = await start();
    const second = await start();
    expect(second).toMatchObject({ adopted: true, pid: first.pid, port: first.port });
    expect(await embeddedStatus(dataDir)).toMatchObject({ running: true, pid: first.pid, port: first.port });
  });

  test('two starts at once end in one server', async () => {
    const [left, right] = await Promise.all([start(), start()]);
    expect(left.pid).toBe(right.pid);
    expect([left.adopted, right.adopted].sort()).toEqual([false, true]);
  });

  test('starts again on its data after the postmaster was killed with a session open', async () => {
    const first = await start();
    await ask(first.url('postgres'), 'CREATE TABLE kept AS SELECT 42 AS n');
    await ask(first.url('postgres'), 'CHECKPOINT');
    const session = new pg.Client(first.url('postgres'));
    session.on('error', () => undefined);
    await session.connect();
    process.kill(first.pid, 'SIGKILL');
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(await ask(second.url('postgres'), 'SELECT n FROM kept')).toEqual([{ n: 42 }]);
  });

  test('ignores a lock whose process number now belongs to another program', async () => {
    const first = await start();
    await first.stop();
    const lines = [process.pid, dataDir, 1, first.port, '', '127.0.0.1', '0 0', 'ready'];
    await writeFile(join(dataDir, 'postmaster.pid'), `${lines.join('\n')}\n`);
    expect((await start()).adopted).toBe(false);
  });

  test('makes a half-done data folder anew', async () => {
    await mkdir(join(dataDir, 'base'), { recursive: true });
    await writeFile(join(dataDir, 'PG_VERSION'), '18\n');
    await writeFile(join(dataDir, UNFINISHED_MARKER), '');
    const server = await start();
    expect(await ask(server.url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('never touches a folder with files of somebody else', async () => {
    await mkdir(dataDir);
    await writeFile(join(dataDir, 'thesis.txt'), 'years of work');
    await expect(start()).rejects.toThrow("not PostgreSQL's");
    await expect(resetEmbedded(dataDir)).rejects.toThrow('not deleted');
    expect(await readdir(dataDir)).toEqual(['thesis.txt']);
  });

  test('sets a new password when the file that keeps it is gone', async () => {
    const first = await start();
    await first.stop();
    await rm(join(folder, 'pg-password'));
    const second = await start();
    expect(second.url('postgres')).not.toBe(first.url('postgres'));
    expect(await ask(second.url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('runs two data folders side by side, and reset empties one of them', async () => {
    const one = await start();
    const two = await startEmbedded({ dataDir: join(folder, 'pg2'), durable: false });
    try {
      expect(one.port).not.toBe(two.port);
      expect(await ensureDatabase(one.url('postgres'), 'americano')).toBe(true);
      expect(await ensureDatabase(one.url('postgres'), 'americano')).toBe(false);
      await resetEmbedded(dataDir);
      expect(await readdir(folder)).not.toContain('pg');
      expect(await ask(two.url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    } finally {
      await two.stop();
    }
  });

  test('refuses a version that does not come along, in a sentence', async () => {
    await expect(startEmbedded({ dataDir, version: '9' })).rejects.toThrow('PostgreSQL 9 was asked for');
  });
});
