import type { Finding, SourcePosition, SubjectKind } from '../../shared/finding';
import type { CheckResult } from '../types';
import { driftFinding } from './drift-finding';
import { weightFor } from './impact';
import type { MigratedTable, MigratedTables } from './migrated-tables';
import { modelParts } from './names';

type Parts = Pick<Finding, 'rule' | 'message' | 'expected' | 'observed' | 'remedy'> & {
  kind: SubjectKind;
  name: string;
  weight: Pick<Finding, 'severity' | 'impact'>;
  source: SourcePosition | undefined;
};

/** A finding on one part of a table that only plain SQL can declare: its line is the migration's, not the model's. */
export function partFinding(at: MigratedTable, { kind, name, weight, source, ...parts }: Parts): Finding {
  const { source: _model, ...model } = modelParts(at.model);
  return driftFinding({
    ...parts,
    ...weightFor(at.model, weight),
    // What is about the whole table bears its name alone, so that no part of that name has the same key.
    about: kind === 'table' || kind === 'view' ? at.id : `${at.id}:${name}`,
    subject: { kind, schema: at.live.schema, table: at.live.name, name, ...model },
    source,
  });
}

/**
 * The result of a check that holds parts of tables against the migrations. It passes over what neither side has only
 * where both were read: an empty catalogue, or migrations that could not be replayed, are no green.
 * @param what in the plural: `check constraints`
 */
export function partsResult(
  result: Pick<CheckResult, 'compared' | 'findings'>,
  { looked, side }: MigratedTables,
  what: string,
): CheckResult {
  if (side.unknown !== undefined) return { ...result, unknown: side.unknown };
  if (result.compared > 0 || looked === 0) return result;
  const declarers = side.schema === null ? '' : 'neither the migrations nor ';
  return {
    ...result,
    nothingToCompare: `There are no ${what} on the tables that are looked at: ${declarers === '' ? 'the database has none' : `${declarers}the database have one`}.`,
  };
}
