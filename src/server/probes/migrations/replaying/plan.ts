import type { Node } from 'libpg-query';
import { isHarmlessExtension } from '../../../shadow/extensions';
import { extensionOf } from './extension-statement';
import { rolesNamedBy } from './roles';
import type { Script, ScriptStatement } from './script';

/** What one migration does in the shadow database: its statements in runs that may stand in one transaction. */
export type ScriptPlan = { script: Script; steps: Step[] };
export type Step =
  | { kind: 'sql'; statements: ScriptStatement[] }
  | { kind: 'extension'; name: string; schema: string | null; statement: ScriptStatement };

/** An extension that a migration creates and the shadow server cannot. */
export type LackingExtension = { name: string; file: string; line: number };

export type Ground = {
  availableExtensions: ReadonlySet<string>;
  /** Roles that the server has; those that grants and policies name, and nobody makes, are made where that is allowed. */
  roles: ReadonlySet<string>;
  mayCreateRoles: boolean;
  /** Our own server, where the scripts' role is no superuser. */
  isOurs: boolean;
};

export type ReplayPlan = {
  scripts: ScriptPlan[];
  lacking: LackingExtension[];
  /** To be made before the first script. */
  roles: string[];
  notes: string[];
};

/**
 * Goes through all statements before the first one runs: what the shadow database cannot have, and what changes nothing
 * that is compared, is left out and noted; all else runs as it stands.
 */
export function planReplay(
  scripts: readonly { script: Script; statements: ScriptStatement[] }[],
  ground: Ground,
): ReplayPlan {
  const plan: ReplayPlan = { scripts: [], lacking: [], roles: [], notes: [] };
  const made = new Set(
    scripts.flatMap(({ statements }) =>
      statements.flatMap(({ node }) => ('CreateRoleStmt' in node ? [node.CreateRoleStmt.role ?? ''] : [])),
    ),
  );
  const unknownRoles = new Set<string>();
  for (const { script, statements } of scripts) {
    const steps: Step[] = [];
    for (const statement of statements) {
      const place = `${script.file}:${statement.line}`;
      const extension =
        'CreateExtensionStmt' in statement.node ? extensionOf(statement.node.CreateExtensionStmt) : null;
      if (extension !== null && !ground.availableExtensions.has(extension.name)) {
        plan.lacking.push({ name: extension.name, file: script.file, line: statement.line });
        continue;
      }
      if (extension !== null && ground.isOurs && isHarmlessExtension(extension.name)) {
        steps.push({ kind: 'extension', name: extension.name, schema: extension.schema, statement });
        continue;
      }
      const reason = leftOut(statement.node, ground);
      if (reason !== null) {
        if (reason !== '') plan.notes.push(`${place}: ${reason}.`);
        continue;
      }
      const lacking = rolesNamedBy(statement.node).filter(
        (role) => !ground.roles.has(role) && !made.has(role),
      );
      for (const role of lacking) unknownRoles.add(role);
      if (lacking.length > 0 && !ground.mayCreateRoles && isGrant(statement.node)) {
        plan.notes.push(
          `${place}: a grant to ${lacking.join(', ')}, a role that the shadow server does not have, is left out.`,
        );
        continue;
      }
      const last = steps.at(-1);
      if (last?.kind === 'sql') last.statements.push(statement);
      else steps.push({ kind: 'sql', statements: [statement] });
    }
    plan.scripts.push({ script, steps });
  }
  if (ground.mayCreateRoles) plan.roles.push(...unknownRoles);
  return plan;
}

/** Why a statement is not run: a reason to be noted, an empty one where nothing of it is compared, null where it runs. */
function leftOut(node: Node, ground: Ground): string | null {
  if ('AlterOwnerStmt' in node || onlyChangesOwner(node)) return '';
  if ('CopyStmt' in node) return 'COPY is left out: rows are not compared';
  if ('CreateSubscriptionStmt' in node)
    return 'a subscription is left out: the shadow database reaches no other server';
  if ('CreateEventTrigStmt' in node && ground.isOurs)
    return 'an event trigger is left out: only a superuser may create it, and what it would do is not compared';
  if (
    'CommentStmt' in node &&
    ['OBJECT_EXTENSION', 'OBJECT_DATABASE'].includes(node.CommentStmt.objtype ?? '')
  )
    return '';
  if ('AlterDatabaseSetStmt' in node || 'AlterDatabaseStmt' in node)
    return 'ALTER DATABASE is left out: it names the watched database';
  if ('CreateRoleStmt' in node && ground.roles.has(node.CreateRoleStmt.role ?? ''))
    return `the role ${node.CreateRoleStmt.role} is there already`;
  return null;
}

function onlyChangesOwner(node: Node): boolean {
  if (!('AlterTableStmt' in node)) return false;
  const commands = node.AlterTableStmt.cmds ?? [];
  return (
    commands.length > 0 &&
    commands.every((one) => 'AlterTableCmd' in one && one.AlterTableCmd.subtype === 'AT_ChangeOwner')
  );
}

function isGrant(node: Node): boolean {
  return 'GrantStmt' in node || 'GrantRoleStmt' in node || 'AlterDefaultPrivilegesStmt' in node;
}
