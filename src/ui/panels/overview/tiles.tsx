'use client';
import Link from 'next/link';
import type { RunRecord } from '@/shared/details';
import { type Tile, tilesOf } from '../../model/tiles';
import { Ribbon } from '../../parts/ribbon';
import { NotMeasured } from '../../parts/units';
import { VerdictMark } from '../../parts/verdict-mark';
import { useDashboard } from '../../queries/state';
import { EvidenceLink } from '../evidence-link';

/** The five groups, side by side: verdict, figures, last 50 runs. */
export function Tiles({ record }: { record: RunRecord }) {
  const { runs } = useDashboard();
  return (
    <section aria-label="Groups">
      <ul className="grid grid-cols-2 gap-px border-y border-line bg-line md:grid-cols-5">
        {tilesOf(record.report, runs, record.details).map((tile) => (
          <TileView key={tile.id} tile={tile} />
        ))}
      </ul>
    </section>
  );
}

function TileView({ tile }: { tile: Tile }) {
  return (
    <li
      data-verdict={tile.verdict}
      className="edge group/tile flex min-w-0 flex-col gap-1 bg-bg py-2.5 pl-4 pr-3 hover:bg-sunken max-md:last:col-span-2"
    >
      <div className="flex min-w-0 flex-wrap items-center justify-between gap-x-2">
        <h2 className="text-base">
          {tile.href === null ? (
            tile.title
          ) : (
            <Link href={tile.href} className="after:absolute after:inset-0 hover:text-accent">
              {tile.title}
            </Link>
          )}
        </h2>
        <VerdictMark verdict={tile.verdict} />
      </div>
      {tile.figures.map((figure) => (
        <p key={figure.what}>
          {figure.text ?? (
            <>
              {figure.what} <NotMeasured worded />
            </>
          )}
        </p>
      ))}
      <div className="mt-auto flex items-end gap-2 pt-1">
        <div className="min-w-0 flex-1">
          {tile.verdict === 'skipped' ? null : <Ribbon bars={tile.bars} label={tile.title} />}
        </div>
        {tile.checkId === null ? null : (
          <EvidenceLink checkId={tile.checkId} label={`Evidence for ${tile.title}`}>
            <span className="sr-only">Evidence</span>
          </EvidenceLink>
        )}
      </div>
    </li>
  );
}
