import type { ClientChange } from '../../shared/regeneration';
import type { Io } from '../io';

/** More rows than a terminal shows are counted. */
const MAX_ROWS = 24;

/** What a regeneration changed, as rows of a short table: `+ model Post`. None where nothing did. */
export function changeTable(changes: readonly ClientChange[], colors: Io['errColors']): string[] {
  const rows = changes.flatMap((change) => rowsOf(change, colors).map((row) => ({ row, name: change.name })));
  const lines = rows.map(({ row, name }) => (changes.length === 1 ? `  ${row}` : `  ${name}: ${row}`));
  const more = lines.length - MAX_ROWS;
  return more > 0 ? [...lines.slice(0, MAX_ROWS), `  … and ${more} more`] : lines;
}

function rowsOf({ before, after, models, enums }: ClientChange, colors: Io['errColors']): string[] {
  const added = (kind: string) => (name: string) => `${colors.green('+')} ${kind} ${name}`;
  const removed = (kind: string) => (name: string) => `${colors.red('−')} ${kind} ${name}`;
  const changed = (kind: string, name: string, parts: string[]) =>
    `${colors.yellow('~')} ${kind} ${name.padEnd(20)} ${colors.dim(parts.join(', '))}`;
  const signed = ({ added, removed }: { added: string[]; removed: string[] }) => [
    ...added.map((name) => `+ ${name}`),
    ...removed.map((name) => `− ${name}`),
  ];
  const version =
    before === null || before.version === after.version
      ? []
      : [`${colors.yellow('~')} Prisma ${before.version} → ${after.version}`];
  return [
    ...version,
    ...models.added.map(added('model')),
    ...models.removed.map(removed('model')),
    ...models.changed.map(({ name, fields }) =>
      changed('model', name, [...signed(fields), ...fields.changed.map((text) => `~ ${text}`)]),
    ),
    ...enums.added.map(added('enum ')),
    ...enums.removed.map(removed('enum ')),
    ...enums.changed.map(({ name, values }) => changed('enum ', name, signed(values))),
  ];
}
