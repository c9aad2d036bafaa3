import type { Finding, SourcePosition } from '../../shared/finding';
import { type MigrationsReplay, placeKey } from '../../shared/migrations';

/**
 * Where the migrations make, last change or drop what a finding is about; for a part that a statement made along with
 * its table, where that is. Undefined where no migration ever had it.
 */
export function placeOf(
  finding: Finding,
  { places = {}, schema: made }: MigrationsReplay,
): SourcePosition | undefined {
  const { kind, name, schema = 'public', table } = finding.subject;
  const at = (...key: Parameters<typeof placeKey>) => places[placeKey(...key)];
  switch (kind) {
    case 'table':
    case 'view':
      return at('table', schema, name);
    case 'column':
      return at('column', schema, name, table ?? null);
    case 'enum':
      return at('enum', schema, name);
    case 'enum-value': {
      // The subject is called `Kind.VALUE`, the key ends in the value alone.
      const value = finding.key
        .slice(finding.rule.length + 1)
        .split(':')
        .slice(1)
        .join(':');
      return at('enum-value', schema, value, name.slice(0, -value.length - 1));
    }
    case 'trigger':
    case 'policy':
      return at(kind, schema, name, table ?? null);
    case 'sequence':
      return at('sequence', schema, name);
    case 'extension':
      return at('extension', '', name);
    case 'index':
    case 'unique':
    case 'primary-key':
    case 'foreign-key':
    case 'check-constraint':
    case 'exclusion': {
      const own = at('index', schema, name, table ?? null) ?? at('constraint', schema, name, table ?? null);
      const stands = made.tables.find((one) => one.schema === schema && one.name === table);
      return (
        own ??
        stands?.indexes.find((index) => index.name === name)?.source ??
        (kind === 'index' ? undefined : stands?.source)
      );
    }
    default:
      return undefined;
  }
}
