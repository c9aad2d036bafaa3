export type Ignore = {
  /** Tables and enums: `users`, `public.users`, `legacy_*`. */
  object(schema: string, name: string): boolean;
  /** Indexes and constraints: by their own name, by table and name, or with their whole table. */
  part(schema: string, table: string, name: string): boolean;
  /** Columns: `users.email`, never a bare `email`, so that a pattern meant for tables hides no column. */
  column(schema: string, table: string, name: string): boolean;
};

/**
 * What the `ignore` patterns leave out of the comparison. `*` stands for anything within one name and does not cross
 * the dot between schema, table and name. Names are case-sensitive, as PostgreSQL's quoted ones are.
 */
export function ignoreFilter(patterns: readonly string[]): Ignore {
  // Mostly there is none, and this stands within the loops over every column and index.
  if (patterns.length === 0) return NOTHING;
  const matchers = patterns.map(matcherOf);
  const matches = (...names: string[]) => matchers.some((matcher) => matcher(names));
  const object = (schema: string, name: string) => matches(name) || matches(schema, name);
  return {
    object,
    part: (schema, table, name) =>
      object(schema, table) || object(schema, name) || matches(table, name) || matches(schema, table, name),
    column: (schema, table, name) =>
      object(schema, table) || matches(table, name) || matches(schema, table, name),
  };
}

const NOTHING: Ignore = { object: () => false, part: () => false, column: () => false };

function matcherOf(pattern: string): (names: string[]) => boolean {
  // A name may itself hold a dot: then the whole pattern is also held against the bare name.
  const whole = expressionOf(pattern);
  const segments = pattern.split('.').map(expressionOf);
  return (names) =>
    (names.length === 1 && whole.test(names[0] ?? '')) ||
    (names.length === segments.length &&
      names.every((name, position) => segments[position]?.test(name) ?? false));
}

function expressionOf(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}
