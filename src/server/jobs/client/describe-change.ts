import type { ClientOnDisk, GeneratedClient } from '../../../shared/client';
import type { ClientChange } from '../../../shared/regeneration';

/** More names than these are counted, not listed: the whole list stands in the job's result. */
const MOST_NAMES = 6;

/** One client as it was, as it is, and what differs. */
export type Described = { before: ClientOnDisk | null; after: GeneratedClient; change: ClientChange };

/**
 * What a regeneration changed, in one sentence or two for each client: names as far as they can be read at once, and the
 * sizes. Pure.
 */
export function describeChanges(clients: readonly Described[]): string {
  return clients
    .map((one) => (clients.length === 1 ? describeOne(one) : `${one.change.name}: ${describeOne(one)}`))
    .join(' ');
}

function describeOne({ before: was, after: is, change }: Described): string {
  const { before, after, models, enums } = change;
  const size = `${megabytes(after.sizeBytes)} in ${count(after.files, 'file')}`;
  if (before === null) {
    const what = was?.state === 'incomplete' ? 'an incomplete one' : 'none';
    return `A client where there was ${what}: ${count(after.models, 'model')}, ${count(after.enums, 'enum')}, ${size}.`;
  }
  const fields = models.changed.flatMap(({ name, fields }) => [
    ...fields.added.map((field) => `+${name}.${field}`),
    ...fields.removed.map((field) => `−${name}.${field}`),
    ...fields.changed.map((field) => `${name}.${field}`),
  ]);
  const values = enums.changed.flatMap(({ name, values }) => [
    ...values.added.map((value) => `+${name}.${value}`),
    ...values.removed.map((value) => `−${name}.${value}`),
  ]);
  const parts = [
    ...list('model', 'added', models.added),
    ...list('model', 'removed', models.removed),
    ...list('field', 'differ', fields),
    ...list('enum', 'added', enums.added),
    ...list('enum', 'removed', enums.removed),
    ...list('enum value', 'differ', values),
    ...(before.version === after.version ? [] : [`Prisma ${before.version} → ${after.version}`]),
  ];
  if (parts.length === 0) {
    const same = was?.state === 'complete' && was.client.fingerprint === is.fingerprint;
    parts.push(same ? 'Nothing changed' : 'Same models, fields, enums and values; other attributes or text');
  }
  const files = before.files === after.files ? '' : ` (${before.files} before)`;
  return `${parts.join('; ')}. Size ${megabytes(before.sizeBytes)} → ${size}${files}.`;
}

function list(word: string, what: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const verb = what === 'differ' && names.length === 1 ? 'differs' : what;
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return [`${count(names.length, word)} ${verb}: ${names.slice(0, MOST_NAMES).join(', ')}${more}`];
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

function megabytes(bytes: number): string {
  return bytes < 100_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(2)} MB`;
}
