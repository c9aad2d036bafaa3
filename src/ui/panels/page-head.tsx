'use client';
import type { ReactNode } from 'react';
import type { CheckReport, Report } from '@/shared/report';
import { Disclosure } from '../parts/disclosure';
import { plural } from '../parts/format';
import { worstOf } from '../parts/verdict';
import { VerdictMark } from '../parts/verdict-mark';
import { EvidenceLink } from './evidence-link';

/** More checks than this are not all read: those that are fine are folded. */
const IN_ONE_LINE = 8;

/** The top of a page: what it is about, how it stands, its figures, and the checks behind it with their evidence. */
export function PageHead({
  title,
  report,
  groups,
  children,
  action,
}: {
  title: string;
  report: Report;
  groups: readonly CheckReport['group'][];
  children?: ReactNode;
  action?: ReactNode;
}) {
  const checks = report.checks.filter((check) => groups.includes(check.group));
  const verdict = worstOf(checks.map((check) => check.verdict));
  const fine = checks.filter((check) => check.verdict === 'pass' || check.verdict === 'skipped');
  const folded = checks.length > IN_ONE_LINE ? fine : [];
  const open = checks.filter((check) => !folded.includes(check));
  return (
    <div data-verdict={verdict} className="edge mb-5 pl-4">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h1 className="text-lg">{title}</h1>
        <VerdictMark verdict={verdict} />
        {action === undefined ? null : <div className="ml-auto flex flex-wrap gap-2">{action}</div>}
      </div>
      {children}
      <CheckLinks checks={open} />
      {folded.length === 0 ? null : (
        <Disclosure summary={<span className="text-muted">{inWords(folded)}</span>}>
          <CheckLinks checks={folded} />
        </Disclosure>
      )}
    </div>
  );
}

function CheckLinks({ checks }: { checks: readonly CheckReport[] }) {
  if (checks.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 pt-1">
      {checks.map((check) => (
        <li key={check.id} className="inline-flex items-center gap-1.5">
          <VerdictMark verdict={check.verdict} quiet />
          <EvidenceLink checkId={check.id}>{check.title}</EvidenceLink>
        </li>
      ))}
    </ul>
  );
}

function inWords(checks: readonly CheckReport[]): string {
  const skipped = checks.filter((check) => check.verdict === 'skipped').length;
  const passed = checks.length - skipped;
  return [passed === 0 ? '' : `${plural(passed, 'check')} passed`, skipped === 0 ? '' : `${skipped} skipped`]
    .filter((part) => part !== '')
    .join(', ');
}

/** A figure of a page's head, with what it counts. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline gap-1.5">
      <dt className="shrink-0 text-muted">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A line of figures. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="flex flex-wrap gap-x-6 gap-y-1 py-1">{children}</dl>;
}
