import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { IncidentNote, IncidentNoteRequest } from '@/shared/incident-notes';
import { notify } from './notify';
import { post, request } from './request';

/** `POST /api/health/incidents/notes`. */
function addNote(note: IncidentNoteRequest): Promise<IncidentNote> {
  return request('/api/health/incidents/notes', (contracts) => contracts.IncidentNote, post(note));
}

/** Adds a note; the timelines that are at hand are asked for again, since it stands in them. */
export function useAddNote() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: addNote,
    onSuccess: () => client.invalidateQueries({ queryKey: ['history'] }),
    onError: (error: Error) => notify(error.message, 'error'),
  });
}
