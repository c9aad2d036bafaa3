'use client';
import type { RunRecord } from '@/shared/details';
import type { CheckReport } from '@/shared/report';
import type { Verdict } from '@/shared/verdict';
import { boardOf, type ReasonRow } from '../../model/findings';
import { Disclosure } from '../../parts/disclosure';
import { countOf, plural } from '../../parts/format';
import { Heading } from '../../parts/small';
import { Duration } from '../../parts/units';
import { VerdictMark, VerdictShape } from '../../parts/verdict-mark';
import { useDashboard } from '../../queries/state';
import { EvidenceLink } from '../evidence-link';
import { FindingDetail } from '../lazy';

/** Below the findings: what could not be measured, and folded what passed. */
export function Rest({ record }: { record: RunRecord }) {
  const { storeNote } = useDashboard();
  const { report } = record;
  const board = boardOf(report);
  return (
    <>
      {board.unknown.length === 0 ? null : (
        <Reasons title="Not measured" verdict="unknown" rows={board.unknown} />
      )}
      <section aria-label="What is fine" className="border-t border-line">
        <Disclosure
          summary={
            <>
              <VerdictMark verdict="pass" /> {plural(board.passed.length, 'check')} passed
            </>
          }
        >
          <Checks checks={board.passed} />
        </Disclosure>
        {board.skipped.length === 0 ? null : (
          <Disclosure
            summary={
              <>
                <VerdictMark verdict="skipped" />{' '}
                {plural(
                  board.skipped.reduce((sum, row) => sum + row.checks.length, 0),
                  'check',
                )}{' '}
                skipped
              </>
            }
          >
            <ReasonList verdict="skipped" rows={board.skipped} />
          </Disclosure>
        )}
        {board.infos.length === 0 ? null : (
          <Disclosure summary={plural(board.infos.length, 'piece of information', 'pieces of information')}>
            <ul className="grid gap-4">
              {board.infos.map(({ finding, check }) => (
                <li key={finding.key}>
                  <FindingDetail finding={finding} checkId={check.id} />
                </li>
              ))}
            </ul>
          </Disclosure>
        )}
        {report.notes.length === 0 ? null : (
          <Disclosure summary={plural(report.notes.length, 'note')}>
            {report.notes.map((note) => (
              <p key={note}>{note}</p>
            ))}
          </Disclosure>
        )}
      </section>
      <p className="text-muted">{storeNote}</p>
    </>
  );
}

function Reasons({ title, verdict, rows }: { title: string; verdict: Verdict; rows: readonly ReasonRow[] }) {
  return (
    <section aria-label={title}>
      <Heading>{title}</Heading>
      <ReasonList verdict={verdict} rows={rows} />
    </section>
  );
}

function ReasonList({ verdict, rows }: { verdict: Verdict; rows: readonly ReasonRow[] }) {
  return (
    <ul className="border-t border-line">
      {rows.map(({ reason, checks }) => (
        <li key={reason} data-verdict={verdict} className="edge border-b border-line py-2 pl-4">
          <p className="flex flex-wrap items-baseline gap-x-3">
            <VerdictMark verdict={verdict} />
            <span className="min-w-0">{reason}</span>
          </p>
          <p className="flex flex-wrap gap-x-4 pt-1">
            {checks.map((check) => (
              <EvidenceLink key={check.id} checkId={check.id}>
                {check.title}
              </EvidenceLink>
            ))}
          </p>
        </li>
      ))}
    </ul>
  );
}

/** Checks in a list: what was compared, how long it took, its evidence. */
export function Checks({ checks }: { checks: readonly CheckReport[] }) {
  return (
    <ul>
      {checks.map((check) => (
        <li key={check.id} className="flex min-h-row flex-wrap items-center gap-x-3 border-t border-line">
          <VerdictShape verdict={check.verdict} />
          <span>{check.title}</span>
          <span className="text-muted">{countOf(check.compared)} compared</span>
          <span className="ml-auto flex items-center gap-3">
            <Duration ms={check.durationMs} className="text-muted" />
            <EvidenceLink checkId={check.id} label={`Evidence for ${check.title}`}>
              Evidence
            </EvidenceLink>
          </span>
        </li>
      ))}
    </ul>
  );
}
