'use client';
import { Empty, Heading } from '../parts/small';
import { VerdictMark, VerdictShape } from '../parts/verdict-mark';
import { useLive } from '../queries/live';
import { useDashboard } from '../queries/state';
import { Actions } from './actions';
import { RunProgressLine } from './run-progress-line';
import { Waiting } from './waiting';

/** In place of a report: what is configured wrongly, or the first run with its checks as they finish. */
export function NoRun() {
  const { configurationFaults, running } = useDashboard();
  const { run } = useLive();
  if (configurationFaults.length > 0) return <Faults faults={configurationFaults} />;
  return (
    <section className="grid gap-4" aria-label="First run">
      <div data-verdict="unknown" className="edge pl-4">
        <h1 className="flex flex-wrap items-baseline gap-x-3 text-lg">
          <VerdictMark verdict="unknown" upper />
          {running === null ? 'Nothing has been checked yet' : 'The first run is under way'}
        </h1>
        <p className="py-1 text-muted">No verdict is given before everything was really measured.</p>
        <div className="flex flex-wrap items-center gap-2">
          <Actions demo={false} />
          <RunProgressLine />
        </div>
      </div>
      {run === null || run.checks.length === 0 ? (
        running === null ? (
          <Empty>Press Re-verify to make the first run.</Empty>
        ) : (
          <Waiting />
        )
      ) : (
        <ol aria-label="Checks">
          {run.checks.map(({ id, title, report }) => (
            <li key={id} className="flex min-h-row items-center gap-2 border-b border-line">
              {report === null ? (
                <VerdictShape verdict="skipped" />
              ) : (
                <VerdictMark verdict={report.verdict} quiet />
              )}
              <span>{title}</span>
              <span className="text-muted">
                {report === null ? 'waiting' : (report.reason ?? `${report.compared} compared`)}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Faults({ faults }: { faults: readonly string[] }) {
  return (
    <section aria-label="Configuration" data-verdict="unknown" className="edge grid gap-3 pl-4">
      <h1 className="flex flex-wrap items-baseline gap-x-3 text-lg">
        <VerdictMark verdict="unknown" upper />
        Nothing can be checked: the configuration has{' '}
        {faults.length === 1 ? 'a fault' : `${faults.length} faults`}
      </h1>
      <ol className="grid gap-2">
        {faults.map((fault) => (
          <li key={fault} className="border-t border-line pt-2">
            {fault}
          </li>
        ))}
      </ol>
      <Heading
        level={2}
        note="Settings come from the command line, the environment and driftboard.config.ts, in this order."
      >
        Then restart Driftboard
      </Heading>
    </section>
  );
}
