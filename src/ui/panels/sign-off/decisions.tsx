import Link from 'next/link';
import type { SignOffState, StandingSignOff } from '@/shared/sign-off';
import { lookOfDecision } from '../../model/sign-off';
import { plural } from '../../parts/format';
import { Empty, Heading } from '../../parts/small';
import { Clock } from '../../parts/time';
import { Mark } from './mark';

/** Every decision with what has become of it, the newest first. */
export function Decisions({ state: { signOffs, record, candidate } }: { state: SignOffState }) {
  return (
    <section aria-label="Decisions">
      <Heading
        note={
          record.breaks.length > 0
            ? 'the record was changed'
            : `${plural(record.events, 'event')} in the chain, none of them changed`
        }
      >
        Decisions
      </Heading>
      {signOffs.length === 0 ? (
        <Empty>Nobody has decided on a run of this environment.</Empty>
      ) : (
        <ol>
          {signOffs.map((signOff) => (
            <Entry key={signOff.id} signOff={signOff} shown={candidate?.run ?? null} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Entry({ signOff, shown }: { signOff: StandingSignOff; shown: number | null }) {
  const { decision, person, run, at, comment, confirms, confirmedBy, voided, doubts, standing } = signOff;
  const look = lookOfDecision(signOff);
  return (
    <li data-verdict={look.verdict} className="row-edge border-t border-line py-2 pl-4">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="font-strong">
          {confirms === null ? decision : `${decision}, as the second person`}
        </span>
        <Mark look={look} />
        <span>
          {person.name}
          {person.proven ? '' : ' (as typed)'} on{' '}
          <a className="underline hover:text-accent" href={`/report/${run}`}>
            run #{run}
          </a>
          , <Clock at={at} />
        </span>
      </p>
      <p className="break-words">{comment}</p>
      {confirmedBy === null ? null : (
        <p className="text-muted">
          Confirmed by {confirmedBy.person.name}, <Clock at={confirmedBy.at} />: {confirmedBy.comment}
        </p>
      )}
      {voided === null ? null : (
        <p>
          Void since run #{voided.run} of <Clock at={voided.at} />: {voided.why.join(' ')}
        </p>
      )}
      {doubts.map((why) => (
        <p key={why}>{why}</p>
      ))}
      {standing === 'waiting' && confirms === null && shown !== run ? (
        <Link className="underline hover:text-accent" href={`/sign-off?run=${run}`}>
          Look at run #{run} and confirm
        </Link>
      ) : null}
    </li>
  );
}
