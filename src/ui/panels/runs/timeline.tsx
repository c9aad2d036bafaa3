'use client';
import Form from 'next/form';
import Link from 'next/link';
import type { RunHistory, TimelineRow } from '@/shared/run-history';
import { Button } from '../../parts/button';
import { someOf } from '../../parts/format';
import { Plain, type PlainColumn } from '../../parts/plain-table';
import { Heading } from '../../parts/small';
import { Clock } from '../../parts/time';
import { Duration } from '../../parts/units';
import { VerdictMark } from '../../parts/verdict-mark';

type Chosen = { from: number | null; to: number | null };

const LOOK = {
  key: (row: TimelineRow) => String(row.number),
  verdict: (row: TimelineRow) => row.verdict,
};

/** Every run, the newest first. Two of them are chosen and compared: a form, so that it works without JavaScript. */
export function Timeline({ history, chosen }: { history: RunHistory; chosen: Chosen }) {
  const [newest, second] = history.runs;
  // Without a choice: the newest against the one before it.
  const from = chosen.from ?? second?.number ?? newest?.number ?? null;
  const to = chosen.to ?? newest?.number ?? null;
  return (
    <section aria-label="Timeline">
      <Form action="/runs" scroll={false}>
        <Heading action={second === undefined ? null : <Button type="submit">Compare the two</Button>}>
          Timeline
        </Heading>
        <Plain
          key={`${chosen.from} ${chosen.to}`}
          caption="Runs, the newest first"
          columns={columnsOf({ from, to })}
          rows={history.runs}
          look={LOOK}
        />
      </Form>
      {history.olderThan === null ? null : (
        <p className="pt-2">
          <Link className="underline hover:text-accent" href={`/runs?before=${history.olderThan}`}>
            Older runs, below #{history.olderThan}
          </Link>
        </p>
      )}
    </section>
  );
}

function columnsOf({ from, to }: Chosen): PlainColumn<TimelineRow>[] {
  return [
    {
      id: 'run',
      header: 'Run',
      cell: ({ number, verdict }) => (
        <span className="flex items-center gap-3">
          <VerdictMark verdict={verdict} />
          <Link
            className="underline decoration-line-strong underline-offset-4 hover:text-accent"
            href={`/runs?from=${Math.max(1, number - 1)}&to=${number}`}
            data-row={number}
            title="Compare with the run before"
          >
            #{number}
          </Link>
        </span>
      ),
    },
    {
      id: 'choice',
      header: 'From, to',
      cell: ({ number }) => <Choice number={number} from={from} to={to} />,
    },
    { id: 'at', header: 'Began', cell: ({ startedAt }) => <Clock at={startedAt} /> },
    { id: 'took', header: 'Took', align: 'right', cell: ({ durationMs }) => <Duration ms={durationMs} /> },
    { id: 'changes', header: 'Changed', cell: ({ changes }) => <Changes changes={changes} /> },
    {
      id: 'report',
      header: 'Report',
      cell: ({ number }) => (
        // A document of its own, not a page of the dashboard.
        <a className="underline hover:text-accent" href={`/report/${number}`}>
          Report<span className="sr-only"> of run #{number}</span>
        </a>
      ),
    },
  ];
}

function Choice({ number, from, to }: Chosen & { number: number }) {
  return (
    <span className="inline-flex gap-3">
      {(['from', 'to'] as const).map((end) => (
        <input
          key={end}
          type="radio"
          name={end}
          value={number}
          aria-label={`${end} run #${number}`}
          defaultChecked={number === (end === 'from' ? from : to)}
          className="size-4 accent-accent pointer-coarse:size-6"
        />
      ))}
    </span>
  );
}

function Changes({ changes }: { changes: TimelineRow['changes'] }) {
  if (changes === null) return <span className="text-muted">the first that is kept</span>;
  if (changes.length === 0) return <span className="text-muted">nothing</span>;
  return <span title={changes.join('\n')}>{someOf(changes, 4)}</span>;
}
