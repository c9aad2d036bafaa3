import type { RepairPlan } from '@/shared/rehearsal';
import { type Found, lookOf, pick } from '../../model/findings';
import { plural } from '../../parts/format';
import { Name, Source } from '../../parts/identifier';
import { Heading } from '../../parts/small';
import { VerdictShape } from '../../parts/verdict-mark';
import { AcceptBox } from '../accept-box';
import { EvidenceLink } from '../evidence-link';

type ByKey = ReadonlyMap<string, Found>;

/** The findings that a statement repairs, each with the evidence behind it. */
export function RepairedFindings({ keys, findings }: { keys: readonly string[]; findings: ByKey }) {
  return (
    <ul aria-label="Repairs">
      {pick(findings, keys).map(({ finding, check }) => (
        <li key={finding.key} className="flex flex-wrap items-baseline gap-x-2 border-t border-line py-1">
          <VerdictShape verdict={lookOf(finding)} className="translate-y-px" />
          <Name className="text-muted">{finding.rule}</Name>
          <span className="min-w-0 flex-1">{finding.message}</span>
          <EvidenceLink checkId={check.id}>Evidence</EvidenceLink>
        </li>
      ))}
    </ul>
  );
}

/** Findings that no SQL repairs, with what to do instead. */
export function OtherMeans({ plan, findings }: { plan: RepairPlan; findings: ByKey }) {
  if (plan.byOtherMeans.length === 0) return null;
  return (
    <section aria-label="By other means">
      <Heading note="What no SQL repairs.">
        {plural(plan.byOtherMeans.length, 'finding')} by other means
      </Heading>
      <ul className="border-t border-line">
        {plan.byOtherMeans.map(({ findingKey, kind, text }) => {
          const found = findings.get(findingKey);
          return (
            <li
              key={findingKey}
              className="flex flex-wrap items-baseline gap-x-2 border-b border-line py-1.5"
            >
              <VerdictShape
                verdict={found === undefined ? 'unknown' : lookOf(found.finding)}
                className="translate-y-px"
              />
              <span className="min-w-0 flex-1">{found?.finding.message ?? findingKey}</span>
              <div className="w-full min-w-0 pl-5">
                {kind === 'edit' && found?.finding.accept !== undefined ? (
                  <AcceptBox edit={found.finding.accept} lead="edit" />
                ) : (
                  <>
                    <span className="text-muted">{kind}</span>{' '}
                    {kind === 'note' ? <span>{text}</span> : <code>{text}</code>}{' '}
                    {found?.finding.source === undefined ? null : <Source source={found.finding.source} />}
                  </>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The other direction for whatever SQL repairs: schema.prisma follows the database. Where that is the repair, it stands there. */
export function Accepts({ findings }: { findings: ByKey }) {
  const some = [...findings.values()].flatMap(({ finding }) =>
    finding.accept === undefined || finding.remedy.kind === 'edit' ? [] : [{ finding, edit: finding.accept }],
  );
  if (some.length === 0) return null;
  return (
    <section aria-label="The other direction">
      <Heading note="Instead of changing the database: edits of schema.prisma that accept what it has.">
        The other direction
      </Heading>
      <ul className="border-t border-line">
        {some.map(({ finding, edit }) => (
          <li key={finding.key} className="grid gap-1 border-b border-line py-2">
            <p>{finding.message}</p>
            <AcceptBox edit={edit} />
          </li>
        ))}
      </ul>
    </section>
  );
}
