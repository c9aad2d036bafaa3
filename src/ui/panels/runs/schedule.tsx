'use client';
import { type FormEvent, useState } from 'react';
import type { ScheduleState } from '@/shared/schedule';
import { scheduleInWords } from '../../model/schedule';
import { Button } from '../../parts/button';
import { Disclosure } from '../../parts/disclosure';
import { Heading } from '../../parts/small';
import { TextField } from '../../parts/text-field';
import { Clock, Since } from '../../parts/time';
import { VerdictShape } from '../../parts/verdict-mark';
import { useSchedule } from '../../queries/schedule';
import { WhoField } from '../who-field';

/** When the environment is verified by itself; who paused that, and why. */
export function Schedule({ schedule }: { schedule: ScheduleState }) {
  const { paused, nextAt, failure, by, everyMs } = schedule;
  return (
    <section aria-label="Schedule" data-verdict={paused === null ? undefined : 'warn'}>
      <Heading note={scheduleInWords(schedule)}>Schedule</Heading>
      {paused === null ? null : (
        <p className="flex flex-wrap items-baseline gap-x-3">
          <VerdictShape verdict="warn" />
          <span>
            {paused.person.name} paused it at <Clock at={paused.at} />, <Since at={paused.at} /> ago:{' '}
            {paused.reason}
          </span>
        </p>
      )}
      {failure === null ? null : <p className="text-muted">Why: {failure}</p>}
      {nextAt === null ? null : (
        <p className="text-muted">
          The next run is due at <Clock at={nextAt} />.
        </p>
      )}
      {(by === 'viewers' || everyMs === 0) && paused === null ? null : (
        <Decide key={String(paused === null)} schedule={schedule} />
      )}
    </section>
  );
}

function Decide({ schedule: { paused, asksName } }: { schedule: ScheduleState }) {
  const [name, setName] = useState('');
  const [reason, setReason] = useState('');
  const decide = useSchedule();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const who = asksName ? name : null;
    decide.mutate(paused === null ? { action: 'pause', name: who, reason } : { action: 'resume', name: who });
  };
  return (
    <Disclosure summary={paused === null ? 'Pause…' : 'Resume…'}>
      <form onSubmit={submit} className="grid max-w-md gap-2 pt-1">
        <WhoField isTold={!asksName} value={name} onChange={setName} />
        {paused === null ? (
          <TextField
            label="Why it is paused"
            value={reason}
            onChange={setReason}
            lines={2}
            minLength={10}
            maxLength={500}
          />
        ) : null}
        <div>
          <Button type="submit" disabled={decide.isPending}>
            {paused === null ? 'Pause for everybody' : 'Resume for everybody'}
          </Button>
        </div>
      </form>
    </Disclosure>
  );
}
