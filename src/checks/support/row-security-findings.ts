import { NO_ROW_SECURITY, type RowSecurity, type Table } from '../../shared/database-schema';
import type { Finding } from '../../shared/finding';
import { weightOf, weightOfExtra } from './impact';
import type { MigratedTable } from './migrated-tables';
import { type MigrationsSide, nobodyDeclares } from './migrations-side';
import { tableInWords } from './names';
import { partFinding } from './part-finding';
import { sqlRemedy, statement } from './repair';
import { alterTableSql } from './sql-text';

/** Whether a table says anything of row security at all. */
export function hasRowSecurity(table: Table): boolean {
  const { enabled, forced, policies } = table.rowSecurity;
  return enabled || forced || policies.length > 0;
}

/** Whether row security is on at all, and whether the table's owner is subject to it. Its policies are judged apart. */
export function switchFindings(at: MigratedTable, side: MigrationsSide): Finding[] {
  const wanted = at.migrated?.rowSecurity ?? NO_ROW_SECURITY;
  const found = at.live.rowSecurity;
  if (wanted.enabled && !found.enabled) return [off(at, wanted, found)];
  if (!wanted.enabled && found.enabled) return [onlyLive(at, wanted, found, side)];
  // FORCE without ENABLE does nothing.
  if (wanted.enabled && wanted.forced !== found.forced) return [otherForce(at, wanted, found)];
  return [];
}

function inWords({ enabled, forced }: RowSecurity): string {
  if (!enabled) return 'row security off';
  return forced ? 'row security on, for the owner too' : 'row security on, but not for the owner';
}

function off(at: MigratedTable, wanted: RowSecurity, found: RowSecurity): Finding {
  return finding(at, wanted, found, {
    rule: 'row-security.missing',
    // Rows that a role must not see are seen, and nothing throws.
    weight: weightOf('loses integrity'),
    message: `Row security of ${tableInWords(at.live, at.model)} is switched on by a migration, but off in the database, so every role sees and writes all rows that its privileges allow.`,
  });
}

function otherForce(at: MigratedTable, wanted: RowSecurity, found: RowSecurity): Finding {
  return finding(at, wanted, found, {
    rule: 'row-security.definition',
    weight: weightOf(wanted.forced ? 'loses integrity' : 'breaks reads'),
    message: `The owner of ${tableInWords(at.live, at.model)} is ${wanted.forced ? 'subject to its row security' : 'free of its row security'} by a migration, but ${found.forced ? 'subject to it, which hides rows from it,' : 'free of it'} in the database.`,
  });
}

/**
 * Row security that only the database has hides rows silently. Where it is forced, everybody but superusers is subject
 * to it, an application that owns its tables too: an error. Where it is not, the owner, as which an application that
 * runs its own migrations mostly connects, sees all rows: a warning.
 */
function onlyLive(at: MigratedTable, wanted: RowSecurity, found: RowSecurity, side: MigrationsSide): Finding {
  const who = found.forced
    ? 'from everybody but superusers and roles with BYPASSRLS'
    : 'from every role but the owner, superusers and those with BYPASSRLS';
  const rows = found.policies.length === 0 ? 'all rows' : 'rows that no policy allows';
  return finding(at, wanted, found, {
    rule: 'row-security.unexpected',
    weight: weightOfExtra(found.forced ? 'breaks reads' : 'may change reads', side.schema !== null),
    message: `Only the database has row security on ${tableInWords(at.live, at.model)}: ${nobodyDeclares(side)}, and it hides ${rows} ${who}, so that the client reads less and no error tells.`,
  });
}

type Parts = Pick<Finding, 'rule' | 'message'> & { weight: Pick<Finding, 'severity' | 'impact'> };

function finding(at: MigratedTable, wanted: RowSecurity, found: RowSecurity, parts: Parts): Finding {
  const actions = [
    wanted.enabled === found.enabled ? '' : `${wanted.enabled ? 'ENABLE' : 'DISABLE'} ROW LEVEL SECURITY`,
    wanted.forced === found.forced ? '' : `${wanted.forced ? 'FORCE' : 'NO FORCE'} ROW LEVEL SECURITY`,
  ].filter((action) => action !== '');
  return partFinding(at, {
    ...parts,
    kind: 'table',
    name: at.live.name,
    source: wanted.policies.find((policy) => policy.source !== undefined)?.source,
    expected: inWords(wanted),
    observed: inWords(found),
    remedy: sqlRemedy([
      statement(alterTableSql(at.live, ...actions), 'row-security', {
        lock: 'ACCESS EXCLUSIVE',
        lockedTable: at.id,
        note: wanted.enabled
          ? 'From then on each role sees only what a policy allows it: the policies first.'
          : 'From then on each role sees all rows that its privileges allow: make sure that nobody relies on it.',
      }),
    ]),
  });
}
