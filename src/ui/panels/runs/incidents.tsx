import Link from 'next/link';
import type { IncidentNotes } from '@/shared/incident-notes';
import type { Incident } from '@/shared/run-history';
import { durationOf, plural, someOf } from '../../parts/format';
import { Empty, Heading } from '../../parts/small';
import { Clock, Since } from '../../parts/time';
import { VerdictMark } from '../../parts/verdict-mark';
import { IncidentNotesPart } from './incident-notes';

/** Red runs beside one another with one cause: what it was, from when to when, how long. */
export function Incidents({
  incidents,
  notes,
  isNewest,
}: {
  incidents: readonly Incident[];
  notes: IncidentNotes;
  isNewest: boolean;
}) {
  return (
    <section aria-label="Incidents">
      <Heading note="Red runs beside one another with one cause; a run that could not look ends none.">
        {plural(incidents.length, 'incident')}
      </Heading>
      {incidents.length === 0 ? (
        <Empty>{isNewest ? 'No run that is kept here failed.' : 'None of these runs failed.'}</Empty>
      ) : (
        <ul className="border-t border-line">
          {incidents.map((incident) => (
            <IncidentLine key={incident.first} incident={incident} notes={notes} />
          ))}
        </ul>
      )}
    </section>
  );
}

function IncidentLine({ incident, notes }: { incident: Incident; notes: IncidentNotes }) {
  const { first, last, runs, startedAt, ended, causes } = incident;
  const before = first - 1;
  return (
    <li data-verdict="fail" className="edge border-b border-line py-1.5 pl-4 pr-2">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <VerdictMark verdict="fail" />
        <span className="font-strong">{titleOf(causes)}</span>
        <span className="text-muted">
          <Clock at={startedAt} />{' '}
          {ended === null ? (
            'and goes on'
          ) : (
            <>
              to <Clock at={ended.at} />
            </>
          )}{' '}
          ({ended === null ? <Since at={startedAt} /> : lengthOf(startedAt, ended.at)})
        </span>
      </p>
      <p className="flex flex-wrap gap-x-4 text-muted">
        <span>{first === last ? `run #${first}` : `${plural(runs, 'red run')}, #${first} to #${last}`}</span>
        {before < 1 ? null : (
          <Link className="underline hover:text-accent" href={`/runs?from=${before}&to=${first}`}>
            What began it
          </Link>
        )}
        {ended === null ? null : (
          <Link className="underline hover:text-accent" href={`/runs?from=${last}&to=${ended.number}`}>
            What ended it
          </Link>
        )}
      </p>
      <IncidentNotesPart incident={first} state={notes} />
    </li>
  );
}

function titleOf(causes: Incident['causes']): string {
  if (causes === null) return 'Its cause was not kept, so it is not known';
  return causes.length === 0 ? 'No cause was told' : someOf(causes.map(({ title }) => title));
}

function lengthOf(from: string, to: string): string {
  const { figure, unit } = durationOf(new Date(to).getTime() - new Date(from).getTime());
  return `${figure} ${unit}`.trim();
}
