import { z } from 'zod';
import { Person, PersonName } from './people';

/** What a person says of an incident, for those who look at it next. */
export const IncidentNote = z.object({
  /** The first red run of its incident, by which an incident is named. */
  incident: z.number().int().positive(),
  person: Person,
  /** ISO 8601. */
  at: z.string(),
  text: z.string(),
});
export type IncidentNote = z.infer<typeof IncidentNote>;

/** `POST /api/health/incidents/notes`: by a person. */
export const IncidentNoteRequest = z.strictObject({
  incident: z.number().int().positive(),
  /** As typed; where a proxy tells who is signed in, that counts. */
  name: PersonName.nullable().default(null),
  text: z
    .string()
    .trim()
    .min(3, 'must have 3 characters at least')
    .max(2_000, 'must have 2,000 characters at most'),
  /** Names one request, so that the same one sent twice is one note. */
  requestId: z.uuid(),
});
export type IncidentNoteRequest = z.infer<typeof IncidentNoteRequest>;

/** The notes of a page of incidents, oldest first, and who may add some. */
export const IncidentNotes = z.object({
  /** Null where nobody knows them now: the store is not reached. */
  notes: z.array(IncidentNote).nullable(),
  /** Why none can be added; null where it can. */
  closed: z.string().nullable(),
  /** Who adds one types a name: no proxy tells who is signed in. */
  asksName: z.boolean(),
});
export type IncidentNotes = z.infer<typeof IncidentNotes>;
