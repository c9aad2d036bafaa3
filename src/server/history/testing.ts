import type { IncidentNotes } from '../../shared/incident-notes';

/** For tests of a history that nobody says anything of. */
export const noNotes = async (): Promise<IncidentNotes> => ({
  notes: null,
  closed: 'There is no store here.',
  asksName: true,
});
