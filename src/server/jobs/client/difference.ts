import type { ClientOnDisk, GeneratedClient } from '../../../shared/client';

/**
 * One or two sentences: which models and enums a new client has and lacks against the old one, and the sizes of both.
 * Pure.
 */
export function describeChange(before: ClientOnDisk | null, after: GeneratedClient): string {
  const size = `${megabytes(after.files)} in ${after.files.length} files`;
  if (before === null || before.state !== 'complete') {
    const was = before?.state === 'incomplete' ? 'an incomplete one' : 'none';
    return `A client where there was ${was}: ${after.models.length} models, ${after.enums.length} enums, ${size}.`;
  }
  const old = before.client;
  const parts = [
    ...changes('model', names(old.models), names(after.models)),
    ...changes('enum', names(old.enums), names(after.enums)),
  ];
  if (old.version !== after.version) parts.push(`Prisma ${old.version} → ${after.version}`);
  if (parts.length === 0) {
    parts.push(
      old.fingerprint === after.fingerprint
        ? 'Nothing changed'
        : 'Same models and enums, other fields or attributes',
    );
  }
  return `${parts.join('; ')}. Size ${megabytes(old.files)} → ${size}.`;
}

function changes(word: string, before: readonly string[], after: readonly string[]): string[] {
  const added = after.filter((name) => !before.includes(name));
  const removed = before.filter((name) => !after.includes(name));
  return [
    ...(added.length > 0 ? [`${count(added.length, word)} added: ${added.join(', ')}`] : []),
    ...(removed.length > 0 ? [`${count(removed.length, word)} removed: ${removed.join(', ')}`] : []),
  ];
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

function names(things: readonly { name: string }[]): string[] {
  return things.map((thing) => thing.name);
}

function megabytes(files: readonly { sizeBytes: number }[]): string {
  const bytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  return bytes < 100_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(2)} MB`;
}
