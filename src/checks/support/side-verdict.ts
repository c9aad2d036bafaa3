import type { Finding } from '../../shared/finding';
import type { MigrationHistory } from '../../shared/migrations';
import type { MigrationState } from './migration-states';
import { isMissing, isUnexpected, type SideTexts } from './side-texts';
import { inBrief } from './words';

/** What is known of the migration that makes, changes or drops the subject, and of the history. */
export type SideContext = {
  /** Its state; undefined where no migration is known to have to do with the subject, or states are not known. */
  migration: MigrationState | undefined;
  /** Undefined where it was not read. */
  history: MigrationHistory | undefined;
  /** Migrations that were applied and that the folder lacks. */
  unknown: readonly string[];
};

/** Which side stands alone and what that means, in one sentence. */
export function sideVerdict(finding: Finding, texts: SideTexts, context: SideContext): string {
  if (texts.standing === 'schema') return schemaAlone(finding);
  // Without a history nobody knows what was run: all are pending then.
  const waits = context.history?.present === false ? null : waiting(finding, context.migration);
  if (texts.standing === 'all') {
    const each = 'schema.prisma, the migrations and the database each say something else';
    return `${each}${waits === null ? '' : `, and ${waits}`}.`;
  }
  const agreed = agreement(finding, texts);
  if (waits !== null) return `Only the database differs: ${agreed}, and ${waits}.`;
  if (context.history === undefined) return `Only the database differs: ${agreed}.`;
  if (!context.history.present)
    return `Only the database differs: ${agreed}; it keeps no history that would say which migrations were run.`;
  if (context.migration?.state === 'edited')
    return `Only the database differs: ${agreed}, and the migration ${context.migration.name} was changed after it had been applied.`;
  if (context.unknown.length > 0)
    return `Only the database differs: ${agreed}; it was changed by hand, or by ${inBrief(context.unknown)}, which the history names and the folder lacks.`;
  const how = isMissing(finding) ? 'Removed' : isUnexpected(finding) ? 'Made' : 'Changed';
  return `${how} by hand in the database: ${agreed}.`;
}

/** What the others agree upon. Where Prisma's language has no word for it, only the migrations can say something. */
function agreement(finding: Finding, { schema, migrations }: SideTexts): string {
  const both = schema !== undefined && schema === migrations;
  if (isUnexpected(finding))
    return both ? 'neither schema.prisma nor a migration has it' : 'no migration makes it';
  if (both) return 'schema.prisma and the migrations agree';
  return isMissing(finding) ? 'a migration makes it' : 'the migrations make it otherwise';
}

function schemaAlone(finding: Finding): string {
  if (isUnexpected(finding))
    return 'Only schema.prisma lacks it: a migration makes it and the database has it, so it was taken out without a migration, or never declared.';
  const others = isMissing(finding)
    ? 'neither the migrations nor the database have it'
    : 'the migrations and the database agree';
  return `schema.prisma was edited without a migration: ${others}.`;
}

/** Of a migration that has not done its work. */
function waiting(finding: Finding, migration: MigrationState | undefined): string | null {
  if (migration === undefined) return null;
  const does = isMissing(finding) ? 'makes' : isUnexpected(finding) ? 'drops' : 'changes';
  const it = `the migration ${migration.name} that ${does} it`;
  switch (migration.state) {
    case 'pending':
      return `${it} is not applied`;
    case 'rolled-back':
      return `${it} was rolled back and not applied again`;
    case 'failed':
      return `${it} failed half way`;
    default:
      return null;
  }
}
