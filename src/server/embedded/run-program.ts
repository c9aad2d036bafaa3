import { spawn } from 'node:child_process';
import { EmbeddedPostgresError, errorCode } from './errors';
import { type Identity, wrapCommand } from './identity';

/** What a finished program left: its exit code (null after a signal) and its output, both streams together. */
export interface ProgramResult {
  code: number | null;
  output: string;
}

/**
 * Runs one of PostgreSQL's programs to its end.
 * @param input text for its standard input
 * @throws EmbeddedPostgresError when it cannot be started at all
 */
export function runProgram(
  identity: Identity,
  file: string,
  args: string[],
  input?: string,
): Promise<ProgramResult> {
  const command = wrapCommand(identity, file, args);
  return new Promise((resolvePromise, reject) => {
    const child = spawn(command.file, command.args, {
      ...spawnIdentity(command),
      cwd: '/',
      env: serverEnv(),
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on('error', (error) => reject(cannotRun(file, error)));
    child.on('close', (code) => resolvePromise({ code, output }));
    child.stdin.on('error', () => child.stdin.destroy());
    child.stdin.end(input ?? '');
  });
}

/** The part of spawn's options that sets the user; empty when it stays the same. */
export function spawnIdentity(command: { uid?: number; gid?: number }): { uid?: number; gid?: number } {
  return command.uid === undefined ? {} : { uid: command.uid, gid: command.gid };
}

/** The environment of the server: the caller's PG* variables would change what it does, so they stay out. */
export function serverEnv(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^PG|^LC_|^DATABASE_URL$|^DRIFTBOARD_/.test(name),
  );
  return { ...Object.fromEntries(kept), NODE_ENV: process.env.NODE_ENV, TZ: 'UTC' };
}

/** The sentence for a program that could not be started. */
export function cannotRun(file: string, error: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `The PostgreSQL that comes along cannot run on this machine (${file}: ${errorCode(error) ?? 'failed to start'}): set DATABASE_URL to a PostgreSQL of your own.`,
  );
}
