import type { CheckReport } from '@/shared/report';
import { lookOf } from '../../model/findings';
import { Disclosure } from '../../parts/disclosure';
import { Name } from '../../parts/identifier';
import { Empty, Heading, Unmeasured } from '../../parts/small';
import { VerdictShape } from '../../parts/verdict-mark';
import { FindingDetail } from '../finding-card';

/** Whether the application's code compiles against the client on disk; alike errors together. */
export function ApplicationTypes({ check }: { check: CheckReport }) {
  const { findings, verdict, reason } = check;
  return (
    <section aria-label="Types of the application">
      <Heading>Types of the application</Heading>
      {verdict === 'unknown' || reason !== null ? (
        <Unmeasured
          what={findings.length === 0 ? 'The types were' : 'Not all types were'}
          reasons={reason === null ? [] : [reason]}
        />
      ) : null}
      {findings.length === 0 && verdict === 'pass' ? (
        <Empty>No type error against the client on disk.</Empty>
      ) : null}
      <ul className="border-t border-line">
        {findings.map((finding) => (
          <li key={finding.key} data-verdict={lookOf(finding)} className="edge border-b border-line pl-3">
            <Disclosure
              summary={
                <>
                  <VerdictShape verdict={lookOf(finding)} />
                  <Name className="text-muted">{finding.subject.name}</Name>
                  <span className="min-w-0">{finding.message}</span>
                </>
              }
            >
              <FindingDetail finding={finding} checkId={check.id} message={false} />
            </Disclosure>
          </li>
        ))}
      </ul>
    </section>
  );
}
