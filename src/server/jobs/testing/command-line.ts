import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestApplication } from '../../probes/client/testing';
import { findProjectRoot } from '../../project-root';

/** A real `driftboard …` in a process of its own. */
export type CommandLine = {
  pid: number;
  child: ChildProcess;
  /** What it has said so far, both streams together. */
  said(): string;
  /** Waits until it has said this. */
  says(words: string | RegExp): Promise<void>;
  /** Its exit code, or the signal that ended it. */
  ended: Promise<number | string>;
};

/** An environment in which only the test's own settings count. */
export function commandLineEnvironment(application: TestApplication): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('DRIFTBOARD_') && !['DATABASE_URL', 'NODE_OPTIONS'].includes(name),
  );
  return {
    ...Object.fromEntries(kept),
    NODE_ENV: 'production',
    NO_COLOR: '1',
    DRIFTBOARD_DATA_DIR: application.dataDir,
  };
}

export function driftboardArguments(application: TestApplication, args: readonly string[]): string[] {
  const place = ['--schema', application.schema, '--client', application.client];
  return [join(findProjectRoot(), 'bin', 'driftboard.mjs'), ...args, ...place];
}

/** Starts `driftboard …` on the application; the working directory has no settings file. */
export function startCommandLine(
  application: TestApplication,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): CommandLine {
  return follow(
    spawn(process.execPath, driftboardArguments(application, args), {
      cwd: application.root,
      env: { ...commandLineEnvironment(application), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
}

/** What a started process says and how it ends. */
export function follow(child: ChildProcess): CommandLine {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  const ended = new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, by) => resolve(code ?? by ?? 'unknown'));
  });
  return {
    pid: child.pid ?? 0,
    child,
    said: () => text,
    async says(words) {
      while (!(typeof words === 'string' ? text.includes(words) : words.test(text))) {
        if (child.exitCode !== null || child.signalCode !== null) {
          throw new Error(`It ended before it said ${words}:\n${text}`);
        }
        await sleep(20);
      }
    },
    ended,
  };
}
