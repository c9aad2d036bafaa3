import { dashboard } from '@/server/dashboard/dashboard';
import { answer, json, readJson } from '@/server/dashboard/http';
import { logFault } from '@/server/log';
import { IncidentNote, IncidentNoteRequest } from '@/shared/incident-notes';

export const dynamic = 'force-dynamic';

/** A note by a person on an incident, which is named by its first red run. */
export function POST(request: Request): Promise<Response> {
  return answer(async () => {
    const wanted = await readJson(request, IncidentNoteRequest);
    const { incidentNotes } = await dashboard();
    return json(IncidentNote, await incidentNotes.add(wanted, request.headers), 201);
  }, logFault);
}
