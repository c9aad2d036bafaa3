import { realpath } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
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
      const refused = await refusal(server, dataDir, password);
      if (refused === null) return { state: 'adopted', pid: server.pid, port: server.port };
      // A server that is just dying or starting cuts connections: soon it is gone, or it answers.
      const settling = refused.passing && performance.now() < deadline;
      if (!settling && (await livingServer(dataDir)) !== null) {
        return { state: 'refuses', pid: server.pid, reason: refused.reason };
      }
    } else if (performance.now() > deadline) {
      return { state: 'refuses', pid: server.pid, reason: `it has been "${server.status}" for a minute` };
    }
    await sleep(50);
  }
}

/** Cut or refused connections, and PostgreSQL's codes for shutting down, crashed and starting up. */
const PASSING = /^(ECONNRESET|ECONNREFUSED|EPIPE|57P0[123])$/;
const CodedError = z.object({ code: z.string() });

/** Why the server cannot be used, and whether that may pass; null when it can. */
async function refusal(
  server: PidFile,
  dataDir: string,
  password: string,
): Promise<{ reason: string; passing: boolean } | null> {
  try {
    const held = await withClient(embeddedUrl(server.port, password, 'postgres'), (client) =>
      client.query<{ data_directory: string }>('SHOW data_directory'),
    );
    const shown = held.rows[0]?.data_directory ?? '';
    const own = (await realpath(shown)) === (await realpath(dataDir));
    return own ? null : { reason: `it serves ${shown}`, passing: false };
  } catch (error) {
    const reason = messageOf(error);
    const coded = CodedError.safeParse(error);
    const passing = (coded.success && PASSING.test(coded.data.code)) || /Connection terminated/.test(reason);
    return { reason, passing };
  }
}
