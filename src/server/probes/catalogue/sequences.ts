import { quoteObject } from '../../../checks/support/sql-text';
import type { DatabaseSchema, SequenceUse } from '../../../shared/database-schema';
import type { Evidence } from '../../../shared/observation';
import { redact } from '../../../shared/redact';
import { type DatabaseSession, failed, notConfigured, observed, type Probe } from '../types';
import type { Fed } from './sequence-queries';
import { type Found, isQuicklyFound, noIndex, readUses, type Where } from './sequence-uses';
import { readApart } from './sequences-apart';
import { NO_DATABASE } from './watched-schemas';

/** How far each sequence has counted, against the largest value in the column that it feeds. */
export const databaseSequencesProbe: Probe<'database.sequences'> = {
  need: 'database.sequences',
  read: async (context) => {
    if (context.settings.databaseUrl === null) return notConfigured(NO_DATABASE);
    const catalogue = await context.observe('database.catalogue');
    if (!catalogue.ok)
      return failed(`Without the catalogue it is not known which sequences there are: ${catalogue.reason}`);
    try {
      const { uses, evidence } = await readSequences(await context.database(), catalogue.value);
      return observed(uses, ...evidence);
    } catch (error) {
      return failed(redact(error instanceof Error ? error.message : String(error)));
    }
  },
};

/** So many sequences are asked for in one message. */
const CHUNK = 100;

/** So long a look may take for all of them: each opens two relations or more on the server. */
const BUDGET_MS = 1_500;

/**
 * The use of each sequence that a column of a watched table owns. What cannot be read of one says why, and takes nothing
 * from the others.
 * @throws DatabaseError
 */
export async function readSequences(
  session: DatabaseSession,
  catalogue: DatabaseSchema,
  budgetMs = BUDGET_MS,
): Promise<{ uses: SequenceUse[]; evidence: Evidence[] }> {
  const fed = fedColumns(catalogue);
  const values = new Map<Fed, { next?: string; extreme?: string | null; reasons: Set<string> }>();
  for (const one of fed) values.set(one, { reasons: new Set() });
  const found: Found = {
    put: (one, value) => values.set(one, { reasons: new Set(), ...values.get(one), ...value }),
    lack: (one, reason) => values.get(one)?.reasons.add(reason),
  };
  const evidence: Evidence[] = [];
  const startedAt = performance.now();
  const isLate = () => performance.now() - startedAt > budgetMs;
  const late = `It was not read: with ${fed.length} sequences the others had taken ${budgetMs} ms, the most that a look takes for them. Compare it by hand.`;

  const chunks = Array.from({ length: Math.ceil(fed.length / CHUNK) }, (_, place) =>
    fed.slice(place * CHUNK, (place + 1) * CHUNK),
  );
  const readOn = async (where: Where) => {
    for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift()) {
      if (isLate()) {
        for (const one of chunk) found.lack(one, late);
        continue;
      }
      evidence.push(...(await readChunk(session, chunk, found, { where, isLate, late })));
    }
  };
  // A second connection costs more than it saves where there are few.
  const lanes: Where[] = chunks.length > 1 ? ['here', 'beside'] : ['here'];
  await Promise.all(lanes.map(readOn));

  const uses = fed.map((one): SequenceUse => {
    const { next, extreme, reasons } = values.get(one) ?? { reasons: new Set<string>() };
    return {
      schema: one.sequence.schema,
      name: one.sequence.name,
      table: one.table.name,
      column: one.column,
      next: next ?? null,
      extreme: extreme ?? null,
      unreadable: reasons.size === 0 ? null : [...reasons].join(' '),
    };
  });
  return { uses, evidence };
}

/** Most often all may be read: so that is tried before anybody asks what may be. */
async function readChunk(
  session: DatabaseSession,
  chunk: readonly Fed[],
  found: Found,
  how: Parameters<typeof readApart>[3],
): Promise<Evidence[]> {
  const columns = chunk.filter(isQuicklyFound);
  try {
    const evidence = await readUses(session, { sequences: chunk, columns }, found, how.where);
    for (const one of chunk) if (!isQuicklyFound(one)) found.lack(one, noIndex(one));
    return [evidence];
  } catch {
    // Which of them, and why, is told by asking for them apart; where the connection is gone that says so too.
    return readApart(session, chunk, found, how);
  }
}

/** The sequences with the columns that they feed. */
function fedColumns({ sequences, tables }: DatabaseSchema): Fed[] {
  const known = new Map(tables.map((table) => [quoteObject(table), table]));
  return sequences.flatMap((sequence): Fed[] => {
    const { ownedBy } = sequence;
    const table = ownedBy === null ? undefined : known.get(quoteObject({ ...sequence, name: ownedBy.table }));
    return ownedBy === null || table === undefined ? [] : [{ sequence, table, column: ownedBy.column }];
  });
}
