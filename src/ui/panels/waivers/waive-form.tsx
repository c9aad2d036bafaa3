'use client';
import { type FormEvent, useId, useState } from 'react';
import type { WaiverList } from '@/shared/waivers';
import { newRequestId } from '../../model/request-id';
import { endDays } from '../../model/waivers';
import { Button } from '../../parts/button';
import { TextField } from '../../parts/text-field';
import { useDashboard } from '../../queries/state';
import { useGiveWaiver, useWaivers } from '../../queries/waivers';
import { Refusal, WhoField } from '../who-field';

/** Accepts what the newest run found, by name, with a reason and an end. */
export function WaiveForm({ pattern, onClose }: { pattern: string; onClose: () => void }) {
  const { latest } = useDashboard();
  const { data: list, error } = useWaivers(latest?.number ?? null, null);
  if (error !== null) return <p role="alert">Whether it can be waived cannot be asked: {error.message}</p>;
  if (list === undefined) return <p className="text-muted">Asking for the waivers that stand…</p>;
  if (list.away !== null) return <p role="alert">It cannot be waived here. {list.away}</p>;
  return <Fields pattern={pattern} list={list} run={latest?.number ?? 0} onClose={onClose} />;
}

type FieldsProps = { pattern: string; list: WaiverList; run: number; onClose: () => void };

function Fields({ pattern: key, list: { maxDays, namesAreTold }, run, onClose }: FieldsProps) {
  const [days] = useState(() => endDays(Date.now(), maxDays));
  const [pattern, setPattern] = useState(key);
  const [name, setName] = useState('');
  const [reason, setReason] = useState('');
  const [endsAt, setEndsAt] = useState(days.likely);
  // What the person looked at when the form was opened is what is accepted, whatever is found meanwhile.
  const [seen] = useState(run);
  // The same request, sent again because no answer came, is the same waiver.
  const [requestId] = useState(newRequestId);
  const give = useGiveWaiver();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const who = namesAreTold ? null : name;
    give.mutate({ requestId, pattern, name: who, reason, endsAt, run: seen }, { onSuccess: onClose });
  };
  return (
    <form onSubmit={submit} aria-label="Waive" className="grid max-w-xl gap-3 border-t border-line pt-2">
      <p className="text-muted">
        It stays visible and counted, in amber, until the end of that day (UTC), until what run #{seen} found
        changes, or until somebody ends it.
      </p>
      <fieldset disabled={give.isPending} className="grid gap-3">
        <legend className="sr-only">The waiver</legend>
        <TextField
          label="What is accepted (* stands for any text behind the rule)"
          value={pattern}
          onChange={setPattern}
          maxLength={500}
        />
        <WhoField isTold={namesAreTold} value={name} onChange={setName} />
        <TextField
          label="Why it is accepted"
          value={reason}
          onChange={setReason}
          lines={2}
          minLength={10}
          maxLength={2_000}
        />
        <DayField label={`Until (${maxDays} days at most)`} value={endsAt} onChange={setEndsAt} days={days} />
        <div className="flex flex-wrap gap-2">
          <Button look="primary" type="submit" busy={give.isPending}>
            Waive it
          </Button>
          <Button look="bare" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </fieldset>
      <Refusal error={give.error} />
    </form>
  );
}

type DayFieldProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  days: { first: string; last: string };
};

function DayField({ label, value, onChange, days }: DayFieldProps) {
  const id = useId();
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-muted">
        {label}
      </label>
      <input
        id={id}
        type="date"
        required
        min={days.first}
        max={days.last}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="w-full rounded border border-line-strong bg-surface px-2.5 py-1.5 pointer-coarse:min-h-10"
      />
    </div>
  );
}
