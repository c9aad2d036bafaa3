import { NO_ROW_SECURITY, type Table, type Trigger } from '@/shared/database-schema';
import { columnText, foreignKeyText, indexText, policyText } from '@/shared/object-text';
import { eachSide, type SideName, type Three } from '@/shared/sides';
import { isUnread, type SideRow, sideRow, type Unread } from './sides';

/** One kind of thing within a table, on all sides. */
export type Part = {
  title: string;
  rows: SideRow[];
  /** Which sides have a say: read, with this table, and able to declare such a thing. */
  voices: Three<boolean>;
};

type Named = { name: string };
type Kind<T extends Named> = {
  title: string;
  of: (table: Table) => readonly T[];
  text: (thing: T) => string;
  /** Prisma's language has words for it. */
  inPrisma: boolean;
};

/** Everything of one table or view on the three sides, by kind; kinds that no side has are left out. */
export function tableDiff(sides: Three<Table | null>, unread: Unread): Part[] {
  return [
    part(sides, unread, { title: 'Columns', of: (table) => table.columns, text: columnText, inPrisma: true }),
    part(sides, unread, {
      title: 'Primary key',
      of: (table) => (table.primaryKey === null ? [] : [table.primaryKey]),
      text: (key) => `(${key.columns.join(', ')})`,
      inPrisma: true,
    }),
    part(sides, unread, {
      title: 'Unique constraints and indexes',
      of: (table) => table.indexes.filter((index) => index.unique && index.constraint !== 'primary'),
      text: indexText,
      inPrisma: true,
    }),
    part(sides, unread, {
      title: 'Indexes',
      of: (table) => table.indexes.filter((index) => !index.unique && index.constraint !== 'exclusion'),
      text: indexText,
      inPrisma: true,
    }),
    part(sides, unread, {
      title: 'Foreign keys',
      of: (table) => table.foreignKeys,
      text: foreignKeyText,
      inPrisma: true,
    }),
    part(sides, unread, {
      title: 'Check constraints',
      of: (table) => table.checks,
      text: ({ expression, validated, enforced }) =>
        `check (${expression})${validated ? '' : ', not validated'}${enforced ? '' : ', not enforced'}`,
      inPrisma: false,
    }),
    part(sides, unread, {
      title: 'Exclusion constraints',
      of: (table) => table.exclusions,
      text: ({ definition }) => definition,
      inPrisma: false,
    }),
    part(sides, unread, {
      title: 'Triggers',
      of: (table) => table.triggers,
      text: triggerText,
      inPrisma: false,
    }),
    part(sides, unread, {
      title: 'Row security',
      of: rowSecurity(Object.values(sides)),
      text: ({ text }) => text,
      inPrisma: false,
    }),
    part(sides, unread, {
      title: 'Query',
      of: ({ query }) => (query === null ? [] : [{ name: 'query', text: query }]),
      text: ({ text }) => text,
      inPrisma: false,
    }),
  ].filter(({ rows }) => rows.length > 0);
}

function triggerText({ definition, enabled }: Trigger): string {
  return enabled === 'origin'
    ? definition
    : `${definition}, ${enabled === 'disabled' ? 'disabled' : `enabled ${enabled}`}`;
}

/** Whether it is on, and its policies. Where no side has any of it there is nothing to tell. */
function rowSecurity(sides: readonly (Table | null)[]): (table: Table) => (Named & { text: string })[] {
  const any = sides.some((side) => {
    const { enabled, forced, policies } = side?.rowSecurity ?? NO_ROW_SECURITY;
    return enabled || forced || policies.length > 0;
  });
  if (!any) return () => [];
  return ({ rowSecurity: { enabled, forced, policies } }) => [
    { name: 'state', text: `${enabled ? 'on' : 'off'}${forced ? ', for the owner too' : ''}` },
    ...policies.map((policy) => ({ name: policy.name, text: policyText(policy) })),
  ];
}

function part<T extends Named>(sides: Three<Table | null>, unread: Unread, kind: Kind<T>): Part {
  const voices = eachSide(
    (side) => !isUnread(unread, side) && sides[side] !== null && (side !== 'schema' || kind.inPrisma),
  );
  const rows = merged(sides, kind).map(({ name, texts }) => {
    // An index in plain SQL is beyond schema.prisma: its silence says nothing.
    const beyond = kind.title === 'Indexes' && texts.schema === null && texts.migrations !== null;
    const heard = beyond ? { ...voices, schema: false } : voices;
    // Without the migrations it cannot be told whether one of them makes such an index.
    const open = kind.title === 'Indexes' && texts.schema === null && !voices.migrations;
    return sideRow(name, texts, open ? { ...heard, schema: false } : heard);
  });
  return { title: kind.title, rows, voices };
}

type Line = { name: string; texts: Three<string | null> };

/** All things by name; those that differ in nothing but their name stand in one line. */
function merged<T extends Named>(sides: Three<Table | null>, { of, text }: Kind<T>): Line[] {
  const lines = new Map<string, Line>();
  const put = (side: SideName) => {
    const table = sides[side];
    for (const thing of table === null ? [] : of(table)) {
      const line = lines.get(thing.name) ?? { name: thing.name, texts: eachSide(() => null) };
      line.texts[side] = text(thing);
      lines.set(thing.name, line);
    }
  };
  put('schema');
  put('migrations');
  put('database');
  const kept: Line[] = [];
  for (const line of lines.values()) {
    const twin = kept.find((other) => complement(other, line));
    if (twin === undefined) kept.push(line);
    else {
      twin.name = `${twin.name} / ${line.name}`;
      twin.texts = eachSide((side) => twin.texts[side] ?? line.texts[side]);
    }
  }
  return kept;
}

/** True where the two are on different sides and say the same. */
function complement(a: Line, b: Line): boolean {
  const texts = new Set<string>();
  for (const side of ['schema', 'migrations', 'database'] as const) {
    const [one, two] = [a.texts[side], b.texts[side]];
    if (one !== null && two !== null) return false;
    const said = one ?? two;
    if (said !== null) texts.add(said);
  }
  return texts.size === 1;
}
