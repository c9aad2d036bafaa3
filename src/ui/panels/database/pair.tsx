import type { SideCounts } from '@/shared/rows';
import { countOf } from '../../parts/format';

const word = (value: number | null) => (value === null ? 'none' : countOf(value));

/**
 * A figure of two sides: one where they agree, both where they do not; `none` where a side lacks the whole thing. What
 * schema.prisma does not have is expected as the migrations make it.
 */
export function Pair({ counts }: { counts: SideCounts }) {
  const expected = counts.schema ?? counts.migrations;
  const observed = counts.database;
  if (expected === observed) return <span>{word(observed)}</span>;
  return (
    <span data-verdict="fail" className="whitespace-nowrap">
      <span className="text-verdict">{word(observed)}</span>
      <span className="text-muted"> of {word(expected)}</span>
    </span>
  );
}
