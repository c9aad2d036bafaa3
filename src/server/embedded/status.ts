import { resolve } from 'node:path';
import { embeddedUrl, readPassword } from './password';
import { livingServer } from './pid-file';

/** Whether the embedded server of a data folder runs, and how to reach it. */
export type EmbeddedStatus =
  | { running: false }
  | { running: true; pid: number; port: number; url: (database: string) => string };

/** Looks, and starts nothing. A server that is still starting or already stopping counts as not running. */
export async function embeddedStatus(dataDir: string): Promise<EmbeddedStatus> {
  const folder = resolve(dataDir);
  const server = await livingServer(folder);
  const password = await readPassword(folder);
  if (server === null || server.status !== 'ready' || password === null) return { running: false };
  const { pid, port } = server;
  return { running: true, pid, port, url: (database) => embeddedUrl(port, password, database) };
}
