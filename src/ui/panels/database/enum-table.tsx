'use client';
import { useDeferredValue, useMemo } from 'react';
import type { Report } from '@/shared/report';
import type { EnumRow } from '@/shared/rows';
import { SIDES } from '@/shared/sides';
import { findingsByKey, pick } from '../../model/findings';
import { presenceSentence, presenceWord, type Unread } from '../../model/sides';
import { countOf } from '../../parts/format';
import { Name } from '../../parts/identifier';
import { Empty } from '../../parts/small';
import { DataTable } from '../../parts/table';
import { byText, type Column, filterOf } from '../../parts/table-model';
import { byVerdict } from '../../parts/verdict';
import { VerdictMark } from '../../parts/verdict-mark';
import { FindingDetail } from '../finding-card';
import { useTableState } from '../table-state';
import { Toolbar } from '../toolbar';
import { EnumSides } from './enum-sides';
import { Pair } from './pair';
import { UnreadSides } from './unread-sides';

const lengths = ({ values }: EnumRow) => ({
  schema: values.schema?.length ?? null,
  migrations: values.migrations?.length ?? null,
  database: values.database?.length ?? null,
});

const COLUMNS: Column<EnumRow>[] = [
  {
    id: 'name',
    header: 'Enum',
    width: '26%',
    cell: (row) => <Name className="sm:truncate">{row.name}</Name>,
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
    id: 'sides',
    header: 'Sides',
    width: '20%',
    from: 'lg',
    cell: (row) => <span className="text-muted sm:block sm:truncate">{presenceWord(row.present)}</span>,
    compare: (a, b) => byText(presenceWord(a.present), presenceWord(b.present)),
  },
  {
    id: 'values',
    header: 'Values',
    width: '80px',
    align: 'right',
    cell: (row) => <Pair counts={lengths(row)} />,
    compare: (a, b) => (a.values.database?.length ?? -1) - (b.values.database?.length ?? -1),
  },
  {
    id: 'order',
    header: 'In the database, in order',
    from: 'md',
    cell: (row) => (
      <Name className="text-muted sm:block sm:truncate">
        {row.values.database?.join(', ') ?? '(no such enum)'}
      </Name>
    ),
  },
];

const LOOK = { key: (row: EnumRow) => `${row.schema}.${row.name}`, verdict: (row: EnumRow) => row.verdict };

/** All enums that one of the sides has, with their values in order. */
export function EnumTable({
  rows,
  report,
  unread,
}: {
  rows: readonly EnumRow[];
  report: Report;
  unread: Unread;
}) {
  const state = useTableState(['none']);
  const findings = useMemo(() => findingsByKey(report), [report]);
  const filter = useMemo(() => {
    const sorted = [...rows].sort((a, b) => byVerdict(a.verdict, b.verdict));
    return filterOf(sorted, (row) => [
      row.schema,
      row.name,
      ...SIDES.flatMap((side) => row.values[side] ?? []),
    ]);
  }, [rows]);
  const q = useDeferredValue(state.q);
  const groups = useMemo(() => {
    const ill = (row: EnumRow) => row.verdict !== 'pass' && row.verdict !== 'skipped';
    return [{ label: '', rows: filter(q).filter((row) => state.only === 'all' || ill(row)) }];
  }, [filter, q, state.only]);
  const count = groups[0]?.rows.length ?? 0;
  return (
    <section aria-label="Enums">
      <Toolbar
        state={state}
        label="Filter enums and values"
        shown={`${countOf(count)} of ${countOf(rows.length)} enums`}
        groupings={[]}
      />
      {rows.length === 0 ? (
        <Empty>No side has an enum.</Empty>
      ) : count === 0 ? (
        <Empty>{q === '' ? 'Every enum that was compared is well.' : 'No enum fits the filter.'}</Empty>
      ) : (
        <DataTable
          caption="Enums on the three sides"
          columns={COLUMNS}
          groups={groups}
          look={LOOK}
          sort={state.sort}
          onSort={state.setSort}
          open={state.open}
          onOpen={state.setOpen}
          detail={(row) => (
            <div className="grid gap-4">
              {pick(findings, row.findingKeys).map(({ finding, check }) => (
                <FindingDetail key={finding.key} finding={finding} checkId={check.id} />
              ))}
              <Sentence text={presenceSentence(row.present, 'enum')} />
              <UnreadSides unread={unread} />
              <EnumSides row={row} unread={unread} />
            </div>
          )}
        />
      )}
    </section>
  );
}

function Sentence({ text }: { text: string | null }) {
  return text === null ? null : <p>{text}</p>;
}
