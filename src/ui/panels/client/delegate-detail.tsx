import Link from 'next/link';
import type { DelegateRow } from '../../model/delegates';
import { plural } from '../../parts/format';
import { Name } from '../../parts/identifier';
import { EvidenceLink } from '../evidence-link';
import { RemedyBox } from '../finding-card';

/** What a count through one delegate brought: the answer, and of a failing one the routes that it hits and its repair. */
export function DelegateDetail({ row }: { row: DelegateRow }) {
  const { result, found, routes, verdict } = row;
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="grid content-start gap-2">
        <p>
          <Name>{`prisma.${result.delegate}.count()`}</Name> {answer(row)}
        </p>
        {verdict === 'unknown' ? (
          <p className="text-muted">That proves nothing of the client, neither good nor bad.</p>
        ) : null}
        {found === null ? null : (
          <>
            <RemedyBox remedy={found.finding.remedy} />
            <p>
              <EvidenceLink checkId={found.check.id}>Evidence</EvidenceLink>
            </p>
          </>
        )}
      </div>
      <div>
        {routes.length === 0 ? (
          <p className="text-muted">No declared route uses this model.</p>
        ) : (
          <>
            <h3 className="text-sm">
              {plural(routes.length, 'route')} {routes.length === 1 ? 'uses' : 'use'} it
            </h3>
            <ul>
              {routes.map((id) => (
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
      </div>
    </div>
  );
}

function answer({ result }: DelegateRow): string {
  const { ok, errorCode, message, count, firstRow } = result;
  if (!ok) {
    const code = errorCode ?? 'an error without a code';
    return message === null ? `failed with ${code}.` : `failed with ${code}: ${message}`;
  }
  const columns =
    firstRow === 'none'
      ? ' The table is empty, so its columns are proven, and no value of them.'
      : firstRow === 'read'
        ? ' One row was read with all of its fields.'
        : '';
  if (count !== null) return `counted ${plural(count, 'row')}.${columns}`;
  return `was not made, for the table is large; the figure is PostgreSQL’s estimate.${columns}`;
}
