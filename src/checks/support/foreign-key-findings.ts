import type { ForeignKey } from '../../shared/database-schema';
import type { Finding, RepairStatement } from '../../shared/finding';
import { driftFinding } from './drift-finding';
import { weightFor, weightOf, weightOfExtra } from './impact';
import { columnList, modelParts, nameOf } from './names';
import { sqlRemedy, statement } from './repair';
import {
  addForeignKeyStatements,
  dropForeignKey,
  replaceForeignKeyStatements,
  validateForeignKey,
} from './repair-foreign-key';
import { alterTableSql, quoteName } from './sql-text';
import type { TablePair } from './table-pairs';

/** A foreign key that the schema has and the database has under no name. */
export function missingForeignKey(pair: TablePair, key: ForeignKey): Finding {
  return finding(pair, key, {
    rule: 'foreign-key.missing',
    ...weightOf('loses integrity'),
    message: `Foreign key ${key.name}, ${tie(pair, key)} with ${actions(key)}, is declared by schema.prisma, but the database does not enforce it.`,
    expected: `foreign key ${tie(pair, key)} ${actions(key)}`,
    observed: `no foreign key ${tie(pair, key)}`,
    remedy: sqlRemedy(addForeignKeyStatements(pair.expected, key)),
  });
}

/** What only the database ties together; one finding for all keys that tie the same. */
export function unexpectedForeignKey(
  pair: TablePair,
  keys: ForeignKey[],
  { keepsKeys, migrated }: { keepsKeys: boolean; migrated: boolean },
): Finding[] {
  const names = keys.map((key) => key.name).join(' and ');
  const schemaSays = keepsKeys
    ? 'schema.prisma declares no such relation'
    : 'schema.prisma has relationMode = "prisma", which wants no foreign keys';
  const why = migrated ? `${schemaSays}: a migration makes it` : schemaSays;
  // One that checks nothing refuses nothing.
  const refuses = keys.some((key) => key.enforced);
  return keys.slice(0, 1).map((key) =>
    finding(pair, key, {
      rule: 'foreign-key.unexpected',
      ...(refuses
        ? weightOfExtra('may refuse writes', !migrated)
        : weightOf(migrated ? 'changes nothing' : 'is drift')),
      message: `Foreign key ${names}, ${tie(pair, key)} with ${actions(key)}, is in the database, but ${why}.`,
      expected: `no foreign key ${tie(pair, key)}`,
      observed: `foreign key ${tie(pair, key)} ${actions(key)}`,
      remedy: sqlRemedy(
        keys.map((other) =>
          dropForeignKey(pair.expected, other.name, 'drop', 'Nothing checks this relation any more.'),
        ),
      ),
    }),
  );
}

/** How the live keys that tie the same differ from the declared one: enforcement, actions, deferrability, validation. */
export function foreignKeyDifferences(pair: TablePair, expected: ForeignKey, all: ForeignKey[]): Finding[] {
  // A key that is not enforced does nothing: beside one that is, it takes no part; alone, that says it all.
  const live = all.filter((key) => key.enforced);
  const [inert] = all;
  if (live.length === 0 && inert !== undefined) {
    return expected.enforced ? [notEnforced(pair, expected, inert)] : [];
  }
  const otherActions = live.find((key) => actions(key) !== actions(expected));
  const otherTiming = live.find((key) => timing(key) !== timing(expected));
  const notValidated = expected.validated ? live.find((key) => !key.validated) : undefined;
  return [
    otherActions === undefined ? null : actionDiffers(pair, expected, otherActions),
    otherTiming === undefined ? null : timingDiffers(pair, expected, otherTiming),
    notValidated === undefined ? null : notYetValidated(pair, expected, notValidated),
  ].filter((found) => found !== null);
}

function actionDiffers(pair: TablePair, expected: ForeignKey, observed: ForeignKey): Finding {
  return finding(pair, expected, {
    rule: 'foreign-key.action',
    ...weightOf('loses integrity'),
    message: `Foreign key ${observed.name}, ${tie(pair, expected)}, has ${actions(expected)} in schema.prisma and ${actions(observed)} in the database.`,
    expected: actions(expected),
    observed: actions(observed),
    remedy: sqlRemedy(replaceForeignKeyStatements(pair.expected, expected, observed)),
  });
}

