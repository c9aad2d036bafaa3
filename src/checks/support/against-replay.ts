import type { Finding } from '../../shared/finding';
import type { RuleId } from '../../shared/rules';
import { columns } from '../columns';
import { declaredIndexes } from '../declared-indexes';
import { enums } from '../enums';
import { foreignKeys } from '../foreign-keys';
import { primaryKeys } from '../primary-keys';
import { tables } from '../tables';
import type { AnyCheck, CheckSettings, Observed } from '../types';
import { uniques } from '../uniques';

/** The comparisons of schema.prisma's tables with tables, which do not mind whose they are. */
const COMPARISONS: readonly AnyCheck[] = [
  tables,
  columns,
  enums,
  primaryKeys,
  uniques,
  foreignKeys,
  declaredIndexes,
];

/**
 * What schema.prisma's language declares, so that the migrations must make it. What only SQL can say (an identity, a
 * generated column, a deferrable key), and a table beyond the models, they may make of their own.
 */
const DECLARED: ReadonlySet<RuleId> = new Set([
  'table.missing',
  'table.kind',
  'column.missing',
  'column.type',
  'column.nullability',
  'column.default',
  'enum.missing',
  'enum.value-missing',
  'enum.value-unexpected',
  'enum.value-order',
  'primary-key.missing',
  'primary-key.columns',
  'unique.missing',
  'foreign-key.missing',
  'foreign-key.action',
  'index.missing',
  'index.definition',
]);

/** Whether a difference means that a migration lacks: also a column that stops every insert by the client. */
export function lacksInMigrations({ rule, severity, impact }: Finding): boolean {
  return DECLARED.has(rule) || (rule === 'column.unexpected' && severity === 'error' && impact === 'write');
}

type Sides = Pick<Observed, 'schema.prisma' | 'schema.ddl' | 'migrations.replay'>;

/**
 * What sets schema.prisma and the migrations apart: the findings of the same checks, with the replay in the place of
 * the database. Their `observed` is what the migrations make; their sentences speak of a database and are not for show.
 * @returns also why one of the comparisons could not be made
 */
export function differencesFromReplay(
  sides: Sides,
  settings: CheckSettings,
): { findings: Finding[]; unknown: string[] } {
  const observed: Partial<Observed> = { ...sides, 'database.catalogue': sides['migrations.replay'].schema };
  const results = COMPARISONS.map((check) => check.runWith(observed, settings));
  return {
    findings: results.flatMap((result) => result.findings).filter(isDifference),
    unknown: results.flatMap((result) => (result.unknown === undefined ? [] : [result.unknown])),
  };
}

/** Known to the migrations, and so no alarm of the database; but schema.prisma lacks it, and Prisma would drop it. */
const ONLY_MIGRATED: readonly RuleId[] = ['table.unexpected', 'column.unexpected', 'foreign-key.unexpected'];

function isDifference({ rule, severity }: Finding): boolean {
  return severity !== 'info' || ONLY_MIGRATED.includes(rule);
}
