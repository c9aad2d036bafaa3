import type { TableRow } from '@/shared/rows';
import { presenceWord } from '../../model/sides';
import { Name } from '../../parts/identifier';
import { byText, type Column } from '../../parts/table-model';
import { Bytes, Count } from '../../parts/units';
import { byVerdict } from '../../parts/verdict';
import { VerdictMark } from '../../parts/verdict-mark';
import { Pair } from './pair';

/** The columns of the list of tables. */
export const TABLE_COLUMNS: Column<TableRow>[] = [
  {
    id: 'name',
    header: 'Table',
    cell: (row) => <Name className="sm:truncate">{nameOf(row)}</Name>,
    compare: (a, b) => byText(a.name, b.name),
  },
  {
    id: 'state',
    header: 'State',
    width: '96px',
    cell: (row) => <VerdictMark verdict={row.verdict} />,
    compare: (a, b) => byVerdict(a.verdict, b.verdict),
  },
  {
    id: 'model',
    header: 'Model',
    width: '20%',
    from: 'lg',
    cell: (row) => <Name className="sm:block sm:truncate">{row.model ?? '–'}</Name>,
    compare: (a, b) => byText(a.model ?? '', b.model ?? ''),
  },
  {
    id: 'sides',
    header: 'Sides',
    width: '20%',
    from: 'lg',
    cell: (row) => (
      <span className="text-muted sm:block sm:truncate">
        {row.kind === 'table' ? '' : `${row.kind}, `}
        {presenceWord(row.present)}
      </span>
    ),
    compare: (a, b) => byText(presenceWord(a.present), presenceWord(b.present)),
  },
  {
    id: 'columns',
    header: 'Columns',
    width: '92px',
    align: 'right',
    cell: (row) => <Pair counts={row.columns} />,
    compare: (a, b) => (a.columns.database ?? -1) - (b.columns.database ?? -1),
  },
  {
    id: 'keys',
    header: 'Foreign keys',
    width: '108px',
    align: 'right',
    from: 'lg',
    cell: (row) => <Pair counts={row.foreignKeys} />,
    compare: (a, b) => (a.foreignKeys.database ?? -1) - (b.foreignKeys.database ?? -1),
  },
  {
    id: 'rows',
    header: 'Rows, est.',
    width: '100px',
    align: 'right',
    from: 'md',
    cell: (row) => (row.columns.database === null ? '–' : <Count value={row.rowEstimate} />),
    compare: (a, b) => (a.rowEstimate ?? -1) - (b.rowEstimate ?? -1),
  },
  {
    id: 'size',
    header: 'Size',
    width: '92px',
    align: 'right',
    cell: (row) => (row.columns.database === null ? '–' : <Bytes bytes={row.sizeBytes} />),
    compare: (a, b) => (a.sizeBytes ?? -1) - (b.sizeBytes ?? -1),
  },
];

/** `users`, and `audit.events` outside of the usual schema. */
function nameOf(row: TableRow): string {
  return row.schema === 'public' ? row.name : `${row.schema}.${row.name}`;
}
