import { Person, PersonName } from '../shared/people';
import { HttpError } from './dashboard/http';

/**
 * Who asks for something that only people may decide. Where the proxy in front of the dashboard tells who signed in
 * (`personHeader`), that name counts and no other; otherwise it is the one that was typed.
 * @throws HttpError where there is no such name
 */
export function personOf(
  headers: Pick<Headers, 'get'>,
  typed: string | null,
  personHeader: string | null,
): Person {
  if (personHeader === null) {
    const name = PersonName.safeParse(typed ?? '');
    if (!name.success) throw new HttpError('bad-request', `Your name ${name.error.issues[0]?.message}.`);
    return { name: name.data, proven: false };
  }
  const told = PersonName.safeParse(headers.get(personHeader) ?? '');
  if (!told.success) {
    throw new HttpError(
      'forbidden',
      `Nobody is signed in: the header ${personHeader}, which the proxy in front of the dashboard sets, names no person.`,
    );
  }
  return Person.parse({ name: told.data, proven: true });
}
