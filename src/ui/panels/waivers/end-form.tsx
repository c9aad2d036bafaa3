'use client';
import { type FormEvent, useState } from 'react';
import { Button } from '../../parts/button';
import { Disclosure } from '../../parts/disclosure';
import { TextField } from '../../parts/text-field';
import { useEndWaiver } from '../../queries/waivers';
import { Refusal, WhoField } from '../who-field';

/** Ends a waiver before its time, by name and with a reason. */
export function EndForm({ id, namesAreTold }: { id: string; namesAreTold: boolean }) {
  const [name, setName] = useState('');
  const [why, setWhy] = useState('');
  const end = useEndWaiver(id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    end.mutate({ name: namesAreTold ? null : name, why });
  };
  return (
    <Disclosure summary="End it…">
      <form onSubmit={submit} aria-label="End the waiver" className="no-print grid max-w-md gap-2 pt-1">
        <WhoField isTold={namesAreTold} value={name} onChange={setName} />
        <TextField
          label="Why it ends"
          value={why}
          onChange={setWhy}
          lines={2}
          minLength={10}
          maxLength={2_000}
        />
        <div>
          <Button type="submit" disabled={end.isPending} busy={end.isPending}>
            End the waiver
          </Button>
        </div>
        <Refusal error={end.error} />
      </form>
    </Disclosure>
  );
}
