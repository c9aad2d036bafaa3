import { z } from 'zod';
import { quoteName, quoteObject } from '../../../checks/support/sql-text';
import type { DatabaseSchema, Sequence, SequenceUse, Table } from '../../../shared/database-schema';
import type { Evidence } from '../../../shared/observation';
import { redact } from '../../../shared/redact';
import { type DatabaseSession, failed, notConfigured, observed, type Probe } from '../types';
import { extremesQuery, type Fed, valuesQuery } from './sequence-queries';
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

/** So many sequences are asked for in one statement. */
const CHUNK = 100;

const PRIVILEGES = `
SELECT w.place::int AS place, current_user::text AS "user",
       has_schema_privilege(n.oid, 'USAGE') AS "mayUse",
       has_sequence_privilege(c.oid, 'SELECT') AS "mayReadSequence",
       coalesce(has_column_privilege(t.oid, a.attnum, 'SELECT'), false) AS "mayReadColumn",
       row_security_active(t.oid) AS "hidesRows"
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS w(schema, sequence, "table", "column", place)
JOIN pg_catalog.pg_namespace n ON n.nspname = w.schema
JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = w.sequence
JOIN pg_catalog.pg_class t ON t.relnamespace = n.oid AND t.relname = w."table"
JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attname = w."column"`;

const PrivilegeRow = z.object({
  place: z.number().int(),
  user: z.string(),
  mayUse: z.boolean(),
  mayReadSequence: z.boolean(),
  mayReadColumn: z.boolean(),
  hidesRows: z.boolean(),
});

/**
 * The use of each sequence that a column of a watched table owns. What cannot be read of one says why, and takes nothing
 * from the others.
 * @throws DatabaseError
 */
