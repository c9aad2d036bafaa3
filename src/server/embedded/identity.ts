import { execFile } from 'node:child_process';
import { chown, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './errors';

/** `nobody` on Linux and macOS' Linux containers; any uid that is not 0 will do, and this one needs no account. */
export const NOBODY = 65534;

/** How the server's programs are started, since PostgreSQL refuses to run as root. */
export type Identity = { kind: 'plain' } | { kind: 'namespace' } | { kind: 'nobody' };

/** A program with its arguments and the uid to spawn it with. */
export interface Command {
  file: string;
  args: string[];
  uid?: number;
  gid?: number;
}

/** Plain for an ordinary user; as root a user namespace where that is allowed, otherwise uid 65534. */
export async function detectIdentity(): Promise<Identity> {
  if (process.getuid?.() !== 0) return { kind: 'plain' };
  const probe = wrapCommand({ kind: 'namespace' }, 'true', []);
  return promisify(execFile)(probe.file, probe.args).then(
    () => ({ kind: 'namespace' }),
    () => ({ kind: 'nobody' }),
  );
}

/** The command that runs `file` under the given identity. */
export function wrapCommand(identity: Identity, file: string, args: string[]): Command {
  if (identity.kind === 'plain') return { file, args };
  if (identity.kind === 'nobody') return { file, args, uid: NOBODY, gid: NOBODY };
  const wrapper = ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--'];
  return { file: 'unshare', args: [...wrapper, file, ...args] };
}

/** Gives a path that root has made to the identity that will use it. Does nothing unless that is uid 65534. */
export async function handOver(identity: Identity, path: string): Promise<void> {
  if (identity.kind === 'nobody') await chown(path, NOBODY, NOBODY);
}

/**
 * Makes sure that uid 65534 can walk to a path.
 * @throws EmbeddedPostgresError naming the folder that it cannot enter
 */
export async function assertReachable(identity: Identity, path: string): Promise<void> {
  if (identity.kind !== 'nobody') return;
  for (let dir = dirname(resolve(path)); ; dir = dirname(dir)) {
    const info = await stat(dir);
    const open = (info.mode & 0o001) !== 0 || (info.uid === NOBODY && (info.mode & 0o100) !== 0);
    if (!open) {
      throw new EmbeddedPostgresError(
        `PostgreSQL does not run as root, user namespaces are forbidden here, and user ${NOBODY} may not enter ${dir}: run as an ordinary user, move the project to a folder that all may enter, or set DATABASE_URL.`,
      );
    }
    if (dirname(dir) === dir) return;
  }
}
