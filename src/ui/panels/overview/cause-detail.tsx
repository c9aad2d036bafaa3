import Link from 'next/link';
import { type CauseRow, type Found, lookOf } from '../../model/findings';
import { Disclosure } from '../../parts/disclosure';
import { plural } from '../../parts/format';
import { Name } from '../../parts/identifier';
import { VerdictShape } from '../../parts/verdict-mark';
import { FindingDetail } from '../finding-card';

/** A root cause opened: its sentence, its repair, the routes it breaks, and its symptoms folded. */
export function CauseDetail({ row, headline }: { row: CauseRow; headline: string }) {
  const { cause, roots, symptoms } = row;
  const [first, ...others] = roots;
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="grid content-start gap-3">
        {/* The page's headline is the sentence of the only cause, as a rule: it need not be read twice. */}
        {cause.sentence === headline ? null : <p>{cause.sentence}</p>}
        {first === undefined ? null : (
          <FindingDetail
            finding={first.finding}
            checkId={first.check.id}
            message={first.finding.message !== cause.sentence}
          />
        )}
        {others.length === 0 ? null : (
          <Disclosure summary={`${plural(others.length, 'more finding')} of the same cause`}>
            <Founds founds={others} />
          </Disclosure>
        )}
      </div>
      <div className="grid content-start gap-1">
        {cause.endpoints.length === 0 ? (
          <p className="text-muted">No route was seen to fail for it.</p>
        ) : (
          <>
            <h3 className="text-sm">{plural(cause.endpoints.length, 'route')} affected</h3>
            <ul>
              {cause.endpoints.map((id) => (
                <li key={id} className="border-t border-line">
                  <Link
                    href={`/endpoints?open=${encodeURIComponent(id)}`}
                    className="flex min-h-7 items-center hover:text-accent hover:underline"
                  >
                    <Name>{id}</Name>
                  </Link>
                </li>
              ))}
            </ul>
          </>
        )}
        <UsedBy ids={cause.usedBy.filter((id) => !cause.endpoints.includes(id))} />
        {symptoms.length === 0 ? null : (
          <Disclosure summary={`${plural(symptoms.length, 'symptom')} that this cause explains`}>
            <Founds founds={symptoms} />
          </Disclosure>
        )}
      </div>
    </div>
  );
}

/** Routes that use what it is about and answer as declared all the same: whoever repairs it should know of them. */
function UsedBy({ ids }: { ids: readonly string[] }) {
  if (ids.length === 0) return null;
  return (
    <Disclosure summary={`${plural(ids.length, 'more route')} of the code or the manifest use it`}>
      <ul>
        {ids.map((id) => (
          <li key={id}>
            <Name>{id}</Name>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}

function Founds({ founds }: { founds: readonly Found[] }) {
  return (
    <ul>
      {founds.map(({ finding }) => (
        <li key={finding.key} className="flex gap-2 border-t border-line py-1.5">
          <VerdictShape verdict={lookOf(finding)} className="mt-1" />
          <span>{finding.message}</span>
        </li>
      ))}
    </ul>
  );
}
