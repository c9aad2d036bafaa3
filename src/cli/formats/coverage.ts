import type { IndexCoverage } from '../../shared/coverage';

const NAMES: Record<keyof IndexCoverage, string> = {
  declared: 'declared',
  strategic: 'strategic',
  foreignKeys: 'foreign keys',
  queries: 'queries',
};
const KINDS = ['declared', 'strategic', 'foreignKeys', 'queries'] as const;

/**
 * `indexes: declared 184/184, strategic 27/27, foreign keys 54/54, queries 40/41`; null where nothing was measured.
 * Nothing is said of a part that was not measured, nor of one in which there is nothing to cover.
 */
export function coverageLine(coverage: IndexCoverage): string | null {
  const parts = KINDS.flatMap((kind) => {
    const share = coverage[kind];
    return share === null || share.of === 0 ? [] : [`${NAMES[kind]} ${share.have}/${share.of}`];
  });
  return parts.length === 0 ? null : `indexes: ${parts.join(', ')}`;
}
