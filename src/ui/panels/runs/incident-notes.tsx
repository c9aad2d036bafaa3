'use client';
import { type FormEvent, useState } from 'react';
import type { IncidentNote, IncidentNotes } from '@/shared/incident-notes';
import { newRequestId } from '../../model/request-id';
import { Button } from '../../parts/button';
import { Disclosure } from '../../parts/disclosure';
import { TextField } from '../../parts/text-field';
import { Clock } from '../../parts/time';
import { useAddNote } from '../../queries/incident-notes';
import { WhoField } from '../who-field';

/** What people said of an incident, and a field to say more. */
export function IncidentNotesPart({ incident, state }: { incident: number; state: IncidentNotes }) {
  const notes = state.notes?.filter((note) => note.incident === incident) ?? null;
  return (
    <div className="grid gap-1 pt-1">
      {notes === null ? (
        <p className="text-muted">Nobody knows its notes now.</p>
      ) : notes.length === 0 ? null : (
        <ul aria-label={`Notes on the incident of run #${incident}`} className="grid gap-1">
          {notes.map((note) => (
            <NoteLine key={`${note.at} ${note.text}`} note={note} />
          ))}
        </ul>
      )}
      <Disclosure summary="Add a note…">
        {state.closed === null ? (
          <NoteForm incident={incident} asksName={state.asksName} />
        ) : (
          <p className="text-muted">{state.closed}</p>
        )}
      </Disclosure>
    </div>
  );
}

function NoteLine({ note: { person, at, text } }: { note: IncidentNote }) {
  return (
    <li className="border-l-2 border-line pl-3">
      <p className="text-muted">
        {person.name}
        {person.proven ? '' : ' (as typed)'}, <Clock at={at} />
      </p>
      <p className="whitespace-pre-wrap break-words">{text}</p>
    </li>
  );
}

function NoteForm({ incident, asksName }: { incident: number; asksName: boolean }) {
  const [name, setName] = useState('');
  const [text, setText] = useState('');
  const [requestId, setRequestId] = useState(newRequestId);
  const add = useAddNote();
  // The same words sent again are the same note, other words another one.
  const change = (now: string) => {
    setText(now);
    setRequestId(newRequestId());
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ incident, name: asksName ? name : null, text, requestId }, { onSuccess: () => change('') });
  };
  return (
    <form onSubmit={submit} className="grid max-w-md gap-2 pt-1">
      <WhoField isTold={!asksName} value={name} onChange={setName} />
      <TextField label="Note" value={text} onChange={change} lines={3} minLength={3} maxLength={2_000} />
      <div>
        <Button type="submit" disabled={add.isPending}>
          Add it for everybody
        </Button>
      </div>
    </form>
  );
}
