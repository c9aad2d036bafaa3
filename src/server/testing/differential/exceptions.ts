import type { Finding } from '../../../shared/finding';
import type { EngineDifference } from './engine-differences';

/** What the schema engine reports and Driftboard does not, or only as a remark; each with its reason. */
export const EXCEPTIONS: readonly {
  name: string;
  reason: string;
  holds(difference: EngineDifference, findings: readonly Finding[]): boolean;
}[] = [
  {
    name: 'only the name differs',
    reason:
      'An index, a key or a unique constraint does the same under any name, and the client knows none of them.',
    holds: (difference) => difference.onlyRenamed,
  },
  {
    name: 'an enum that nobody uses',
    reason: 'No column has its type, so that no query can meet it: it is told as a remark.',
    holds: ({ kind, statements }) =>
      kind === 'enum' && statements.every((sql) => sql.startsWith('DROP TYPE')),
  },
  {
    name: 'a key to a table that lacks whole',
    reason: 'It cannot stand without its target: the finding on that table makes it again in its repair.',
    holds: ({ kind, target }, findings) =>
      kind === 'foreign-key' &&
      findings.some(
        ({ rule, subject, remedy }) =>
          rule === 'table.missing' &&
          `${subject.schema}.${subject.name}` === target &&
          remedy.text.includes('FOREIGN KEY'),
      ),
  },
];

/** Changes after which the engine gives up instead of answering. */
export const ENGINE_GIVES_UP: readonly { template: string; message: RegExp }[] = [
  {
    template: 'move table to another schema',
    message: /Cross schema references are only allowed when the target schema is listed/,
  },
];
