'use client';
import Link from 'next/link';
import { COVERAGE_WORDS, type CoverageFigure } from '../../model/coverage';
import { countOf } from '../../parts/format';
import { ShareBar } from '../../parts/share-bar';
import { ShareLine } from '../../parts/share-line';
import { NotMeasured } from '../../parts/units';
import { VerdictMark } from '../../parts/verdict-mark';
import { EvidenceLink } from '../evidence-link';

/** How far indexes cover what is asked of them: four figures with their state, their past and what they count. */
export function CoverageFigures({ figures }: { figures: readonly CoverageFigure[] }) {
  return (
    <section aria-label="Coverage" className="mb-5">
      <ul className="grid grid-cols-2 gap-px border-y border-line bg-line lg:grid-cols-4">
        {figures.map((figure) => (
          <FigureView key={figure.kind} figure={figure} />
        ))}
      </ul>
    </section>
  );
}

function FigureView({ figure: { kind, share, verdict, note, points, checkId } }: { figure: CoverageFigure }) {
  const { title } = COVERAGE_WORDS[kind];
  const nothing = share !== null && share.of === 0;
  return (
    <li data-verdict={verdict} className="edge flex min-w-0 flex-col gap-1.5 bg-bg py-2.5 pl-4 pr-3">
      <div className="flex min-w-0 flex-wrap items-center justify-between gap-x-2">
        <h2 className="text-base">
          <Link
            href={kind === 'queries' ? '/indexes?view=queries' : '/indexes?view=tables'}
            className="hover:text-accent"
          >
            {title}
          </Link>
        </h2>
        <VerdictMark verdict={verdict} />
      </div>
      <p className="flex items-baseline justify-between gap-x-2">
        {share === null || nothing ? (
          <span className="flex min-h-7 items-center">
            {nothing ? 'nothing to cover' : <NotMeasured worded />}
          </span>
        ) : (
          <span className="text-lg">
            {countOf(share.have)}
            <span className="text-sm text-muted"> of {countOf(share.of)}</span>
          </span>
        )}
        {checkId === null ? null : (
          <EvidenceLink checkId={checkId} label={`Evidence for ${title}`}>
            <span className="sr-only">Evidence</span>
          </EvidenceLink>
        )}
      </p>
      <ShareBar share={share} />
      <ShareLine points={points} label={title} />
      <p
        className={share === null || nothing ? 'text-muted max-sm:line-clamp-4' : 'text-muted max-sm:hidden'}
        title={note}
      >
        {note}
      </p>
    </li>
  );
}
