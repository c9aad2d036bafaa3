import type { ClientChange, ClientTakeUp, RegenerationResult } from '@/shared/regeneration';
import { type ChangeLine, changeLines, takeUpLook } from '../model/regeneration';
import { Disclosure } from '../parts/disclosure';
import { bytesOf, countOf, plural } from '../parts/format';
import { Name } from '../parts/identifier';
import { Ago } from '../parts/time';
import { VerdictShape } from '../parts/verdict-mark';
import { Part } from './job-part';
import { JobTypes } from './job-types';
import { Fact, Facts } from './page-head';

/** What a regeneration came to: the difference it made, the application's types, and who holds the new client. */
export function JobResult({ result: { changes, types, takeUp } }: { result: RegenerationResult }) {
  return (
    <div className="grid">
      {types === null ? null : <JobTypes types={types} />}
      {changes?.map((change) => (
        <Change key={change.name} change={change} named={changes.length > 1} />
      ))}
      {takeUp === null ? null : <TakeUp takeUp={takeUp} />}
    </div>
  );
}

/** So many changes are read; the others are folded. */
const SHOWN = 12;
const SIGN: Record<ChangeLine['how'], string> = { added: '+', removed: '−', changed: '~' };

function Change({ change, named }: { change: ClientChange; named: boolean }) {
  const { before, after } = change;
  const lines = changeLines(change);
  const size = (one: { sizeBytes: number }) => {
    const { figure, unit } = bytesOf(one.sizeBytes);
    return `${figure} ${unit}`;
  };
  return (
    <Part title={named ? `Before and after: ${change.name}` : 'Before and after'}>
      {before === null ? <p className="text-muted">There was no client before that could be read.</p> : null}
      <Facts>
        <BeforeAfter label="models" before={before && countOf(before.models)} after={countOf(after.models)} />
        <BeforeAfter label="enums" before={before && countOf(before.enums)} after={countOf(after.enums)} />
        <BeforeAfter label="files" before={before && countOf(before.files)} after={countOf(after.files)} />
        <BeforeAfter label="size" before={before && size(before)} after={size(after)} />
        <BeforeAfter label="Prisma" before={before?.version ?? null} after={after.version} />
      </Facts>
      {lines.length === 0 && before !== null ? (
        <p className="text-muted">No model, field, enum or value changed.</p>
      ) : null}
      <Lines lines={lines.slice(0, SHOWN)} />
      {lines.length > SHOWN ? (
        <Disclosure summary={`${plural(lines.length - SHOWN, 'more change')}`}>
          <Lines lines={lines.slice(SHOWN)} />
        </Disclosure>
      ) : null}
    </Part>
  );
}

function BeforeAfter({ label, before, after }: { label: string; before: string | null; after: string }) {
  return (
    <Fact label={label}>
      {before === null || before === after ? (
        after
      ) : (
        <>
          <span className="text-muted">
            {before} <span aria-hidden="true">→</span>
            <span className="sr-only">before, now</span>
          </span>{' '}
          <strong>{after}</strong>
        </>
      )}
    </Fact>
  );
}

function Lines({ lines }: { lines: readonly ChangeLine[] }) {
  return (
    <ul className="gap-x-6 lg:columns-2">
      {lines.map(({ how, kind, name, in: inside }) => (
        <li key={`${kind} ${name}`} className="grid break-inside-avoid grid-cols-[16px_minmax(0,1fr)]">
          <span aria-hidden="true" className="font-mono text-mono text-muted">
            {SIGN[how]}
          </span>
          <span>
            <Name>{name}</Name>{' '}
            <span className="text-muted">
              {kind} {how}
            </span>
            {inside.length === 0 ? null : (
              <>
                {': '}
                {inside.map((each, place) => (
                  <span key={each}>
                    {place === 0 ? '' : ', '}
                    <Name>{each}</Name>
                  </span>
                ))}
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

function TakeUp({ takeUp }: { takeUp: ClientTakeUp }) {
  return (
    <Part title="Running application" look={takeUpLook(takeUp)}>
      <p>{takeUp.text}</p>
      {takeUp.processes.length === 0 ? (
        <p className="text-muted">No process was asked afterwards, or none answered.</p>
      ) : (
        <ul className="flex flex-wrap gap-x-6">
          {takeUp.processes.map(({ pid, startedAt, fresh }) => (
            <li
              key={`${pid} ${startedAt}`}
              data-verdict={fresh ? 'pass' : 'fail'}
              className="flex items-center gap-1.5"
            >
              <VerdictShape verdict={fresh ? 'pass' : 'fail'} />
              <Name>{`pid ${pid}`}</Name>
              <span className={fresh ? 'text-muted' : 'text-verdict'}>
                {fresh ? 'holds the new client' : 'holds the old client: needs a restart'}
              </span>
              <span className="text-muted">
                · started <Ago at={startedAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}
