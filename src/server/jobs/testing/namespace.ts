import { spawn, spawnSync } from 'node:child_process';
import type { TestApplication } from '../../probes/client/testing';
import { type CommandLine, commandLineEnvironment, follow } from './command-line';

/** Why no file system can be mounted for a test alone here; null where it can. */
export function whyNoMounts(): string | null {
  if (process.platform !== 'linux') return `${process.platform} has no mount namespaces`;
  const tried = spawnSync('unshare', ['--map-root-user', '--mount', 'mount', '-t', 'tmpfs', 'x', '/mnt']);
  if (tried.status === 0) return null;
  return `unshare --map-root-user --mount is refused (${tried.error?.message ?? String(tried.stderr).trim()})`;
}

/**
 * Runs a shell script that may mount file systems which nobody else sees; they are gone with it. `$NODE` is Node.
 * Permissions of files bind nobody in there, so what is refused is refused by the file system itself.
 */
export function runInNamespace(
  application: TestApplication,
  script: string,
  args: readonly string[],
): CommandLine {
  const child = spawn(
    'unshare',
    ['--map-root-user', '--mount', 'sh', '-c', `set -u\n${script}`, 'sh', ...args],
    {
      cwd: application.root,
      env: { ...commandLineEnvironment(application), NODE: process.execPath },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  return follow(child);
}
