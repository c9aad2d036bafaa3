import { realpath } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { withClient } from './databases';
import { messageOf } from './errors';
import { embeddedUrl } from './password';
import { livingServer, type PidFile } from './pid-file';

/** `none`: no server lives there; `refuses`: one lives but does not let us in. */
export type Adoption =
  | { state: 'none' }
  | { state: 'adopted'; pid: number; port: number }
  | { state: 'refuses'; pid: number; reason: string };

/** How long a living server may take to become ready, or to finish stopping. */
const SETTLE_MS = 60_000;

/** Finds the living server of a data folder and proves that it is that folder's by asking it. */
export async function adopt(dataDir: string, password: string): Promise<Adoption> {
  const deadline = performance.now() + SETTLE_MS;
  for (;;) {
    const server = await livingServer(dataDir);
    if (server === null) return { state: 'none' };
    if (server.status === 'ready') {
      const reason = await refusal(server, dataDir, password);
      if (reason === null) return { state: 'adopted', pid: server.pid, port: server.port };
      if ((await livingServer(dataDir)) !== null) return { state: 'refuses', pid: server.pid, reason };
    } else if (performance.now() > deadline) {
      return { state: 'refuses', pid: server.pid, reason: `it has been "${server.status}" for a minute` };
    }
    await sleep(50);
  }
}

/** Why the server cannot be used, or null when it can. */
async function refusal(server: PidFile, dataDir: string, password: string): Promise<string | null> {
  try {
    const held = await withClient(embeddedUrl(server.port, password, 'postgres'), (client) =>
      client.query<{ data_directory: string }>('SHOW data_directory'),
    );
    const shown = held.rows[0]?.data_directory ?? '';
    return (await realpath(shown)) === (await realpath(dataDir)) ? null : `it serves ${shown}`;
  } catch (error) {
    return messageOf(error);
  }
}
