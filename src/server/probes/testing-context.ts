import type { Need, Observed } from '../../checks/types';
import { Settings } from '../../shared/config';
import type { Observation } from '../../shared/observation';
import { openDatabaseSession } from './catalogue/session';
import type { DatabaseSession, ProbeContext } from './types';

type Given = { [N in Need]?: Observation<Observed[N]> };

/**
 * A run's context for the test of one probe: a session is opened at the first call, other probes answer what is given.
 * Call `close` at the end.
 */
export function testContext(
  settings: Partial<Settings>,
  given: Given = {},
  dataDir = '/nonexistent',
): ProbeContext & { close(): Promise<void> } {
  const full = Settings.parse(settings);
  const signal = new AbortController().signal;
  let session: Promise<DatabaseSession & { close(): Promise<void> }> | undefined;
  async function observe<N extends Need>(need: N): Promise<Observation<Observed[N]>> {
    const answer: Given[N] = given[need];
    return answer ?? { ok: false, reason: `No ${need} in this test.`, evidence: [] };
  }
  return {
    settings: full,
    signal,
    projectRoot: process.cwd(),
    dataDir,
    observe,
    database: () => {
      const databaseUrl = full.databaseUrl ?? '';
      session ??= openDatabaseSession({ databaseUrl, timeoutMs: full.timeoutMs, signal });
      return session;
    },
    close: async () => {
      await (await session)?.close();
    },
  };
}
