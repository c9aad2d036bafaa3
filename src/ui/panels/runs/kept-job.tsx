'use client';
import { useState } from 'react';
import { Button } from '../../parts/button';
import { useJob } from '../../queries/jobs';
import { JobView } from '../lazy';
import { Waiting } from '../waiting';

/** A job of the past, opened: its steps and its log, also where its files are gone. */
export function KeptJob({ id }: { id: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="bare" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? 'Close the job' : 'Open the job'}
      </Button>
      {open ? <Opened id={id} /> : null}
    </>
  );
}

function Opened({ id }: { id: string }) {
  const { data, error } = useJob(id);
  return (
    <div className="basis-full">
      {data !== undefined ? (
        <JobView job={data} open />
      ) : error !== null ? (
        <p role="alert">{error.message}</p>
      ) : (
        <Waiting />
      )}
    </div>
  );
}
