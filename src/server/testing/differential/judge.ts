import type { Finding } from '../../../shared/finding';
import type { EngineDifference } from './engine-differences';
import type { changedFacts } from './facts';

/** Whether a finding is about the object that the engine would change. */
export function speaksOf(finding: Finding, difference: EngineDifference): boolean {
  const { kind, schema, table, name } = finding.subject;
  const own = `${schema}.${table ?? name}`;
  if (difference.kind === 'enum') return kind.startsWith('enum') && enumOf(finding) === difference.on;
  if (difference.kind === 'extension') return kind === 'extension' && name === difference.on;
  if (difference.kind === 'schema') return kind === 'database';
  if (own !== difference.on) return false;
  // What is said of a whole table holds for all that is on it.
  if (kind === 'table') return true;
  if (difference.kind === 'index') {
    // A unique index in the place of the primary key is told in the finding on that key.
    if (kind === 'primary-key') return difference.names.some((one) => finding.message.includes(one));
    return (kind === 'index' || kind === 'unique') && difference.names.includes(name);
  }
  if (difference.kind === 'primary-key') return kind === 'primary-key';
  return kind === difference.kind && difference.names.includes(name);
}

/**
 * Whether the catalogue bears a finding out: the object that it is about is among those that the change touched.
 * @param changed the objects that differ between the clean database and this one
 */
export function isBorneOut(finding: Finding, changed: ReturnType<typeof changedFacts>): boolean {
  const { kind, schema, table, name } = finding.subject;
  const on = `${schema}.${table ?? name}`;
  const has = (...keys: string[]) => keys.some((key) => changed.has(key));
  const hasKeyOf = (type: string) =>
    [...changed].some(
      ([key, { before, after }]) =>
        (key.startsWith(`constraint:${on}.`) || key.startsWith(`index:${on}.`)) &&
        (before?.[0] === type || after?.[0] === type),
    );
  switch (kind) {
    case 'table':
      return has(`table:${on}`, `row-security:${on}`);
    case 'view':
      return has(`table:${on}`, `view:${on}`);
    case 'column':
      return has(`column:${on}.${name}`);
    case 'enum':
    case 'enum-value':
      return has(`enum:${enumOf(finding)}`);
    case 'primary-key':
      return hasKeyOf('p');
    case 'unique':
    case 'index':
      return has(`index:${on}.${name}`, `constraint:${on}.${name}`);
    case 'foreign-key':
    case 'check-constraint':
    case 'exclusion':
      return has(`constraint:${on}.${name}`);
    case 'trigger':
      return has(`trigger:${on}.${name}`);
    case 'policy':
      return has(`policy:${on}.${name}`, `row-security:${on}`);
    case 'sequence':
      return has(`sequence:${schema}.${name}`);
    case 'extension':
      return has(`extension:${name}`);
    default:
      return false;
  }
}

/** `public.SourceType`: the subject of a value names its enum before the dot. */
function enumOf(finding: Finding): string {
  const { schema, name, kind } = finding.subject;
  const value = kind === 'enum-value' ? /^[^:]*:[^:]*:(.*)$/.exec(finding.key)?.[1] : undefined;
  const bare = value !== undefined && name.endsWith(`.${value}`) ? name.slice(0, -value.length - 1) : name;
  return `${schema}.${bare}`;
}
