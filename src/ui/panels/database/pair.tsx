import { countOf } from '../../parts/format';

/** A figure of both sides: one where they agree, both where they do not. `none` where a side lacks the whole thing. */
export function Pair({ expected, observed }: { expected: number | undefined; observed: number | undefined }) {
  const word = (value: number | undefined) => (value === undefined ? 'none' : countOf(value));
  if (expected === observed) return <span>{word(observed)}</span>;
  return (
    <span data-verdict="fail" className="whitespace-nowrap">
      <span className="text-verdict">{word(observed)}</span>
      <span className="text-muted"> of {word(expected)}</span>
    </span>
  );
}
