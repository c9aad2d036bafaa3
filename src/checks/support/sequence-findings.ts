import type { Sequence } from '../../shared/database-schema';
import type { Finding } from '../../shared/finding';
import type { PrismaModel } from '../../shared/prisma-schema';
import { driftFinding } from './drift-finding';
import { weightFor, weightOf } from './impact';
import { fieldOf, modelParts, nameOf } from './names';
import { sqlRemedy, statement } from './repair';
import { alterSequenceSql, differentOptions, optionsOf, sameOptions } from './sequence-sql';
import { quoteObject } from './sql-text';

/** How a live sequence counts otherwise than its declaration; null where it does not, whatever it is called. */
export function sequenceDifference(
  wanted: Sequence,
  found: Sequence | undefined,
  model: PrismaModel | undefined,
): Finding | null {
  if (found === undefined) return missing(wanted, model);
  if (sameOptions(wanted, found)) return null;
  const different = differentOptions(wanted, found);
  const expected = different.map(({ option }) => option.words).join(', ');
  const observed = different.map(({ other }) => other.words).join(', ');
  return finding(wanted, model, {
    ...weightOf('weakens integrity'),
    message: `Sequence ${nameOf(found)}${ownerInWords(wanted)} counts with ${expected} by the migrations, but with ${observed} in the database.`,
    expected,
    observed,
    remedy: sqlRemedy([alterSequenceSql(found, wanted, found)]),
  });
}

function missing(wanted: Sequence, model: PrismaModel | undefined): Finding {
  const options = optionsOf(wanted);
  return finding(wanted, model, {
    ...weightOf('breaks writes'),
    message: `Sequence ${nameOf(wanted)} is made by the migrations, but the database has no such sequence, so what counts with it fails.`,
    expected: `sequence ${nameOf(wanted)}`,
    observed: 'no such sequence',
    remedy: sqlRemedy([
      statement(
        `CREATE SEQUENCE ${quoteObject(wanted)} ${options.map(({ sql }) => sql).join(' ')}`,
        'sequence',
        {
          note: 'It begins anew: where values of it are stored already, set it behind the largest with setval().',
        },
      ),
    ]),
  });
}

function ownerInWords({ ownedBy }: Sequence): string {
  return ownedBy === null ? '' : ` under ${ownedBy.table}.${ownedBy.column}`;
}

type Parts = Pick<Finding, 'severity' | 'impact' | 'message' | 'expected' | 'observed' | 'remedy'>;

function finding(
  sequence: Sequence,
  model: PrismaModel | undefined,
  { severity, impact, ...parts }: Parts,
): Finding {
  const { ownedBy } = sequence;
  const { source, ...ofModel } = modelParts(model);
  const field = ownedBy === null ? undefined : fieldOf(model, ownedBy.column);
  return driftFinding({
    ...parts,
    ...weightFor(model, { severity, impact }),
    rule: 'sequence.definition',
    about: ownedBy === null ? nameOf(sequence) : `${sequence.schema}.${ownedBy.table}:${ownedBy.column}`,
    subject: {
      kind: 'sequence',
      schema: sequence.schema,
      ...(ownedBy === null ? {} : { table: ownedBy.table }),
      name: sequence.name,
      ...ofModel,
      ...(field === undefined ? {} : { field: field.name }),
    },
    source: sequence.source ?? field?.source ?? source,
  });
}
