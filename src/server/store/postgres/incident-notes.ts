import { IncidentNote } from '../../../shared/incident-notes';
import { appendAudit } from './audit';
import type { StoreClient } from './client';

type NoteRow = {
  firstNumber: number;
  person: string;
  proven: boolean;
  at: Date;
  text: string;
};

/** Of the incidents that began with these runs, oldest first. */
export async function readIncidentNotes(
  client: StoreClient,
  environment: string,
  incidents: readonly number[],
): Promise<IncidentNote[]> {
  const rows = await client.incidentNote.findMany({
    where: { incident: { environment: { name: environment } }, firstNumber: { in: [...incidents] } },
    orderBy: { id: 'asc' },
  });
  return rows.map(noteOf);
}

/**
 * Keeps a note, and in the same transaction its event at the end of the chain.
 * @returns the note, also where the same request kept it before; `no-incident` where there is none, `other` where the
 * request's name was used for something else
 */
export async function addIncidentNote(
  client: StoreClient,
  environment: string,
  { incident, person, at, text, requestId }: IncidentNote & { requestId: string },
): Promise<IncidentNote | 'no-incident' | 'other'> {
  return client.$transaction(async (transaction) => {
    const [row] = await transaction.$queryRaw<{ id: number }[]>`
      SELECT e.id FROM incidents i JOIN environments e ON e.id = i.environment_id
      WHERE e.name = ${environment} AND i.first_number = ${incident} FOR UPDATE OF i`;
    if (row === undefined) return 'no-incident';
    const known = await transaction.incidentNote.findUnique({ where: { requestId } });
    if (known !== null) {
      const same =
        known.environmentId === row.id &&
        known.firstNumber === incident &&
        known.text === text &&
        known.person === person.name;
      return same ? noteOf(known) : 'other';
    }
    const made = await transaction.incidentNote.create({
      data: {
        environmentId: row.id,
        firstNumber: incident,
        at,
        person: person.name,
        proven: person.proven,
        text,
        requestId,
      },
    });
    await appendAudit(transaction, {
      at,
      kind: 'incident.noted',
      environment,
      person: person.name,
      payload: { incident, text, proven: person.proven },
    });
    return noteOf(made);
  });
}

function noteOf({ firstNumber, person, proven, at, text }: NoteRow): IncidentNote {
  return IncidentNote.parse({
    incident: firstNumber,
    person: { name: person, proven },
    at: at.toISOString(),
    text,
  });
}
