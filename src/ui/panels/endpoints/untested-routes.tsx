import type { Found } from '../../model/findings';
import { lookOf } from '../../model/findings';
import type { Untested } from '../../model/untested';
import { Disclosure } from '../../parts/disclosure';
import { plural } from '../../parts/format';
import { Name } from '../../parts/identifier';
import { Heading } from '../../parts/small';
import { VerdictMark } from '../../parts/verdict-mark';
import { FindingDetail } from '../finding-card';

/** What the source has and the manifest has not, and the other way round, each with what to do. */
export function UntestedRoutes({ untested: { undeclared, unserved, not } }: { untested: Untested }) {
  return (
    <section aria-label="Routes in the code that nobody tests" className="pt-6">
      <Heading note={undeclared.length === 0 ? undefined : plural(undeclared.length, 'route')}>
        Routes in the code that nobody tests
      </Heading>
      {not === null ? null : (
        <p data-verdict={not.verdict} className="edge flex flex-wrap items-baseline gap-x-3 py-1 pl-4">
          <VerdictMark verdict={not.verdict} /> <span className="min-w-0">{not.reason}</span>
        </p>
      )}
      {not === null && undeclared.length === 0 ? (
        <p className="py-2 text-muted">
          Every route that was found in the source is declared in the manifest.
        </p>
      ) : (
        <Rows founds={undeclared} />
      )}
      {unserved.length === 0 ? null : (
        <>
          <Heading level={3} note={plural(unserved.length, 'route')}>
            Declared, and in no route file
          </Heading>
          <Rows founds={unserved} />
        </>
      )}
    </section>
  );
}

function Rows({ founds }: { founds: readonly Found[] }) {
  if (founds.length === 0) return null;
  return (
    <ul className="border-t border-line">
      {founds.map(({ finding, check }) => (
        <li key={finding.key} data-verdict={lookOf(finding)} className="edge border-b border-line pl-3">
          <Disclosure
            summary={
              <>
                <VerdictMark verdict={lookOf(finding)} />
                <Name>{finding.subject.name}</Name>
                {finding.source === undefined ? null : (
                  <span className="text-muted">
                    {finding.source.file}:{finding.source.line}
                  </span>
                )}
              </>
            }
          >
            <FindingDetail finding={finding} checkId={check.id} />
          </Disclosure>
        </li>
      ))}
    </ul>
  );
}
