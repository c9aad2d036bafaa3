import type { Node } from 'libpg-query';

/** The roles that a grant or a policy names, which must exist before it. PUBLIC and CURRENT_USER are none. */
export function rolesNamedBy(node: Node): string[] {
  if ('GrantStmt' in node) return rolesIn(node.GrantStmt.grantees);
  if ('AlterDefaultPrivilegesStmt' in node) {
    const { action, options } = node.AlterDefaultPrivilegesStmt;
    const owners = (options ?? []).flatMap((option) =>
      'DefElem' in option && option.DefElem.arg !== undefined && 'List' in option.DefElem.arg
        ? rolesIn(option.DefElem.arg.List.items)
        : [],
    );
    return [...rolesIn(action?.grantees), ...owners];
  }
  if ('GrantRoleStmt' in node) {
    const granted = (node.GrantRoleStmt.granted_roles ?? []).flatMap((one) =>
      'AccessPriv' in one && one.AccessPriv.priv_name !== undefined ? [one.AccessPriv.priv_name] : [],
    );
    return [...granted, ...rolesIn(node.GrantRoleStmt.grantee_roles)];
  }
  if ('CreatePolicyStmt' in node) return rolesIn(node.CreatePolicyStmt.roles);
  return 'AlterPolicyStmt' in node ? rolesIn(node.AlterPolicyStmt.roles) : [];
}

function rolesIn(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) =>
    'RoleSpec' in node &&
    node.RoleSpec.roletype === 'ROLESPEC_CSTRING' &&
    node.RoleSpec.rolename !== undefined
      ? [node.RoleSpec.rolename]
      : [],
  );
}
