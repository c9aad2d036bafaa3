'use client';
import { useDeferredValue, useMemo } from 'react';
import { sequenceText } from '@/shared/object-text';
import type { ObjectDetail } from '@/shared/objects';
import type { Report } from '@/shared/report';
import type { OtherRow } from '@/shared/rows';
import { eachSide, type Three } from '@/shared/sides';
import { findingsByKey, pick } from '../../model/findings';
import { presenceSentence, presenceWord, sideRow, type Unread } from '../../model/sides';
import { type Part, tableDiff } from '../../model/table-diff';
import { countOf } from '../../parts/format';
import { Name } from '../../parts/identifier';
import { Empty } from '../../parts/small';
import { DataTable } from '../../parts/table';
import { byText, type Column, filterOf, groupBy } from '../../parts/table-model';
import { byVerdict } from '../../parts/verdict';
import { VerdictMark } from '../../parts/verdict-mark';
import { FindingDetail } from '../finding-card';
import { useTableState } from '../table-state';
import { Toolbar } from '../toolbar';
import { ObjectSides } from './object-sides';
import { PartSides } from './part-sides';
import { UnreadSides } from './unread-sides';

const LABEL: Record<OtherRow['kind'], string> = {
  view: 'Views',
  sequence: 'Sequences',
  extension: 'Extensions',
};

const COLUMNS: Column<OtherRow>[] = [
  {
    id: 'name',
    header: 'Object',
    width: '36%',
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
    width: '24%',
    from: 'md',
    cell: (row) => <span className="text-muted sm:block sm:truncate">{presenceWord(row.present)}</span>,
    compare: (a, b) => byText(presenceWord(a.present), presenceWord(b.present)),
  },
  {
    id: 'note',
    header: 'What it is',
    cell: (row) => <span className="sm:block sm:truncate">{row.note}</span>,
  },
];

const LOOK = {
  key: (row: OtherRow) => `${row.kind} ${row.schema}.${row.name}`,
  verdict: (row: OtherRow) => row.verdict,
};

/** Sequences, extensions, the queries of views: whatever has no table of its own. */
export function OtherTable({
  rows,
  report,
  run,
  unread,
}: {
  rows: readonly OtherRow[];
  report: Report;
  run: number;
  unread: Unread;
}) {
  const state = useTableState(['none']);
  const findings = useMemo(() => findingsByKey(report), [report]);
  const filter = useMemo(
    () => filterOf(rows, (row) => [row.kind, row.schema, row.name, row.note, row.verdict]),
    [rows],
  );
  const q = useDeferredValue(state.q);
  const groups = useMemo(() => {
    const ill = (row: OtherRow) => row.verdict !== 'pass' && row.verdict !== 'skipped';
    const shown = filter(q).filter((row) => state.only === 'all' || ill(row));
    return groupBy(shown, (row) => LABEL[row.kind], Object.values(LABEL));
  }, [filter, q, state.only]);
  const count = groups.reduce((sum, group) => sum + group.rows.length, 0);
  return (
    <section aria-label="Other objects">
      <Toolbar
        state={state}
        label="Filter views, sequences, extensions"
        shown={`${countOf(count)} of ${countOf(rows.length)} objects`}
        groupings={[]}
      />
      {rows.length === 0 ? (
        <Empty>No side has a view, a sequence or an extension.</Empty>
      ) : count === 0 ? (
        <Empty>{q === '' ? 'Every object that was compared is well.' : 'No object fits the filter.'}</Empty>
      ) : (
        <DataTable
          caption="Views, sequences and extensions on the three sides"
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
              <Sentence text={presenceSentence(row.present, row.kind)} />
              <UnreadSides unread={unread} />
              <ObjectSides
                run={run}
                object={{
                  kind: row.kind === 'view' ? 'table' : row.kind,
                  schema: row.schema,
                  name: row.name,
                }}
              >
                {(detail) =>
                  partsOf(detail, row, unread).map((part) => (
                    <PartSides key={part.title} part={part} unread={unread} />
                  ))
                }
              </ObjectSides>
            </div>
          )}
        />
      )}
    </section>
  );
}

function partsOf(detail: ObjectDetail, row: OtherRow, unread: Unread): Part[] {
  if (detail.kind === 'table') {
    // Its columns stand with the tables.
    return tableDiff(detail.sides, unread).filter(({ title }) => title === 'Query' || title === 'Indexes');
  }
  const part = (lines: { name: string; texts: Three<string | null>; open?: boolean }[]): Part[] => {
    const voices = eachSide((side) => row.present[side] === true);
    const rows = lines.map(({ name, texts, open = false }) =>
      // What a declaration leaves open, any database fulfils.
      sideRow(name, texts, open ? eachSide((side) => voices[side] && texts[side] !== null) : voices),
    );
    return [{ title: 'Definition', voices, rows }];
  };
  if (detail.kind === 'sequence')
    return part([{ name: row.name, texts: textsOf(detail.sides, sequenceText) }]);
  if (detail.kind === 'extension') {
    return part([
      { name: 'version', texts: textsOf(detail.sides, ({ version }) => version), open: true },
      { name: 'schema', texts: textsOf(detail.sides, ({ schema }) => schema), open: true },
    ]);
  }
  return [];
}

function textsOf<T>(sides: Three<T | null>, text: (thing: T) => string | null): Three<string | null> {
  return eachSide((side) => (sides[side] === null ? null : text(sides[side])));
}

function Sentence({ text }: { text: string | null }) {
  return text === null ? null : <p>{text}</p>;
}
