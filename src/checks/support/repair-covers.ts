import type { Finding, RepairStatement } from '../../shared/finding';
import { nameOf } from './names';
import { quoteName, quoteObject } from './sql-text';

/** The part of a key after its rule: what the finding is about. */
function aboutOf({ key, rule }: Finding): string {
  return key.slice(rule.length + 1);
}

const KEY_RULES = new Set(['foreign-key.definition', 'constraint.not-validated']);
const WHOLE_TABLE = new Set(['table.missing', 'table.kind']);

/** Whether the repair of `one` is also that of `other`, so that running both would be once too often. */
export function covers(one: Finding, other: Finding): boolean {
  if (one === other || one.remedy.kind !== 'sql') return false;
  switch (one.rule) {
    case 'table.missing':
    case 'table.kind':
      return isPartOf(other, one) && !WHOLE_TABLE.has(other.rule);
    case 'enum.value-order':
      return other.rule === 'enum.value-missing' && aboutOf(other).startsWith(`${aboutOf(one)}:`);
    case 'column.generated':
      // Where only its expression goes, the rest of the column is as it was.
      return (
        one.remedy.text.includes('ADD COLUMN') &&
        other.rule.startsWith('column.') &&
        aboutOf(other) === aboutOf(one)
      );
    case 'foreign-key.action':
      return KEY_RULES.has(other.rule) && aboutOf(other) === aboutOf(one);
    case 'foreign-key.unexpected':
      return isIndexForOnly(other, one);
    default:
      return false;
  }
}

/** An index that only a key wants which goes: made, it would itself be more than is declared. */
function isIndexForOnly({ rule, subject, message }: Finding, unexpected: Finding): boolean {
  const drops = (unexpected.remedy.statements ?? []).some(({ sql }) =>
    sql.includes(`DROP CONSTRAINT ${quoteName(subject.name)}`),
  );
  return (
    rule === 'foreign-key.unindexed' &&
    // Where several keys or a relation of schema.prisma want it, it is wanted still.
    message.startsWith('Foreign key ') &&
    subject.field === undefined &&
    subject.schema === unexpected.subject.schema &&
    subject.table === unexpected.subject.table &&
    drops
  );
}

function isPartOf({ subject }: Finding, whole: Finding): boolean {
  const { schema = '', table = '' } = subject;
  const own = { schema: whole.subject.schema ?? '', name: whole.subject.table ?? '' };
  return (
    nameOf({ schema, name: table }) === nameOf(own) &&
    subject.kind !== 'enum' &&
    subject.kind !== 'enum-value'
  );
}

/** Rules whose repair says how something should be that other repairs take away and bring back as it was. */
export const DECIDING: ReadonlySet<string> = new Set(
  ['view', 'row-security', 'trigger', 'check-constraint'].flatMap((what) => [
    `${what}.definition`,
    `${what}.unexpected`,
  ]),
);

/** Whether a statement brings something back as it was, of which the repair of `one` says how it should be. */
export function decidesOver(
  { rule, subject, observed, remedy }: Finding,
  { sql, phase }: RepairStatement,
): boolean {
  const own = remedy.statements?.map((one) => one.sql) ?? [];
  const { schema = '', table = '', name } = subject;
  switch (rule) {
    case 'view.definition':
      return makesView(sql, { schema, name });
    case 'view.unexpected':
      // What stands on it, its indexes and triggers, goes with it.
      return makesView(sql, { schema, name }) || (phase === 'trigger' && standsOn(sql, { schema, name }));
    case 'check-constraint.definition':
    case 'check-constraint.unexpected':
      return (
        !own.includes(sql) &&
        sql.startsWith(`ALTER TABLE ${quoteObject({ schema, name: table })} `) &&
        [`ADD CONSTRAINT ${quoteName(name)} `, `VALIDATE CONSTRAINT ${quoteName(name)};`].some((part) =>
          sql.includes(part),
        )
      );
    case 'row-security.definition':
    case 'row-security.unexpected':
      return (
        subject.kind === 'policy' &&
        sql.startsWith(`CREATE POLICY ${quoteName(name)} ON ${quoteObject({ schema, name: table })} `)
      );
    case 'trigger.definition':
    case 'trigger.unexpected':
      return sql === `${observed};`;
    default:
      return false;
  }
}

type Named = { schema: string; name: string };

function makesView(sql: string, view: Named): boolean {
  return ['VIEW', 'MATERIALIZED VIEW'].some((what) =>
    sql.startsWith(`CREATE ${what} ${quoteObject(view)} AS `),
  );
}

function standsOn(sql: string, view: Named): boolean {
  const names = [quoteObject(view), quoteName(view.name), nameOf(view), view.name];
  return sql.startsWith('CREATE ') && names.some((name) => sql.includes(` ON ${name} `));
}
