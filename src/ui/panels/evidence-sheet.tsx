'use client';
import type { Evidence } from '@/shared/observation';
import { Code } from '../parts/code';
import { Sheet } from '../parts/dialog';
import { plural } from '../parts/format';
import { Ago } from '../parts/time';
import { Duration } from '../parts/units';
import { VerdictMark } from '../parts/verdict-mark';
import { useDashboard } from '../queries/state';
import { useOpenCheck } from './evidence-link';

const KIND: Record<Evidence['kind'], string> = {
  sql: 'SQL',
  http: 'Request',
  file: 'File',
  process: 'Process',
  parser: 'Parser',
};

/** What one check stands on: every question that was asked for it, and what was answered. */
export function EvidenceSheet() {
  const { latest } = useDashboard();
  const [open, setOpen] = useOpenCheck();
  const check = latest?.report.checks.find((each) => each.id === open);
  const close = () => setOpen(null);
  if (latest === null || check === undefined) return null;
  return (
    <Sheet
      side
      open
      onOpenChange={close}
      title={
        <span className="flex flex-wrap items-center gap-x-3">
          {check.title} <VerdictMark verdict={check.verdict} />
        </span>
      }
      description={`Run #${latest.number}: ${plural(check.compared, 'thing')} compared, ${plural(check.findings.length, 'finding')}`}
    >
      <div className="grid gap-4">
        {check.reason === null ? null : <p>{check.reason}</p>}
        {check.needs.map((need) => (
          <section key={need} aria-label={need}>
            <h3 className="pb-1 font-mono text-mono">{need}</h3>
            <Pieces pieces={latest.report.evidence[need] ?? []} />
          </section>
        ))}
      </div>
    </Sheet>
  );
}

function Pieces({ pieces }: { pieces: readonly Evidence[] }) {
  if (pieces.length === 0) {
    return (
      <p className="text-muted">
        This run kept no evidence of it: it was not asked, or asking failed at once.
      </p>
    );
  }
  return (
    <ol className="grid gap-3">
      {pieces.map((piece) => (
        <li key={`${piece.at} ${piece.text}`} className="grid gap-1">
          <p className="flex flex-wrap gap-x-3 text-muted">
            <span>{KIND[piece.kind]}</span>
            <Duration ms={piece.durationMs} />
            <Ago at={piece.at} />
          </p>
          <Code text={piece.text} what={KIND[piece.kind]} scroll={piece.text.length > 1_200} />
          <p>
            <span className="text-muted">answer</span>{' '}
            <span className="font-mono text-mono">{piece.answer}</span>
          </p>
        </li>
      ))}
    </ol>
  );
}
