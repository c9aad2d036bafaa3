import type { AlterPolicyStmt, AlterTableCmd, CreatePolicyStmt, Node } from 'libpg-query';
import type { Policy, Table } from '../../../shared/database-schema';
import { canonicalNode, hasQuery } from '../expression';
import { truncateIdentifier } from '../identifier';
import { spell, unqualify } from './spelled';
import { type DdlState, isLookedOver, noteAt, placeOf, type StatementSource, tableOf } from './state';

const COMMANDS = new Map<string, Policy['command']>([
  ['all', 'ALL'],
  ['select', 'SELECT'],
  ['insert', 'INSERT'],
  ['update', 'UPDATE'],
  ['delete', 'DELETE'],
]);

/** CREATE POLICY. */
export function createPolicy(state: DdlState, statement: CreatePolicyStmt, source: StatementSource): void {
  const table = tableOf(state, statement.table);
  if (table === undefined) {
    if (!isLookedOver(state, statement.table))
      noteAt(state, source, `a policy on ${statement.table?.relname}, a table not made before`);
    return;
  }
  const policy: Policy = {
    name: truncateIdentifier(statement.policy_name ?? ''),
    command: COMMANDS.get(statement.cmd_name ?? 'all') ?? 'ALL',
    permissive: statement.permissive === true,
    roles: rolesOf(state, statement.roles, source),
    using: null,
    withCheck: null,
    ...placeOf(source),
  };
  spellConditions(state, table, policy, { using: statement.qual, withCheck: statement.with_check }, source);
  const { policies, ...row } = table.rowSecurity;
  table.rowSecurity = { ...row, policies: [...policies, policy].sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

/** ALTER POLICY: what it does not name stays. */
export function alterPolicy(state: DdlState, statement: AlterPolicyStmt, source: StatementSource): void {
  const table = tableOf(state, statement.table);
  const policy = table?.rowSecurity.policies.find((one) => one.name === statement.policy_name);
  if (table === undefined || policy === undefined) return;
  if (statement.roles !== undefined) policy.roles = rolesOf(state, statement.roles, source);
  const before = state.spelled.get(policy)?.tree;
  const kept: Conditions = before !== undefined && isConditions(before) ? before : {};
  const using = statement.qual ?? kept.using;
  const withCheck = statement.with_check ?? kept.withCheck;
  spellConditions(state, table, policy, { using, withCheck }, source);
}

type Conditions = { using?: Node | undefined; withCheck?: Node | undefined };

function isConditions(tree: object): tree is Conditions {
  return 'using' in tree || 'withCheck' in tree;
}

function spellConditions(
  state: DdlState,
  table: Table,
  policy: Policy,
  conditions: Conditions,
  source: StatementSource,
): void {
  unqualify(conditions, table.name);
  if (hasQuery(conditions))
    noteAt(
      state,
      source,
      `the query in policy ${policy.name} is spelled by PostgreSQL only, so it is not compared`,
    );
  const text = (node: Node | undefined) =>
    node === undefined ? null : canonicalNode(node, null, state.defaultSchema);
  spell(state, policy, conditions, () => {
    policy.using = text(conditions.using);
    policy.withCheck = text(conditions.withCheck);
  });
}

function rolesOf(state: DdlState, nodes: readonly Node[] | undefined, source: StatementSource): string[] {
  const roles = (nodes ?? []).flatMap((node) => {
    if (!('RoleSpec' in node)) return [];
    const { roletype, rolename } = node.RoleSpec;
    if (roletype === 'ROLESPEC_CSTRING') return [rolename ?? ''];
    if (roletype === 'ROLESPEC_PUBLIC') return ['public'];
    noteAt(
      state,
      source,
      'which role it is that runs the migrations is not known, so its policy is not compared',
    );
    return ['current_user'];
  });
  // Everybody, whoever is named beside.
  return roles.includes('public') ? ['public'] : roles.sort();
}

/** ENABLE, DISABLE, FORCE and NO FORCE ROW LEVEL SECURITY. @returns whether the command was one of them */
export function setRowSecurity(table: Table, command: AlterTableCmd): boolean {
  switch (command.subtype) {
    case 'AT_EnableRowSecurity':
      table.rowSecurity = { ...table.rowSecurity, enabled: true };
      return true;
    case 'AT_DisableRowSecurity':
      table.rowSecurity = { ...table.rowSecurity, enabled: false };
      return true;
    case 'AT_ForceRowSecurity':
      table.rowSecurity = { ...table.rowSecurity, forced: true };
      return true;
    case 'AT_NoForceRowSecurity':
      table.rowSecurity = { ...table.rowSecurity, forced: false };
      return true;
    default:
      return false;
  }
}
