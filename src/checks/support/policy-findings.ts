import type { Policy } from '../../shared/database-schema';
import type { Finding } from '../../shared/finding';
import { weightOf, weightOfExtra } from './impact';
import type { MigratedTable, MigratedTables } from './migrated-tables';
import { declaredBy, type MigrationsSide, nobodyDeclares } from './migrations-side';
import { tableInWords } from './names';
import { partFinding } from './part-finding';
import { matchParts } from './part-match';
import { createPolicySql, dropPolicySql, policyText } from './policy-sql';
import { sqlRemedy } from './repair';

const IF_WANTED = 'If it is wanted, put it into a migration instead of dropping it.';

/** The policies of one table: which roles see and may write which rows. Their names take no part where they do the same. */
export function policyFindings(at: MigratedTable, { side, ignore }: MigratedTables): Finding[] {
  const kept = (policy: Policy) => !ignore.part(at.live.schema, at.live.name, policy.name);
  const expected = (at.migrated?.rowSecurity.policies ?? []).filter(kept);
  const match = matchParts(expected, at.live.rowSecurity.policies.filter(kept), policyText);
  return [
    ...match.missing.map((wanted) => missing(at, wanted)),
    ...match.changed.map(([wanted, found]) => redefined(at, wanted, found)),
    ...match.unexpected.map((found) => unexpected(at, found, side)),
  ];
}

function missing(at: MigratedTable, policy: Policy): Finding {
  // A permissive policy gives rows, and those it would give are hidden; a restrictive one takes rows away.
  const effect = policy.permissive
    ? 'rows that it gives to its roles are hidden from them'
    : 'rows that it keeps from its roles are open to them';
  return partFinding(at, {
    rule: 'row-security.missing',
    kind: 'policy',
    name: policy.name,
    weight: weightOf(policy.permissive ? 'breaks reads' : 'loses integrity'),
    source: policy.source,
    message: `Policy ${policy.name} of ${tableInWords(at.live, at.model)} is declared by ${declaredBy(policy.source)}, but the database has no such policy, so ${effect}.`,
    expected: policyText(policy),
    observed: 'no such policy',
    remedy: sqlRemedy([createPolicySql(at.live, policy)]),
  });
}

function redefined(at: MigratedTable, wanted: Policy, found: Policy): Finding {
  return partFinding(at, {
    rule: 'row-security.definition',
    kind: 'policy',
    name: wanted.name,
    // Whether it now shows more or less, its expressions alone tell: either is one thing that must not be.
    weight: weightOf('loses integrity'),
    source: wanted.source,
    message: `Policy ${wanted.name} of ${tableInWords(at.live, at.model)} is ${policyText(wanted)} by ${declaredBy(wanted.source)}, but ${policyText(found)} in the database.`,
    expected: policyText(wanted),
    observed: policyText(found),
    remedy: sqlRemedy([dropPolicySql(at.live, found, IF_WANTED), createPolicySql(at.live, wanted)]),
  });
}

function unexpected(at: MigratedTable, policy: Policy, side: MigrationsSide): Finding {
  const enabled = at.live.rowSecurity.enabled;
  const effect = !enabled
    ? 'it does nothing while row security is off'
    : policy.permissive
      ? 'it gives its roles rows that no declared policy gives'
      : 'it hides rows from its roles';
  const consequence = !enabled
    ? 'changes nothing'
    : policy.permissive
      ? 'weakens integrity'
      : 'may change reads';
  return partFinding(at, {
    rule: 'row-security.unexpected',
    kind: 'policy',
    name: policy.name,
    weight: weightOfExtra(consequence, side.schema !== null),
    source: undefined,
    message: `Only the database has policy ${policy.name} on ${tableInWords(at.live, at.model)}, ${policyText(policy)}: ${nobodyDeclares(side)}, and ${effect}.`,
    expected: 'no such policy',
    observed: policyText(policy),
    remedy: sqlRemedy([dropPolicySql(at.live, policy, IF_WANTED)]),
  });
}
