'use client';
import { cx } from 'class-variance-authority';
import Link from 'next/link';
import { useState } from 'react';
import type { Happening, HappeningGroup } from '@/shared/happenings';
import type { RunHistory } from '@/shared/run-history';
import { timeAxis } from '../../model/time-axis';
import { Disclosure } from '../../parts/disclosure';
import { plural } from '../../parts/format';
import { Empty, Heading } from '../../parts/small';
import { Clock } from '../../parts/time';
import { KeptJob } from './kept-job';
import { TimeAxisFigure } from './time-axis';

const WORDS: Record<HappeningGroup, string> = {
  migrations: 'Migrations',
  structure: 'Structure',
  client: 'Client',
  deploys: 'Deploys',
  processes: 'Processes',
  settings: 'Settings',
  jobs: 'Jobs',
  recording: 'Not recorded',
};

/** So many are seen at once; the others open. */
const SHOWN = 12;

/** What happened beside the runs, on one axis of time with them, and in words; by kind where somebody chooses some. */
export function Happenings({ history: { runs, happenings, jobsGap } }: { history: RunHistory }) {
  const [hidden, setHidden] = useState<ReadonlySet<HappeningGroup>>(new Set());
  const groups = [...new Set(happenings.map(({ group }) => group))].sort();
  const shown = happenings.filter(({ group }) => !hidden.has(group));
  const axis = timeAxis(runs, shown);
  const toggle = (group: HappeningGroup) => {
    const next = new Set(hidden);
    if (!next.delete(group)) next.add(group);
    setHidden(next);
  };
  return (
    <section aria-label="What happened">
      <Heading
        note="As far as a run could see it: a thing that no run looked at is not among them."
        action={groups.map((group) => (
          <Choice key={group} on={!hidden.has(group)} onClick={() => toggle(group)}>
            {WORDS[group]}
          </Choice>
        ))}
      >
        What happened
      </Heading>
      {jobsGap === null ? null : <p className="text-muted">{jobsGap}</p>}
      {axis === null ? null : <TimeAxisFigure axis={axis} />}
      {happenings.length === 0 ? (
        <Empty>
          No run of these saw a migration, a new client, a deploy, a restart or another setting, and no job
          began.
        </Empty>
      ) : (
        <>
          <List happenings={shown.slice(0, SHOWN)} />
          {shown.length <= SHOWN ? null : (
            <Disclosure summary={`${plural(shown.length - SHOWN, 'earlier one')}`}>
              <List happenings={shown.slice(SHOWN)} />
            </Disclosure>
          )}
        </>
      )}
    </section>
  );
}

function Choice({ on, onClick, children }: { on: boolean; onClick: () => void; children: string }) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onClick}
      className={cx(
        'h-7 rounded-sm border px-2 pointer-coarse:h-10',
        on ? 'border-line-strong text-ink' : 'border-line text-muted line-through',
      )}
    >
      {children}
    </button>
  );
}

function List({ happenings }: { happenings: readonly Happening[] }) {
  return (
    <ul className="border-t border-line">
      {happenings.map(({ at, number, group, text, job }, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: two things may happen at one moment in the same words
          key={`${at} ${index}`}
          className="flex flex-wrap items-baseline gap-x-3 border-b border-line py-1"
        >
          <Clock at={at} />
          <span className="text-muted">{WORDS[group]}</span>
          <span className="min-w-0 break-words">{text}</span>
          {number === null || number < 2 ? null : (
            <Link className="underline hover:text-accent" href={`/runs?from=${number - 1}&to=${number}`}>
              seen by #{number}
            </Link>
          )}
          {job === null ? null : <KeptJob id={job} />}
        </li>
      ))}
    </ul>
  );
}
