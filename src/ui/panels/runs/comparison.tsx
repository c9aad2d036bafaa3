'use client';
import Link from 'next/link';
import type { FindingLine, RunComparison, RunHead } from '@/shared/run-history';
import type { Verdict } from '@/shared/verdict';
import { lookOf } from '../../model/findings';
import { Disclosure } from '../../parts/disclosure';
import { plural } from '../../parts/format';
import { Name } from '../../parts/identifier';
import { Heading } from '../../parts/small';
import { Clock } from '../../parts/time';
import { VerdictMark, VerdictShape } from '../../parts/verdict-mark';
import { useComparison } from '../../queries/history';
import { Waiting } from '../waiting';

/** Two runs: what appeared, what was resolved, what is other, what nobody could tell, what is still there. */
export function Comparison({ from, to, seed }: { from: number; to: number; seed: RunComparison | null }) {
  const { data, error } = useComparison(from, to, seed);
  return (
    <section aria-label="Comparison">
      <Heading
        note={data === undefined ? undefined : <Ends from={data.from} to={data.to} />}
        action={
          <Link className="underline hover:text-accent" href={`/runs?from=${to}&to=${from}`}>
            The other way round
          </Link>
        }
      >
        Run #{from} against run #{to}
      </Heading>
      {error !== null && data === undefined ? (
        <p role="alert" className="py-4">
          {error.message}
        </p>
      ) : data === undefined ? (
        <Waiting />
      ) : (
        <Differences comparison={data} />
      )}
    </section>
  );
}

function Ends({ from, to }: { from: RunHead; to: RunHead }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <VerdictMark verdict={from.verdict} /> <Clock at={from.startedAt} /> →
      <VerdictMark verdict={to.verdict} /> <Clock at={to.startedAt} />
    </span>
  );
}

function Differences({ comparison }: { comparison: RunComparison }) {
  const { appeared, resolved, changed, stillThere, notMeasured, checks, routes, to } = comparison;
  const nothing = [appeared, resolved, changed, notMeasured, checks, routes].every(
    ({ length }) => length === 0,
  );
  return (
    <div className="grid gap-4 border-t border-line pt-2">
      {nothing ? (
        <p>
          Nothing is other in run #{to.number}
          {stillThere.length === 0 ? '.' : `; ${plural(stillThere.length, 'finding')} still there.`}
        </p>
      ) : null}
      <Part title="Appeared" lines={appeared} />
      <Part title="Resolved" lines={resolved} resolved />
      {changed.length === 0 ? null : (
        <div>
          <h3>Changed ({changed.length})</h3>
          <ul>
            {changed.map(({ before, after }) => (
              <li key={after.key} className="border-t border-line py-1.5">
                <Line line={after} />
                <p className="pl-5 text-muted">
                  before: {weightWord(before)},{' '}
                  {before.observed === after.observed ? before.message : before.observed}
                </p>
              </li>
            ))}
          </ul>
        </div>
      )}
      {notMeasured.length === 0 ? null : (
        <div>
          <h3>Nobody could tell ({notMeasured.length})</h3>
          <ul>
            {notMeasured.map((line) => (
              <li key={line.key} className="border-t border-line py-1.5">
                <p className="flex flex-wrap items-baseline gap-x-2">
                  <VerdictMark verdict="unknown" /> {line.message}
                </p>
                <p className="pl-5 text-muted">
                  Not measured in #{line.in}: {line.reason}
                </p>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Turns
        title="Checks"
        rows={checks.map(({ title, before, after }) => ({ name: title, before, after }))}
      />
      <Turns
        title="Routes"
        rows={routes.map(({ id, before, after }) => ({
          name: `${id}, ${before?.status ?? 'no answer'} → ${after?.status ?? 'no answer'}`,
          before: before?.verdict ?? null,
          after: after?.verdict ?? null,
        }))}
      />
      {stillThere.length === 0 || nothing ? null : (
        <Disclosure summary={`Still there (${stillThere.length})`}>
          <Lines lines={stillThere} />
        </Disclosure>
      )}
    </div>
  );
}

function Part({
  title,
  lines,
  resolved = false,
}: {
  title: string;
  lines: readonly FindingLine[];
  resolved?: boolean;
}) {
  if (lines.length === 0) return null;
  return (
    <div>
      <h3>
        {title} ({lines.length})
      </h3>
      <Lines lines={lines} resolved={resolved} />
    </div>
  );
}

function Lines({ lines, resolved = false }: { lines: readonly FindingLine[]; resolved?: boolean }) {
  return (
    <ul>
      {lines.map((line) => (
        <li key={line.key} className="border-t border-line py-1.5">
          <Line line={line} verdict={resolved ? 'pass' : undefined} />
        </li>
      ))}
    </ul>
  );
}

function Line({ line, verdict }: { line: FindingLine; verdict?: Verdict | undefined }) {
  return (
    <p className="flex gap-2">
      <VerdictShape verdict={verdict ?? lookOf(line)} className="mt-1" />
      <span>
        <span className="sr-only">{weightWord(line)}: </span>
        {line.message} <Name>{line.rule}</Name>
      </span>
    </p>
  );
}

/** `error`; `error, accepted by Ada`. */
function weightWord({ severity, waiver }: FindingLine): string {
  return waiver === undefined ? severity : `${severity}, accepted by ${waiver.person}`;
}

type Turn = { name: string; before: Verdict | null; after: Verdict | null };

function Turns({ title, rows }: { title: string; rows: readonly Turn[] }) {
  if (rows.length === 0) return null;
  return (
    <div>
      <h3>
        {title} ({rows.length})
      </h3>
      <ul>
        {rows.map(({ name, before, after }) => (
          <li key={name} className="flex flex-wrap items-center gap-x-3 border-t border-line py-1">
            <span className="inline-flex items-center gap-2">
              <State verdict={before} /> → <State verdict={after} />
            </span>
            <span>{name}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function State({ verdict }: { verdict: Verdict | null }) {
  return verdict === null ? <span className="text-muted">not there</span> : <VerdictMark verdict={verdict} />;
}
