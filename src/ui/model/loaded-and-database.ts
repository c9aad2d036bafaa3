import type { RunDetails } from '@/shared/details';
import type { Report } from '@/shared/report';
import type { Verdict } from '@/shared/verdict';
import { plural, someOf } from '../parts/format';
import type { ProcessRow } from './client-processes';
import { clientAndDatabase, type Judged } from './client-words';
import type { Found } from './findings';

type Others = { clientDatabase: Judged; clientProcesses: Judged; rows: readonly ProcessRow[] };

/**
 * How the database stands to what the processes hold. No check compares the two: a process that holds a client of the
 * disk is as that client is; of an older one only the names of its models are known, and those it lacks are held
 * against the tables that are proven to be there.
 */
export function loadedAndDatabase(
  report: Report,
  details: Pick<RunDetails, 'client'>,
  { clientDatabase, clientProcesses, rows }: Others,
): Judged {
  const { verdict, found } = clientProcesses;
  if (verdict === 'unknown' || verdict === 'skipped') {
    return notCompared(verdict);
  }
  const stale = rows.filter(({ state }) => state === 'stale');
  if (stale.length === 0) {
    const held = new Set(rows.flatMap(({ client }) => client ?? []));
    if (held.size === 0 || verdict !== 'pass') return notCompared('unknown');
    return asOnDisk(
      clientDatabase,
      held,
      (details.client.disk ?? []).map(({ name }) => name),
    );
  }
  const lacks = [...new Set(stale.flatMap((row) => row.lacks))].filter((model) =>
    isInDatabase(model, report, details.client.delegates),
  );
  const pids = someOf(stale.map(({ loaded }) => String(loaded.pid)));
  const who = stale.length === 1 ? `Process ${pids}` : `Processes ${pids}`;
  if (lacks.length > 0) {
    return {
      verdict: 'fail',
      words: `${plural(lacks.length, 'table')} without a model`,
      names: lacks,
      reasons: [],
      found,
    };
  }
  return {
    verdict: 'unknown',
    words: 'not compared',
    names: [],
    reasons: [
      `${who} ${stale.length === 1 ? 'holds' : 'hold'} another client than the one on disk, and of that only the names of its models are known: restart ${stale.length === 1 ? 'it' : 'them'} and verify again.`,
    ],
    found: [],
  };
}

function notCompared(verdict: Verdict): Judged {
  const reasons = ['Which client the processes hold is not known, so it was held against nothing.'];
  return { verdict, words: 'not compared', names: [], reasons, found: [] };
}

/** What is said of the clients on disk that the processes hold; of several on disk, what is said of the others is left out. */
function asOnDisk(clientDatabase: Judged, held: ReadonlySet<string>, names: readonly string[]): Judged {
  if (clientDatabase.verdict === 'pass') return { ...clientDatabase, words: 'agree, as the client on disk' };
  const clientOf = ({ finding }: Found) => names.find((name) => finding.key.split(':').includes(name));
  const found = clientDatabase.found.filter((one) => {
    const client = names.length > 1 ? clientOf(one) : undefined;
    return client === undefined || held.has(client);
  });
  if (found.length === clientDatabase.found.length) return clientDatabase;
  // Something was not compared at all: nobody knows in which of the clients.
  if (clientDatabase.reasons.length > 0) return { ...clientDatabase, verdict: 'unknown', found };
  if (found.length > 0) return { ...clientDatabase, ...clientAndDatabase(found), found };
  return { verdict: 'pass', words: `agree, as ${someOf([...held])}`, names: [], reasons: [], found };
}

/** Whether a table is proven to stand behind a model: it was counted, or the tables were compared and it is among them. */
function isInDatabase(model: string, report: Report, delegates: RunDetails['client']['delegates']): boolean {
  if (delegates?.some((row) => row.model === model && row.ok) ?? false) return true;
  const tables = report.checks.find(({ id }) => id === 'tables');
  if (tables === undefined || tables.compared === 0) return false;
  return !tables.findings.some(({ rule, subject }) => rule === 'table.missing' && subject.model === model);
}
