import type { Settings } from '../../shared/config';
import type { IncidentNote, IncidentNoteRequest, IncidentNotes } from '../../shared/incident-notes';
import { redact } from '../../shared/redact';
import { personOf } from '../people';
import { HttpError } from './http';
import type { DashboardStore } from './store';

export type DashboardIncidentNotes = {
  /** Of the incidents that began with these runs. */
  of(incidents: readonly number[]): Promise<IncidentNotes>;
  /** @throws HttpError where nobody says who, there is no such incident, or no store keeps it */
  add(request: IncidentNoteRequest, headers: Pick<Headers, 'get'>): Promise<IncidentNote>;
};

type Parts = {
  /** Undefined where the configuration has to be mended first. */
  settings: Pick<Settings, 'env' | 'personHeader'> | undefined;
  kept: Pick<DashboardStore, 'client' | 'recording'>;
};

/** What people say of incidents. It is kept in the store alone: a note that a restart forgets is worse than none. */
export function dashboardIncidentNotes({ settings, kept }: Parts): DashboardIncidentNotes {
  const asksName = settings?.personHeader == null;
  const closed = (): string =>
    `Notes are kept in the store. ${kept.recording().reason ?? 'It is not reached yet: try again in a moment.'}`;
  return {
    async of(incidents) {
      const client = kept.client();
      if (client === null || settings === undefined) return { notes: null, closed: closed(), asksName };
      const { readIncidentNotes } = await import('../store/postgres/incident-notes');
      try {
        const notes = await readIncidentNotes(client, settings.env, incidents);
        return { notes, closed: null, asksName };
      } catch {
        // The store went away meanwhile; it says so itself, and the page is shown without them.
        return { notes: null, closed: 'The store did not answer, so nobody knows the notes now.', asksName };
      }
    },
    async add({ incident, name, text, requestId }, headers) {
      const person = personOf(headers, name, settings?.personHeader ?? null);
      const client = kept.client();
      if (client === null || settings === undefined) throw new HttpError('unavailable', closed());
      const { addIncidentNote } = await import('../store/postgres/incident-notes');
      const at = new Date().toISOString();
      const note = { incident, person, at, text: redact(text), requestId };
      const added = await addIncidentNote(client, settings.env, note);
      if (added === 'no-incident')
        throw new HttpError('not-found', `No incident that is kept began with run ${incident}.`);
      if (added === 'other')
        throw new HttpError('conflict', 'This request was sent before with another note: write it again.');
      return added;
    },
  };
}
