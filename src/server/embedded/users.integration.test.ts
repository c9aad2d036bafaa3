import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { withClient } from './databases';
import { assertReachable, NOBODY } from './identity';
import { startEmbedded, stopEmbedded } from './index';

const isRoot = process.getuid?.() === 0;
let folder: string;

beforeEach(async () => {
  folder = join(tmpdir(), `driftboard-users-${randomBytes(5).toString('hex')}`);
  await mkdir(folder);
  await chmod(folder, 0o711);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await stopEmbedded(join(folder, 'pg'));
  await rm(folder, { recursive: true, force: true });
});

/** Whether uid 65534 may enter the checkout; it may not in root's home folder. */
const reachable = await assertReachable({ kind: 'nobody' }, join(process.cwd(), 'package.json')).then(
  () => true,
  () => false,
);

describe.skipIf(!isRoot || !reachable)('as root, for other users', () => {
  test('runs as uid 65534 where user namespaces are forbidden', async () => {
    // Without a PATH there is no `unshare`, which is what a machine without user namespaces looks like.
    vi.stubEnv('PATH', '');
    const server = await startEmbedded({ dataDir: join(folder, 'pg'), durable: false });
    expect((await stat(join(folder, 'pg'))).uid).toBe(NOBODY);
    const answer = await withClient(server.url('postgres'), (client) => client.query('SELECT 1 AS one'));
    expect(answer.rows).toEqual([{ one: 1 }]);
    await server.stop();
  });

  test('says which folder uid 65534 may not enter', async () => {
    vi.stubEnv('PATH', '');
    const closed = join(folder, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const attempt = startEmbedded({ dataDir: join(closed, 'pg'), durable: false });
    await expect(attempt).rejects.toThrow(`may not enter ${closed}`);
  });

  test('starts and stops for an ordinary user', async () => {
    const script = join(folder, 'trial.mjs');
    await build({
      stdin: {
        contents: `import { startEmbedded } from './index';
          const server = await startEmbedded({ dataDir: process.argv[2], durable: false });
          process.stdout.write(JSON.stringify({ uid: process.getuid(), version: server.version }));
          await server.stop();`,
        resolveDir: import.meta.dirname,
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      format: 'esm',
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
      external: ['pg-native'],
      outfile: script,
    });
    await chown(folder, NOBODY, NOBODY);
    const run = await promisify(execFile)(process.execPath, [script, join(folder, 'pg')], {
      uid: NOBODY,
      gid: NOBODY,
    });
    expect(JSON.parse(run.stdout)).toMatchObject({ uid: NOBODY });
    expect((await stat(join(folder, 'pg'))).uid).toBe(NOBODY);
  });
});
