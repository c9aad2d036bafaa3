import type { Column } from '../../../shared/database-schema';
import { canonicalDefault } from '../../sql/expression';
import { canonicalTypeText } from '../../sql/type-name';
import type { CatalogueAnswers } from './answers';
import { meaning, unexpectedValue, whole } from './cells';
import type { Collations } from './collations';

/** The columns of one relation, in order; and by attnum their names, and the oids of collations that are not usual. */
export type Attributes = {
  columns: Column[];
  names: (string | undefined)[];
  collations: Map<number, string>;
};

const GENERATED = new Map<string, Column['generated']>([
  ['', null],
  ['s', 'stored'],
  ['v', 'virtual'],
]);

// The letters of attnotnull, attidentity and attgenerated one after the other.
const FLAGS = new Map<
  string,
  { nullable: boolean; identity: Column['identity'] } & { generated: Column['generated'] }
>();
for (const nullable of [true, false])
  for (const [letter, identity] of [
    ['', null],
    ['a', 'always'],
    ['d', 'by default'],
  ] as const)
    for (const [sign, generated] of GENERATED)
      FLAGS.set(`${nullable ? '-' : 'n'}${letter}${sign}`, { nullable, identity, generated });

/** Columns by the oid of their relation. @throws DatabaseError */
export function buildColumns(
  answers: CatalogueAnswers,
  collations: Collations,
  defaultSchema: string,
): Map<string, Attributes> {
  const tables = answers.columns.of('table');
  const positions = answers.columns.of('position');
  const names = answers.columns.of('name');
  const types = answers.columns.of('type');
  const flags = answers.columns.of('flags');
  const collated = answers.columns.of('collation');
  const typeOf = typeReader(answers);
  const defaults = buildDefaults(answers);
  const canonical = defaultReader(defaultSchema);
  const relations = new Map<string, Attributes>();
  let current: Attributes | undefined;
  let currentTable = '';
  for (let row = 0; row < answers.columns.count; row += 1) {
    const table = tables[row] ?? '';
    if (current === undefined || table !== currentTable) {
      currentTable = table;
      current = relations.get(table) ?? { columns: [], names: [], collations: new Map() };
      relations.set(table, current);
    }
    const position = whole(positions[row] ?? '', 'attnum');
    const name = names[row] ?? '';
    const type = typeOf(types[row] ?? '');
    const { nullable, identity, generated } = meaning(FLAGS, flags[row] ?? '', 'flags of a column');
    const expression = defaults.get(table)?.[position];
    const value = expression === undefined ? null : canonical(expression, type);
    const pair = collated[row] ?? '';
    const collation = pair === '' ? null : collations.ofColumn(pair);
    if (pair !== '') current.collations.set(position, pair.split(' ')[0] ?? '');
    current.names[position] = name;
    current.columns.push({ name, position, type, nullable, default: value, generated, identity, collation });
  }
  for (const { columns } of relations.values()) if (!inOrder(columns)) columns.sort(byPosition);
  return relations;
}

function byPosition(a: Column, b: Column): number {
  return a.position - b.position;
}

function inOrder(columns: readonly Column[]): boolean {
  return columns.every(
    (column, place) => place === 0 || (columns[place - 1]?.position ?? 0) < column.position,
  );
}

/** The expressions of defaults, by the oid of their table and their attnum. */
function buildDefaults(answers: CatalogueAnswers): Map<string, (string | undefined)[]> {
  const expressions = answers.defaults.of('expression');
  const defaults = new Map<string, (string | undefined)[]>();
  for (const [row, places] of answers.defaults.of('places').entries()) {
    const expression = expressions[row] ?? '';
    if (expression === '') throw unexpectedValue(places, 'a default without an expression');
    for (const pair of places.split(',')) {
      const [table = '', position = ''] = pair.split(' ');
      let own = defaults.get(table);
      if (own === undefined) {
        own = [];
        defaults.set(table, own);
      }
      own[whole(position, 'adnum')] = expression;
    }
  }
  return defaults;
}

/** Defaults in the one spelling; each of the few that a schema has is worked out once for its type. */
function defaultReader(defaultSchema: string): (expression: string, type: string) => string | null {
  const known = new Map<string, Map<string, string | null>>();
  return (expression, type) => {
    let ofType = known.get(type);
    if (ofType === undefined) {
      ofType = new Map();
      known.set(type, ofType);
    }
    let value = ofType.get(expression);
    if (value === undefined) {
      value = canonicalDefault(expression, type, defaultSchema);
      ofType.set(expression, value);
    }
    return value;
  };
}

/** Types in the one spelling; `extensions.vector(3)` is `vector(3)`: where an extension lies is the server's affair. */
function typeReader(answers: CatalogueAnswers): (type: string) => string {
  const ofExtensions = new Set(answers.memberTypes.of('name'));
  const known = new Map<string, string>();
  return (type) => {
    let canonical = known.get(type);
    if (canonical === undefined) {
      const bare = type.replace(/(\([^)]*\))?(\[\])*$/, '');
      canonical = canonicalTypeText(ofExtensions.has(bare) ? withoutSchema(type) : type);
      known.set(type, canonical);
    }
    return canonical;
  };
}

function withoutSchema(type: string): string {
  return type.replace(/^(?:"(?:[^"]|"")*"|[^".(]+)\./, '');
}
