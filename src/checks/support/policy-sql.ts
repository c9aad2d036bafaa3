import type { Policy } from '../../shared/database-schema';
import type { RepairStatement } from '../../shared/finding';
import { nameOf } from './names';
import { statement } from './repair';
import { quoteName, quoteObject } from './sql-text';

type Named = { schema: string; name: string };

/** A policy without its name, as it follows the table in CREATE POLICY. */
export function policyText(policy: Policy): string {
  const roles = policy.roles.map((role) => (role === 'public' ? 'public' : quoteName(role))).sort();
  return [
    `AS ${policy.permissive ? 'PERMISSIVE' : 'RESTRICTIVE'} FOR ${policy.command} TO ${roles.join(', ')}`,
    policy.using === null ? '' : `USING (${policy.using})`,
    policy.withCheck === null ? '' : `WITH CHECK (${policy.withCheck})`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** Makes a policy on a table in use. */
export function createPolicySql(table: Named, policy: Policy): RepairStatement {
  return statement(
    `CREATE POLICY ${quoteName(policy.name)} ON ${quoteObject(table)} ${policyText(policy)}`,
    'row-security',
    { lock: 'ACCESS EXCLUSIVE', lockedTable: nameOf(table), note: 'Its roles have to exist.' },
  );
}

/** Takes a policy away. */
export function dropPolicySql(table: Named, policy: Policy, note: string): RepairStatement {
  return statement(`DROP POLICY ${quoteName(policy.name)} ON ${quoteObject(table)}`, 'drop-dependent', {
    lock: 'ACCESS EXCLUSIVE',
    lockedTable: nameOf(table),
    note,
  });
}
