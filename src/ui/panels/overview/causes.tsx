'use client';
import { useMemo } from 'react';
import type { RunRecord } from '@/shared/details';
import type { Verdict } from '@/shared/verdict';
import { boardOf, type CauseRow, type Found, graphInput, lookOf } from '../../model/findings';
import { plural, someOf } from '../../parts/format';
import { Name } from '../../parts/identifier';
import { RowLink } from '../../parts/row-link';
import { Heading } from '../../parts/small';
import { VerdictMark } from '../../parts/verdict-mark';
import { useAddress } from '../address';
import { GraphButton, useGraph } from '../graph/graph-button';
import { GraphView } from '../graph/lazy';
import { CauseDetail, FindingDetail } from '../lazy';
import { acceptedWords } from '../waivers/accepted';

/** Root causes first, each with everything that follows from it as one row; then what stands alone. */
export function Causes({ record }: { record: RunRecord }) {
  const [graph] = useGraph();
  const { report, details } = record;
  const board = boardOf(report);
  // Made again only with another run: the graph is laid out from it.
  const input = useMemo(() => graphInput(report, details.endpoints), [report, details.endpoints]);
  const alone = [...board.errors, ...board.warnings];
  if (board.causes.length === 0 && alone.length === 0) return null;
  const shown = board.causes.length === 1 ? board.causes[0]?.cause.key : undefined;
  return (
    <section aria-label="Findings">
      <Heading
        note={alone.length === 0 ? undefined : `and ${plural(alone.length, 'other finding')}`}
        action={board.causes.length === 0 ? undefined : <GraphButton />}
      >
        {plural(board.causes.length, 'root cause')}
      </Heading>
      {graph ? (
        <section aria-label="Graph" className="pb-4">
          <GraphView input={input} />
        </section>
      ) : null}
      <ul className="border-t border-line">
        {board.causes.map((row) => (
          <CauseLine
            key={row.cause.key}
            row={row}
            openFirst={row.cause.key === shown}
            headline={record.report.headline}
          />
        ))}
        {alone.map((found) => (
          <FoundLine key={found.finding.key} found={found} />
        ))}
      </ul>
    </section>
  );
}

/** A row that opens, the same for causes and for findings that stand alone. */
function Line({
  id,
  verdict,
  title,
  note,
  openFirst,
  children,
}: {
  id: string;
  verdict: Verdict;
  title: React.ReactNode;
  note: React.ReactNode;
  openFirst: boolean;
  children: React.ReactNode;
}) {
  const { read, write } = useAddress();
  const key = read('open');
  const open = key === id || (openFirst && key === null);
  return (
    <li data-verdict={verdict} className="edge border-b border-line">
      <div className="relative flex min-h-row flex-wrap items-center gap-x-3 py-1.5 pl-3 pr-2 hover:bg-sunken">
        <RowLink rowKey={id} open={open} onOpen={(next) => write({ open: next ?? (openFirst ? '-' : null) })}>
          <VerdictMark verdict={verdict} />
          <span className="font-strong">{title}</span>
        </RowLink>
        <span className="text-muted max-sm:w-full max-sm:pl-5">{note}</span>
      </div>
      {open ? <div className="px-3 pb-4 pt-1 sm:pl-8">{children}</div> : null}
    </li>
  );
}

function CauseLine({ row, openFirst, headline }: { row: CauseRow; openFirst: boolean; headline: string }) {
  const { cause, symptoms, verdict } = row;
  const rule = row.roots[0]?.finding.rule;
  const routes = cause.endpoints.length === 0 ? '' : ` → ${plural(cause.endpoints.length, 'route')}`;
  const lacks = cause.models.length === 0 ? plural(symptoms.length, 'symptom') : someOf(cause.models);
  return (
    <Line
      id={cause.key}
      verdict={verdict}
      title={cause.title}
      note={
        <>
          {rule === undefined ? null : (
            <>
              <Name>{rule}</Name>{' '}
            </>
          )}
          {lacks}
          {routes}
          <ToDo roots={row.roots} />
          <Waived founds={row.roots} />
        </>
      }
      openFirst={openFirst}
    >
      <CauseDetail row={row} headline={headline} />
    </Line>
  );
}

/** What to do, where it fits into a row: the command, or which processes to restart. SQL stands inside. */
function ToDo({ roots }: { roots: CauseRow['roots'] }) {
  const root = roots[0]?.finding;
  if (root?.rule === 'client.process-stale') {
    return <> · restart {someOf(roots.map(({ finding }) => finding.subject.name))}</>;
  }
  if (root?.remedy.kind !== 'command') return null;
  return (
    <>
      {' '}
      · run <Name>{root.remedy.text}</Name>
    </>
  );
}

/** Who has accepted it, where somebody has: of a cause that is several findings, of each that is told by another. */
function Waived({ founds }: { founds: readonly Found[] }) {
  const words = new Set(founds.flatMap(({ finding: { waiver } }) => (waiver ? [acceptedWords(waiver)] : [])));
  return [...words].map((each) => <span key={each}> · {each}</span>);
}

function FoundLine({ found }: { found: Found }) {
  const { finding, check } = found;
  return (
    <Line
      id={finding.key}
      verdict={lookOf(finding)}
      title={finding.message}
      note={
        <>
          <Name>{finding.rule}</Name>
          <Waived founds={[found]} />
        </>
      }
      openFirst={false}
    >
      <FindingDetail finding={finding} checkId={check.id} message={false} />
    </Line>
  );
}
