import type { Finding } from '../../shared/finding';
import { nameOf } from './names';

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
    default:
      return false;
  }
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
