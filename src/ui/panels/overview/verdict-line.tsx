'use client';
import { cx } from 'class-variance-authority';
import Link from 'next/link';
import type { RunRecord } from '@/shared/details';
import { buttonStyle } from '../../parts/button';
import { plural } from '../../parts/format';
import { Clock, Since } from '../../parts/time';
import { Duration } from '../../parts/units';
import { VERDICTS } from '../../parts/verdict';
import { VerdictMark } from '../../parts/verdict-mark';
import { useDashboard } from '../../queries/state';
import { Actions } from '../actions';
import { RunProgressLine } from '../run-progress-line';

/** The answer to “is it healthy”: the verdict, one sentence why, since when, and what can be done here and now. */
export function VerdictLine({ record }: { record: RunRecord }) {
  const { verdictSince, lastGreen, latest } = useDashboard();
  const { report } = record;
  const routes = new Set(report.causes.flatMap((cause) => cause.endpoints)).size;
  const unknown = report.checks.filter((check) => check.verdict === 'unknown').length;
  const facts = [
    report.causes.length > 0 ? plural(report.causes.length, 'root cause') : null,
    routes > 0 ? `${plural(routes, 'route')} affected` : null,
    unknown > 0 ? `${plural(unknown, 'check')} unknown` : null,
  ].filter((fact) => fact !== null);
  return (
    <section aria-label="Verdict" data-verdict={report.verdict} className="edge pl-4">
      <h1 className="flex flex-wrap items-baseline gap-x-3 text-lg">
        <VerdictMark verdict={report.verdict} upper />
        <span className="sr-only">: </span>
        <span className="min-w-0">{report.headline}</span>
      </h1>
      <p className="flex flex-wrap items-center gap-x-1 py-1 text-muted">
        {verdictSince === null ? null : (
          <span>
            {VERDICTS[report.verdict].word} since <Clock at={verdictSince} /> (<Since at={verdictSince} />)
          </span>
        )}
        {facts.map((fact) => (
          <span key={fact}>· {fact}</span>
        ))}
        {report.summary.waived === 0 ? null : (
          <span>
            ·{' '}
            <Link className="underline hover:text-accent" href="/runs#waivers">
              {report.summary.waived} waived
            </Link>
          </span>
        )}
        {lastGreen !== null && lastGreen.number !== latest?.number ? (
          <span>· last green run #{lastGreen.number}</span>
        ) : null}
        <span>
          · run #{record.number} took <Duration ms={report.durationMs} />
        </span>
      </p>
      <div className="flex flex-wrap items-center gap-2 pt-1">
        <Actions />
        {lastGreen === null || lastGreen.number === latest?.number ? null : (
          <Link
            href={`/runs?from=${lastGreen.number}&to=${record.number}`}
            className={cx('no-print', buttonStyle())}
          >
            What changed since #{lastGreen.number}
          </Link>
        )}
        <RunProgressLine />
      </div>
    </section>
  );
}
