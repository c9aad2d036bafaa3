'use client';
import type { ReactNode } from 'react';
import type { Rehearsal } from '@/shared/rehearsal';
import { lookOf } from '../../model/findings';
import { verdictNow } from '../../model/rehearsal';
import { Button } from '../../parts/button';
import { Disclosure } from '../../parts/disclosure';
import { plural } from '../../parts/format';
import { Empty, Heading } from '../../parts/small';
import { Ago } from '../../parts/time';
import { Duration } from '../../parts/units';
import { VerdictMark, VerdictShape } from '../../parts/verdict-mark';
import { useJobs } from '../../queries/jobs';
import { useDashboard } from '../../queries/state';
import { FindingDetail } from '../finding-card';
import { Fact, Facts } from '../page-head';

/**
 * The repair tried on a copy of the live structure: the button, the job while it works, and what came of it.
 * @param job the newest job of this kind
 */
export function RehearsalView({ job }: { job: ReactNode }) {
  const { jobs, latest, rehearsal } = useDashboard();
  const { start } = useJobs();
  const working = jobs.some((job) => job.state === 'running');
  const statements = latest?.report.repair?.statements.length ?? 0;
  return (
    <section aria-label="Rehearsal" className="grid gap-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button
          look={rehearsal === null && statements > 0 ? 'primary' : 'plain'}
          onClick={() => start.mutate({ kind: 'rehearse' })}
          disabled={working || start.isPending || statements === 0}
        >
          {rehearsal === null ? 'Rehearse the repair' : 'Rehearse again'}
        </Button>
        <p className="min-w-0 flex-1 basis-64 text-muted">
          {statements === 0
            ? 'No finding of this run is repaired by SQL, so there is nothing to try.'
            : `Copies the live structure into the shadow server, runs ${plural(statements, 'statement')} there and verifies again. Nothing runs on the watched database.`}
        </p>
      </div>
      {job}
      {rehearsal === null ? (
        <Empty>No rehearsal of a repair is known to this dashboard.</Empty>
      ) : (
        <Result rehearsal={rehearsal} />
      )}
    </section>
  );
}

/** What a rehearsal showed. */
export function Result({ rehearsal }: { rehearsal: Rehearsal }) {
  const { latest, runs } = useDashboard();
  const number = runs.find((run) => run.runId === rehearsal.runId)?.number;
  const { verdict, stale } = verdictNow(rehearsal, latest?.report.runId ?? null);
  const failed = rehearsal.statements.filter((statement) => !statement.ok).length;
  return (
    <div data-verdict={verdict} className="edge grid gap-4 pl-4">
      <div>
        <h2 className="flex flex-wrap items-baseline gap-x-3 text-base">
          <VerdictMark verdict={verdict} />
          <span className="min-w-0">{rehearsal.sentence}</span>
        </h2>
        {stale && latest !== null ? (
          <p data-verdict="warn" className="flex items-center gap-1.5 text-verdict">
            <VerdictShape verdict="warn" /> Stale: run #{latest.number} is newer than what was rehearsed.
          </p>
        ) : null}
        <Facts>
          <Fact label="made">
            <Ago at={rehearsal.startedAt} />
          </Fact>
          <Fact label="of run">{number === undefined ? 'one that is not kept' : `#${number}`}</Fact>
          <Fact label="on">{rehearsal.server}</Fact>
          <Fact label="took">
            <Duration ms={rehearsal.durationMs} />
          </Fact>
          <Fact label="before">{plural(rehearsal.before.length, 'finding')}</Fact>
          <Fact label="resolved">{rehearsal.resolved.length}</Fact>
          <Fact label="remaining">{rehearsal.remaining.length}</Fact>
          <Fact label="appeared">{rehearsal.appeared.length}</Fact>
        </Facts>
      </div>
      <Findings title="Would appear" note="Not there before the repair." findings={rehearsal.appeared} />
      <Findings title="Would remain" note="Still there after the repair." findings={rehearsal.remaining} />
      {rehearsal.notCopied.length === 0 ? null : (
        <section aria-label="Not copied">
          <Heading note="What rests on it was not rehearsed.">Not copied</Heading>
          <ul className="border-t border-line">
            {rehearsal.notCopied.map(({ what, why }) => (
              <li key={what} className="flex flex-wrap items-baseline gap-x-2 border-b border-line py-1">
                <VerdictShape verdict="unknown" className="translate-y-px" />
                <code>{what}</code>
                <span className="min-w-0 text-muted">{why}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-label="What ran">
        <Disclosure
          open={failed > 0}
          summary={
            <>
              <span className="font-strong">{plural(rehearsal.statements.length, 'statement')} ran</span>
              <span className="text-muted">{failed === 0 ? 'all of them well' : `${failed} failed`}</span>
            </>
          }
        >
          <Ran statements={rehearsal.statements} />
        </Disclosure>
        {rehearsal.resolved.length === 0 ? null : (
          <Disclosure
            summary={
              <span className="font-strong">{plural(rehearsal.resolved.length, 'finding')} resolved</span>
            }
          >
            <ul>
              {rehearsal.resolved.map((key) => (
                <li key={key} className="flex items-baseline gap-2 border-b border-line py-1">
                  <VerdictShape verdict="pass" className="translate-y-px" />
                  <code>{key}</code>
                </li>
              ))}
            </ul>
          </Disclosure>
        )}
      </section>
    </div>
  );
}

function Findings({
  title,
  note,
  findings,
}: {
  title: string;
  note: string;
  findings: Rehearsal['remaining'];
}) {
  if (findings.length === 0) return null;
  return (
    <section aria-label={title}>
      <Heading note={note}>{`${title}: ${plural(findings.length, 'finding')}`}</Heading>
      <ul className="border-t border-line">
        {findings.map((finding) => (
          <li key={finding.key} className="flex gap-2 border-b border-line py-2">
            <VerdictShape verdict={lookOf(finding)} className="translate-y-1" />
            <div className="min-w-0 flex-1">
              <FindingDetail finding={finding} checkId={null} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Ran({ statements }: { statements: Rehearsal['statements'] }) {
  const keyed = statements.map((statement, place) => ({ statement, key: `${place} ${statement.sql}` }));
  return (
    <ol>
      {keyed.map(({ statement, key }) => (
        <li key={key} className="flex flex-wrap items-baseline gap-x-2 border-b border-line py-1">
          <VerdictShape verdict={statement.ok ? 'pass' : 'fail'} className="translate-y-px" />
          <span className="sr-only">{statement.ok ? 'ran' : 'failed'}</span>
          <code className="min-w-0 flex-1">{statement.sql}</code>
          <Duration ms={statement.durationMs} />
          {statement.error === null ? null : (
            <p data-verdict="fail" className="w-full pl-5 text-verdict">
              {statement.error}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}
