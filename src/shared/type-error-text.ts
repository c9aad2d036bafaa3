import type { TypeCheck, TypeErrorGroup } from './regeneration';

/** What a check of the types came to, in one sentence. */
export function typeErrorSummary({ command, files, errors, byPrisma, newErrors, groups }: TypeCheck): string {
  if (errors === 0) return `${command}: no type errors in ${count(files, 'file')}.`;
  const where = new Set(groups.flatMap(({ places }) => places.map(({ file }) => file))).size;
  const all = `${count(errors, 'type error')} in ${count(where, 'file')}`;
  if (newErrors === null) return `${all}, ${byPrisma} of them by what the client is.`;
  if (newErrors === 0) return `${all}, none of them by the new client: they were there before.`;
  const old = errors === newErrors ? '' : `; ${errors - newErrors} more were there before`;
  return `The new client brings ${count(newErrors, 'type error')}${old}.`;
}

/** One kind of error with its first places, each on a line of its own. */
export function typeErrorLines(group: TypeErrorGroup, mostPlaces = 3): string[] {
  const { code, isNew, count: times, message, places } = group;
  const kind =
    isNew === true ? 'new' : group.byPrisma ? 'by the client' : isNew === false ? 'before' : 'other';
  const [first = '', ...rest] = message.split('\n');
  const more = times > mostPlaces ? [`    and ${times - mostPlaces} more`] : [];
  return [
    `${code} (${kind}) ${first}`,
    ...rest.slice(0, 2).map((line) => `  ${line}`),
    ...places.slice(0, mostPlaces).map(({ file, line, column }) => `    ${file}:${line}:${column}`),
    ...more,
  ];
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
