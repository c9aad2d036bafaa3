import { z } from 'zod';
import { quoteName, quoteObject } from '../../../checks/support/sql-text';
import type { Evidence } from '../../../shared/observation';
import { redact } from '../../../shared/redact';
import type { DatabaseSession } from '../types';
import type { Fed } from './sequence-queries';
import { type Found, isQuicklyFound, noIndex, readUses, type Where } from './sequence-uses';

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
 * For sequences of which one at least cannot be read: those that the user may not read say so, and the others are asked
 * for again, until those that cannot be read stand alone.
 * @param isLate when no more is asked
 * @throws DatabaseError
 */
export async function readApart(
  session: DatabaseSession,
  fed: readonly Fed[],
  found: Found,
  { where, isLate, late }: { where: Where; isLate: () => boolean; late: string },
): Promise<Evidence[]> {
  const privileges = await session.query(PRIVILEGES, PrivilegeRow, [
    fed.map(({ sequence }) => sequence.schema),
    fed.map(({ sequence }) => sequence.name),
    fed.map(({ table }) => table.name),
    fed.map(({ column }) => column),
  ]);
  const byPlace = new Map(privileges.rows.map((row) => [row.place - 1, row]));
  const evidence = [privileges.evidence];
  const [sequences, columns]: [Fed[], Fed[]] = [[], []];
  for (const [place, one] of fed.entries()) {
    const reasons = refusals(one, byPlace.get(place));
    for (const reason of new Set([...reasons.sequence, ...reasons.column])) found.lack(one, reason);
    if (reasons.sequence.length === 0) sequences.push(one);
    if (reasons.column.length === 0) columns.push(one);
  }
  await halve(sequences, (half) => readUses(session, { sequences: half, columns: [] }, found, where));
  await halve(columns, (half) => readUses(session, { sequences: [], columns: half }, found, where));
  return evidence;

  /** Asks for many at once; where that fails, for each half. */
  async function halve(many: readonly Fed[], read: (half: readonly Fed[]) => Promise<Evidence>) {
    const [only, ...others] = many;
    if (only === undefined) return;
    if (isLate()) {
      for (const one of many) found.lack(one, late);
      return;
    }
    try {
      evidence.push(await read(many));
    } catch (error) {
      if (others.length === 0) {
        found.lack(only, redact(error instanceof Error ? error.message : String(error)));
        return;
      }
      const middle = Math.ceil(many.length / 2);
      await halve(many.slice(0, middle), read);
      await halve(many.slice(middle), read);
    }
  }
}

/** Why the sequence or the column is not read, each as a sentence. */
function refusals(
  one: Fed,
  may: z.infer<typeof PrivilegeRow> | undefined,
): { sequence: string[]; column: string[] } {
  const { sequence, table, column } = one;
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
  else if (!isQuicklyFound(one)) ofColumn.push(noIndex(one));
  return { sequence: ofSequence, column: ofColumn };
}
