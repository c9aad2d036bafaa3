import type { EnumRow, IndexRow, TableRow } from '../../../shared/rows';
import type { Block, Column, ReportInput, Section } from '../model';
import { NO_DETAILS } from '../standing';
import { bytesText, countText, plural, whyNot } from '../words';
import { unmeasured } from './parts';

/** More rows than these are counted, not listed; those that are not well come first, so none of them is left out. */
const MOST_ROWS = 400;

const NOT_KEPT = 'its objects are kept of the newest runs only';

/** The tables by story. */
export function tablesSection(input: ReportInput): Section {
  return {
    id: 'tables',
    title: 'Tables',
    blocks: listed(input, 'tables', 'Tables by story', TABLE_COLUMNS, tableCells, (a, b) =>
      byText(`${a.story ?? '~'} ${a.name}`, `${b.story ?? '~'} ${b.name}`),
    ),
  };
}

const TABLE_COLUMNS: Column[] = [
  { head: 'Story' },
  { head: 'Table' },
  { head: 'Model' },
  { head: 'State' },
  { head: 'Columns', align: 'right' },
  { head: 'Foreign keys', align: 'right' },
  { head: 'Indexes', align: 'right' },
  { head: 'Rows, about', align: 'right' },
  { head: 'Size', align: 'right' },
];

function tableCells(row: TableRow) {
  return [
    row.story ?? '–',
    { code: named(row.schema, row.name) },
    row.model === null ? '–' : { code: row.model },
    { verdict: row.verdict },
    count(row.columns.database),
    count(row.foreignKeys.database),
    count(row.indexes.database),
    count(row.rowEstimate),
    row.sizeBytes === null ? '–' : bytesText(row.sizeBytes),
  ];
}

/** The enums with their values in order, as the database has them. */
export function enumsSection(input: ReportInput): Section {
  const columns = [{ head: 'Enum' }, { head: 'State' }, { head: 'Values in the database, in order' }];
  return {
    id: 'enums',
    title: 'Enums',
    blocks: listed(input, 'enums', 'Enums and their values', columns, enumCells, (a, b) =>
      byText(a.name, b.name),
    ),
  };
}

function enumCells({ schema, name, verdict, values }: EnumRow) {
  const text = values.database === null ? 'not there' : { code: values.database.join(', ') };
  return [{ code: named(schema, name) }, { verdict }, text];
}

/** The indexes: strategic ones first, then what schema.prisma declares, then what nothing declares. */
export function indexesSection(input: ReportInput): Section {
  const columns: Column[] = [
    { head: 'Index' },
    { head: 'Origin' },
    { head: 'State' },
    { head: 'Database' },
    { head: 'What it is' },
    { head: 'Scans', align: 'right' },
    { head: 'Size', align: 'right' },
  ];
  const order = ['strategic', 'declared', 'not declared'];
  return {
    id: 'indexes',
    title: 'Indexes',
    blocks: listed(
      input,
      'indexes',
      'Indexes, expected and observed',
      columns,
      indexCells,
      (a, b) =>
        order.indexOf(a.origin) - order.indexOf(b.origin) ||
        byText(a.table, b.table) ||
        byText(a.name, b.name),
    ),
  };
}

function indexCells(row: IndexRow) {
  return [
    { code: row.name },
    row.origin,
    { verdict: row.verdict },
    row.database,
    { code: row.text },
    count(row.scans),
    row.sizeBytes === null ? '–' : bytesText(row.sizeBytes),
  ];
}

const DECIDES = { tables: 'tables', enums: 'enums', indexes: 'declared-indexes' } as const;
type Kind = keyof typeof DECIDES;
type RowOf<K extends Kind> = NonNullable<NonNullable<ReportInput['rows']>[K]>[number];

function listed<K extends Kind>(
  { report, details, rows }: ReportInput,
  kind: K,
  caption: string,
  columns: readonly Column[],
  cells: (row: RowOf<K>) => Extract<Block, { kind: 'table' }>['rows'][number],
  order: (a: RowOf<K>, b: RowOf<K>) => number,
): Block[] {
  if (rows === null) return [unmeasuredList(details === null ? NO_DETAILS : NOT_KEPT)];
  const all: readonly RowOf<K>[] | null = rows[kind];
  if (all === null) return [unmeasured(whyNot(report, DECIDES[kind]))];
  const isWell = ({ verdict }: RowOf<K>) => verdict === 'pass' || verdict === 'skipped';
  const sorted = [...all].sort((a, b) => Number(isWell(a)) - Number(isWell(b)) || order(a, b));
  const ill = sorted.filter((row) => !isWell(row)).length;
  const shown = sorted.slice(0, Math.max(MOST_ROWS, ill));
  const left = sorted.length - shown.length;
  return [
    {
      kind: 'paragraph',
      text: `${plural(all.length, 'row')}, ${ill === 0 ? 'all of them well' : `${ill} not well, first`}.`,
    },
    { kind: 'table', caption, columns, rows: shown.map(cells) },
    ...(left === 0
      ? []
      : [
          {
            kind: 'paragraph' as const,
            text: `${plural(left, 'more row')}, all of them well, are not listed.`,
          },
        ]),
  ];
}

/** They may have been measured: only the list is not at hand. */
function unmeasuredList(reason: string): Block {
  return {
    kind: 'paragraph',
    text: [{ verdict: 'unknown', word: 'no list' }, ` not listed, because: ${reason}.`],
  };
}

const named = (schema: string, name: string) => (schema === 'public' ? name : `${schema}.${name}`);
const count = (value: number | null) => (value === null ? '–' : countText(value));

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
