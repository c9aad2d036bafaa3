import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { z } from 'zod';
import { findProjectRoot } from '../../project-root';

const RELOAD_TOKEN = 'of-the-tests';

/** Americano's routes in a process of their own, on a database and with a client that can be changed under it. */
export type ServedAmericano = {
  baseUrl: string;
  /** Takes up the client on disk, on this database. */
  moveTo(databaseUrl: string): Promise<void>;
  stop(): Promise<void>;
};

/**
 * @param dir the folder of an application inside the project, with a client in `src/generated/americano`
 * @param paths of the routes, as Next names them
 */
export async function serveAmericano(dir: string, paths: readonly string[]): Promise<ServedAmericano> {
  const script = await bundle(dir, paths);
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^DATABASE_URL$|^DRIFTBOARD_|^AMERICANO_/.test(name),
  );
  const child = spawn(process.execPath, [script], {
    cwd: dir,
    env: { ...Object.fromEntries(kept), NODE_ENV: 'test', DRIFTBOARD_RELOAD_TOKEN: RELOAD_TOKEN },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const baseUrl = `http://127.0.0.1:${await portOf(child)}`;
  const post = async (path: string, body: string) => {
    const headers = { authorization: `Bearer ${RELOAD_TOKEN}` };
    const answer = await fetch(`${baseUrl}${path}`, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    await answer.arrayBuffer();
  };
  return {
    baseUrl,
    async moveTo(databaseUrl) {
      await post('/moved', JSON.stringify({ databaseUrl }));
      await post('/api/health/client', '');
    },
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** The route files of the application itself, in one script. */
async function bundle(dir: string, paths: readonly string[]): Promise<string> {
  const root = findProjectRoot();
  const imports = paths.map((path, at) => `import { GET as route${at} } from './src/app${path}/route';`);
  const table = paths.map((path, at) => `${JSON.stringify(path)}: route${at}`);
  const outfile = join(dir, 'served.mjs');
  await build({
    stdin: {
      contents: `import { serveRoutes } from './src/americano/testing/served-routes';\n${imports.join('\n')}\nserveRoutes({ ${table.join(', ')} });\n`,
      resolveDir: root,
      loader: 'ts',
    },
    alias: { '@': join(root, 'src') },
    bundle: true,
    outfile,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    tsconfigRaw: {},
    logLevel: 'silent',
  });
  return outfile;
}

function portOf(child: ChildProcess): Promise<number> {
  const { stdout } = child;
  if (stdout === null) throw new Error('The application has no output.');
  return new Promise((resolve, reject) => {
    createInterface({ input: stdout }).once('line', (line) =>
      resolve(z.object({ port: z.number() }).parse(JSON.parse(line)).port),
    );
    child.once('close', () => reject(new Error('The application did not start.')));
  });
}
