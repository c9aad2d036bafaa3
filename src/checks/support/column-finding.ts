import type { Table } from '../../shared/database-schema';
import type { Finding } from '../../shared/finding';
import { driftFinding } from './drift-finding';
import { MANAGED_ELSEWHERE } from './external';
import { weightFor } from './impact';
import { fieldOf, modelParts, readable } from './names';
import type { TablePair } from './table-pairs';

export type ColumnAt = { pair: TablePair; name: string /** All live ones. */; tables: readonly Table[] };

/** A column of both sides, and whether the migrations could have a say in it. */
export type ComparedColumn = ColumnAt & { migrationsRead: boolean };

type Parts = Pick<
  Finding,
  'rule' | 'severity' | 'impact' | 'expected' | 'observed' | 'remedy' | 'alternative'
> & {
  /** The sentence after the column's name, without its full stop. */
  difference: string;
};

/** A finding on one column, with the field behind it and the line where that stands. */
export function columnFinding(at: ColumnAt, { difference, ...parts }: Parts): Finding {
  const { pair, name } = at;
  const field = fieldOf(pair.model, name);
  const { source, ...model } = modelParts(pair.model);
  const fieldName =
    field === undefined || pair.model === undefined ? null : `${pair.model.name}.${field.name}`;
  const { alternative, ...ours } = parts;
  return driftFinding({
    ...ours,
    // What is managed elsewhere is not ours to alter.
    ...(pair.external
      ? { remedy: { kind: 'note', text: MANAGED_ELSEWHERE } }
      : alternative === undefined
        ? {}
        : { alternative }),
    ...weightFor(pair.model, parts),
    about: `${pair.id}:${name}`,
    subject: {
      kind: 'column',
      schema: pair.expected.schema,
      table: pair.expected.name,
      name,
      ...model,
      ...(field === undefined ? {} : { field: field.name }),
    },
    message: `Column ${pair.id}.${readable(name)}${fieldName === null ? '' : ` (field ${fieldName})`} ${difference}.`,
    source: field?.source ?? source,
  });
}
