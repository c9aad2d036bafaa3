import { z } from 'zod';

/** A name as a person may be called: shown in one line, and never empty. */
export const PersonName = z
  .string()
  .trim()
  .min(1, 'must name a person')
  .max(120, 'must have 120 characters at most')
  .regex(/^[^\p{Cc}\p{Cf}\u2028\u2029]*$/u, 'must be one line of visible characters');

/** Who decides something. */
export const Person = z.object({
  name: PersonName,
  /** Told by the proxy that people sign in at (`personHeader`); otherwise the name is as typed, and nobody vouches for it. */
  proven: z.boolean(),
});
export type Person = z.infer<typeof Person>;

/**
 * Whether two names are one person's, however they are written: an "Ä" of two characters, capitals and spaces make nobody
 * another person.
 */
export function isSamePerson(one: Pick<Person, 'name'>, other: Pick<Person, 'name'>): boolean {
  return plain(one.name) === plain(other.name);
}

function plain(name: string): string {
  return (
    name
      .normalize('NFKC')
      // Nobody sees them.
      .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
      // To capitals first, so that “ß” is “ss”.
      .toUpperCase()
      .toLowerCase()
      .replace(/\s+/gu, ' ')
      .trim()
  );
}
