import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { z } from 'zod';
import { findProjectRoot } from '../../project-root';

/** Bundles `served-dashboard.ts`. @param dir below the project's folder, so that its packages are found from there */
export async function bundleDashboard(dir: string): Promise<string> {
  const root = findProjectRoot();
  const script = join(dir, 'served.mjs');
  await build({
    entryPoints: [join(root, 'src/server/dashboard/testing/served-dashboard.ts')],
    alias: { '@': join(root, 'src') },
    bundle: true,
    outfile: script,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    tsconfigRaw: {},
    logLevel: 'silent',
  });
  return script;
}

/** A dashboard in a process of its own. */
export type Served = {
  pid: number;
  port: number;
  /** `kill -9`, and no more than that. */
  kill(): Promise<void>;
};

/**
 * Starts a bundled dashboard. No setting of the test's own environment reaches it.
 * @param env what it is set by
 * @param onLog each line of its log; where nobody reads it, it goes where the test's goes
 */
export async function serveDashboard(
  script: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
  onLog?: (line: string) => void,
): Promise<Served> {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(DATABASE|STORE)_URL$|^DRIFTBOARD_/.test(name),
  );
  const child = spawn(process.execPath, ['--expose-gc', script], {
    cwd,
    env: { ...Object.fromEntries(kept), NODE_ENV: 'test', ...env },
    stdio: ['ignore', 'pipe', onLog === undefined ? 'inherit' : 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const { stdout, stderr } = child;
  if (stdout === null) throw new Error('The dashboard has no output.');
  if (stderr !== null && onLog !== undefined) createInterface({ input: stderr }).on('line', onLog);
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: stdout }).on('line', (line) => {
      const said = z.object({ port: z.number() }).safeParse(parse(line));
      if (said.success) resolve(said.data.port);
    });
    child.once('close', () => reject(new Error('The dashboard did not start.')));
  });
  return {
    pid: child.pid ?? -1,
    port,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
