'use client';
import Link from 'next/link';
import { type ReactNode, useMemo } from 'react';
import type { IndexRow } from '@/shared/rows';
import { byReason } from '../../model/findings';
import { queryIdOf, type Tier, type TierRow } from '../../model/index-tiers';
import { countOf, plural } from '../../parts/format';
import { Name } from '../../parts/identifier';
import { Empty, Heading } from '../../parts/small';
import { DataTable } from '../../parts/table';
import { byText, type Column, filterOf } from '../../parts/table-model';
import { Bytes, Count } from '../../parts/units';
import { byVerdict } from '../../parts/verdict';
import { VerdictMark, VerdictShape } from '../../parts/verdict-mark';
import { EvidenceLink } from '../evidence-link';
import { FindingDetail } from '../finding-card';
import { Fact, Facts } from '../page-head';
import type { useTableState } from '../table-state';

export type TierTableRow = TierRow & { index: IndexRow | undefined };

const COLUMNS: Column<TierTableRow>[] = [
  {
    id: 'finding',
    header: 'Finding',
    cell: ({ finding }) => (
      <span className="min-w-0 sm:truncate" title={finding.message}>
        {finding.message}
      </span>
    ),
    compare: (a, b) => byText(a.finding.message, b.finding.message),
  },
  {
    id: 'state',
    header: 'State',
    width: '96px',
    cell: ({ finding, verdict }) =>
      finding.severity === 'info' ? (
        <span className="inline-flex items-center gap-1.5 font-strong text-muted">
          <VerdictShape verdict="skipped" /> Info
        </span>
      ) : (
        <VerdictMark verdict={verdict} />
      ),
    compare: (a, b) => byVerdict(a.verdict, b.verdict),
  },
  {
    id: 'rule',
    header: 'Rule',
    width: '192px',
    cell: ({ finding }) => <Name>{finding.rule}</Name>,
    compare: (a, b) => byText(a.finding.rule, b.finding.rule),
  },
  {
    id: 'size',
    header: 'Size',
    width: '84px',
    align: 'right',
    cell: ({ index }) => (index?.sizeBytes == null ? '–' : <Bytes bytes={index.sizeBytes} />),
    compare: (a, b) => (a.index?.sizeBytes ?? -1) - (b.index?.sizeBytes ?? -1),
  },
  {
    id: 'writes',
    header: 'Writes a day',
    width: '104px',
    align: 'right',
    cell: ({ index }) => (index?.writesADay == null ? '–' : <Count value={index.writesADay} />),
    compare: (a, b) => (a.index?.writesADay ?? -1) - (b.index?.writesADay ?? -1),
  },
];

const LOOK = {
  key: ({ finding }: TierTableRow) => finding.key,
  verdict: ({ verdict }: TierTableRow) => verdict,
};

/** One tier of findings: what certainty it has, its rows, and what could not be told. */
export function TierTable({
  title,
  sentence,
  tier,
  rows,
  state,
  q,
}: {
  title: string;
  sentence: ReactNode;
  tier: Tier;
  rows: readonly TierTableRow[];
  state: ReturnType<typeof useTableState>;
  q: string;
}) {
  const filter = useMemo(
    () =>
      filterOf(rows, ({ finding: { message, rule, subject } }) => [
        message,
        rule,
        subject.table,
        subject.name,
        subject.story,
      ]),
    [rows],
  );
  const found = filter(q);
  const shown = state.only === 'all' ? found : found.filter(({ finding }) => finding.severity !== 'info');
  return (
    <section aria-label={title} className="pb-6">
      <Heading note={rows.length === 0 ? undefined : countOf(rows.length)}>{title}</Heading>
      <p className="pb-2 text-muted">{sentence}</p>
      {shown.length > 0 ? (
        <DataTable
          caption={title}
          columns={COLUMNS}
          groups={[{ label: '', rows: shown }]}
          look={LOOK}
          sort={state.sort}
          onSort={state.setSort}
          open={state.open}
          onOpen={state.setOpen}
          detail={(row) => <TierDetail row={row} />}
        />
      ) : rows.length > 0 ? (
        <Empty>No finding of this kind fits the filter.</Empty>
      ) : tier.looked > 0 ? (
        <p className="flex items-center gap-2">
          <VerdictMark verdict="pass" />
          {plural(tier.looked, 'check')} found nothing, {countOf(tier.compared)} compared.
        </p>
      ) : null}
      <Silent tier={tier} />
    </section>
  );
}

/** A finding opened: sentence, repair as SQL and as edit, and what the index costs. */
function TierDetail({ row: { finding, check, index } }: { row: TierTableRow }) {
  return (
    <div className="grid gap-3">
      <FindingDetail finding={finding} checkId={check.id} />
      {finding.subject.kind === 'query' ? (
        <p>
          <Link
            href={`/indexes?view=queries&open=${encodeURIComponent(queryIdOf(finding))}`}
            className="text-accent underline underline-offset-4"
          >
            The query and its plan
          </Link>
        </p>
      ) : null}
      {index === undefined || index.database === 'missing' ? null : (
        <Facts>
          <Fact label="size">
            <Bytes bytes={index.sizeBytes} />
          </Fact>
          <Fact label="scans">
            <Count value={index.scans} />
          </Fact>
          <Fact label="rows written a day">
            <Count value={index.writesADay} />
          </Fact>
          <Fact label="definition">
            <Name>{index.text}</Name>
          </Fact>
        </Facts>
      )}
    </div>
  );
}

/** The checks of a tier that told nothing, with why: never a green. Those with one reason stand together. */
function Silent({ tier: { silent } }: { tier: Tier }) {
  if (silent.length === 0) return null;
  return (
    <ul className="mt-2 border-t border-line">
      {byReason(silent).map(({ reason, checks: [first, ...others] }) =>
        first === undefined ? null : (
          <li
            key={reason}
            data-verdict={first.verdict}
            className="edge flex flex-wrap items-baseline gap-x-3 border-b border-line py-1.5 pl-4"
          >
            <VerdictMark verdict={first.verdict} />
            {[first, ...others].map((check) => (
              <EvidenceLink key={check.id} checkId={check.id}>
                {check.title}
              </EvidenceLink>
            ))}
            <span className="min-w-0 text-muted">{reason}</span>
          </li>
        ),
      )}
    </ul>
  );
}