function notEnforced(pair: TablePair, expected: ForeignKey, observed: ForeignKey): Finding {
  // Making it enforced checks all rows, but keeps its actions and its timing: where those differ too, it is made anew.
  const alike =
    actions(observed) === actions(expected) && timing({ ...observed, enforced: true }) === timing(expected);
  return finding(pair, expected, {
    rule: 'foreign-key.definition',
    ...weightOf('loses integrity'),
    message: `Foreign key ${observed.name}, ${tie(pair, expected)}, is enforced by schema.prisma, but NOT ENFORCED in the database: no row is checked, neither old nor new, and its actions do nothing.`,
    expected: `enforced, ${actions(expected)}`,
    observed: `not enforced, ${actions(observed)}`,
    remedy: sqlRemedy(
      alike
        ? [
            alterConstraint(pair, observed, 'ENFORCED', {
              scans: true,
              dataLoss: 'possible',
              note: 'Checks all rows while it holds its lock, and fails while one points to nothing.',
            }),
          ]
        : replaceForeignKeyStatements(pair.expected, expected, observed),
    ),
  });
}

function timingDiffers(pair: TablePair, expected: ForeignKey, observed: ForeignKey): Finding {
  const deferral = expected.initiallyDeferred ? ' INITIALLY DEFERRED' : ' INITIALLY IMMEDIATE';
  return finding(pair, expected, {
    rule: 'foreign-key.definition',
    ...weightOf('weakens integrity'),
    message: `Foreign key ${observed.name}, ${tie(pair, expected)}, is ${timing(expected)} in schema.prisma${pair.migrated === undefined ? '' : ' and the migrations'}, and ${timing(observed)} in the database.`,
    expected: timing(expected),
    observed: timing(observed),
    remedy: sqlRemedy(
      // How nulls match cannot be altered.
      expected.match === observed.match
        ? [
            alterConstraint(
              pair,
              observed,
              `${expected.deferrable ? `DEFERRABLE${deferral}` : 'NOT DEFERRABLE'}${expected.enforced ? '' : ' NOT ENFORCED'}`,
              {},
            ),
          ]
        : replaceForeignKeyStatements(pair.expected, expected, observed),
    ),
  });
}

function notYetValidated(pair: TablePair, expected: ForeignKey, observed: ForeignKey): Finding {
  return finding(pair, expected, {
    rule: 'constraint.not-validated',
    ...weightOf('weakens integrity'),
    message: `Foreign key ${observed.name}, ${tie(pair, expected)}, is declared by schema.prisma for all rows, but in the database it is NOT VALID: rows older than it were never checked.`,
    expected: 'validated',
    observed: 'not validated',
    remedy: sqlRemedy([validateForeignKey(pair.expected, observed.name)]),
  });
}

type Parts = Pick<Finding, 'rule' | 'severity' | 'impact' | 'message' | 'expected' | 'observed' | 'remedy'>;

function finding(pair: TablePair, key: ForeignKey, parts: Parts): Finding {
  const { source, ...model } = modelParts(pair.model);
  const { schema, name: table } = pair.expected;
  return driftFinding({
    ...parts,
    ...weightFor(pair.model, parts),
    about: `${pair.id}:${key.columns.join(',')}->${referenced(key)}(${key.references.columns.join(',')})`,
    subject: { kind: 'foreign-key', schema, table, name: key.name, ...model },
    source,
  });
}

function alterConstraint(
  pair: TablePair,
  key: ForeignKey,
  how: string,
  hazard: Parameters<typeof statement>[2],
): RepairStatement {
  const sql = alterTableSql(pair.expected, `ALTER CONSTRAINT ${quoteName(key.name)} ${how}`);
  return statement(sql, 'foreign-key', { lock: 'ACCESS EXCLUSIVE', lockedTable: pair.id, ...hazard });
}

function referenced(key: ForeignKey): string {
  return nameOf({ schema: key.references.schema, name: key.references.table });
}

function tie(pair: TablePair, key: ForeignKey): string {
  return `${pair.id} ${columnList(key.columns)} → ${referenced(key)} ${columnList(key.references.columns)}`;
}

function actions(key: ForeignKey): string {
  return `ON DELETE ${key.onDelete} ON UPDATE ${key.onUpdate}`;
}

/** Whether and when it is checked, and how it takes a key of which only a part is null. */
function timing(key: ForeignKey): string {
  const deferred = key.initiallyDeferred ? 'deferrable, initially deferred' : 'deferrable';
  return [
    key.deferrable ? deferred : 'not deferrable',
    ...(key.match === 'FULL' ? ['match full'] : []),
    ...(key.enforced ? [] : ['not enforced']),
  ].join(', ');
}