export async function readSequences(
  session: DatabaseSession,
  catalogue: DatabaseSchema,
): Promise<{ uses: SequenceUse[]; evidence: Evidence[] }> {
  const fed = fedColumns(catalogue);
  if (fed.length === 0) return { uses: [], evidence: [] };
  const privileges = await session.query(PRIVILEGES, PrivilegeRow, [
    fed.map(({ sequence }) => sequence.schema),
    fed.map(({ sequence }) => sequence.name),
    fed.map(({ table }) => table.name),
    fed.map(({ column }) => column),
  ]);
  const byPlace = new Map(privileges.rows.map((row) => [row.place - 1, row]));
  const evidence = [privileges.evidence];

  const values = new Map<Fed, { next?: string; extreme?: string | null; reasons: string[] }>();
  const [readable, indexed]: [Fed[], Fed[]] = [[], []];
  for (const [place, one] of fed.entries()) {
    const reasons = refusals(one, byPlace.get(place));
    values.set(one, { reasons: [...new Set([...reasons.sequence, ...reasons.column])] });
    if (reasons.sequence.length === 0) readable.push(one);
    if (reasons.column.length === 0) indexed.push(one);
  }
  const put = (one: Fed, found: { next?: string; extreme?: string | null }) =>
    values.set(one, { reasons: [], ...values.get(one), ...found });
  const lack = (one: Fed, reason: string) => values.get(one)?.reasons.push(reason);

  const asked = await Promise.all([
    inChunks(readable, lack, async (chunk) => {
      const query = valuesQuery(chunk);
      const answers = await session.cells([query]);
      const cells = answers.of(query);
      const [lasts, called] = [cells.of('last'), cells.of('called')];
      for (const [row, place] of cells.of('place').entries()) {
        const one = chunk[Number(place)];
        if (one !== undefined)
          put(one, { next: nextOf(one.sequence, lasts[row] ?? '', called[row] === 'true') });
      }
      return answers.evidence;
    }),
    inChunks(indexed, lack, async (chunk) => {
      const query = extremesQuery(chunk);
      const answers = await session.cells([query], 'beside');
      const extremes = answers.of(query).of('extreme');
      for (const [row, place] of answers.of(query).of('place').entries()) {
        const one = chunk[Number(place)];
        const extreme = extremes[row] ?? '';
        if (one !== undefined) put(one, { extreme: extreme === '' ? null : extreme });
      }
      return answers.evidence;
    }),
  ]);
  evidence.push(...asked.flat());

  const uses = fed.map((one): SequenceUse => {
    const found = values.get(one);
    const reasons = found?.reasons ?? [];
    return {
      schema: one.sequence.schema,
      name: one.sequence.name,
      table: one.table.name,
      column: one.column,
      next: found?.next ?? null,
      extreme: found?.extreme ?? null,
      unreadable: reasons.length === 0 ? null : reasons.join(' '),
    };
  });
  return { uses, evidence };
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

/** Why the sequence or the column is not read, each as a sentence. */
function refusals(
  { sequence, table, column }: Fed,
  may: z.infer<typeof PrivilegeRow> | undefined,
): { sequence: string[]; column: string[] } {
  const name = quoteObject(sequence);
  if (may === undefined) {
    const reason = `${name} is not there any more: look again.`;
    return { sequence: [reason], column: [reason] };
  }
  const user = quoteName(may.user);
  if (!may.mayUse) {
    const reason = `User ${user} may not use the schema: GRANT USAGE ON SCHEMA ${quoteName(sequence.schema)} TO ${user}.`;
    return { sequence: [reason], column: [reason] };
  }
  const ofSequence = may.mayReadSequence
    ? []
    : [`User ${user} may not read ${name}: GRANT SELECT ON SEQUENCE ${name} TO ${user}.`];
  const target = `${quoteObject(table)}.${quoteName(column)}`;
  const ofColumn: string[] = [];
  if (!may.mayReadColumn)
    ofColumn.push(
      `User ${user} may not read ${target}: GRANT SELECT (${quoteName(column)}) ON ${quoteObject(table)} TO ${user}.`,
    );
  else if (may.hidesRows)
    ofColumn.push(
      `Row security hides rows of ${quoteObject(table)} from user ${user}: ALTER ROLE ${user} BYPASSRLS, or use another user.`,
    );
  else if (!hasLeadingIndex(table, column) && (table.sizeBytes ?? 0) > SCANNED_BYTES_MAX)
    ofColumn.push(
      `No valid index begins with ${target}, so its largest value would take a scan of a large table: create one, or compare by hand.`,
    );
  return { sequence: ofSequence, column: ofColumn };
}

/**
 * Without an index the largest value takes a scan: a few milliseconds for a table of this size. One that was never
 * analysed may be larger than anybody knows; the statement's own short limit bounds it.
 */
const SCANNED_BYTES_MAX = 8 * 1024 * 1024;

/** Whether the largest value is the last entry of an index. */
function hasLeadingIndex(table: Table, column: string): boolean {
  return table.indexes.some(
    ({ columns, method, predicate, valid, ready }) =>
      method === 'btree' && predicate === null && valid && ready && columns[0]?.name === column,
  );
}

function nextOf(sequence: Sequence, last: string, called: boolean): string {
  if (!called) return last;
  const step = BigInt(sequence.increment);
  const next = BigInt(last) + step;
  const beyond = step > 0n ? next > BigInt(sequence.maximum) : next < BigInt(sequence.minimum);
  if (!beyond || !sequence.cycle) return String(next);
  return step > 0n ? sequence.minimum : sequence.maximum;
}

/** Asks for many at once; where that fails, for each half, until the one that cannot be read stands alone. */
async function inChunks(
  all: readonly Fed[],
  lack: (one: Fed, reason: string) => void,
  read: (chunk: readonly Fed[]) => Promise<Evidence>,
): Promise<Evidence[]> {
  const evidence: Evidence[] = [];
  const ask = async (chunk: readonly Fed[]): Promise<void> => {
    try {
      evidence.push(await read(chunk));
    } catch (error) {
      const [only, ...others] = chunk;
      if (only === undefined) return;
      if (others.length === 0) {
        lack(only, redact(error instanceof Error ? error.message : String(error)));
        return;
      }
      const middle = Math.ceil(chunk.length / 2);
      await ask(chunk.slice(0, middle));
      await ask(chunk.slice(middle));
    }
  };
  for (let from = 0; from < all.length; from += CHUNK) await ask(all.slice(from, from + CHUNK));
  return evidence;
}
