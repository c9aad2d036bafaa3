import type { Look } from '../../model/sign-off';
import { VerdictShape } from '../../parts/verdict-mark';

/** How something stands: shape, word and colour together. */
export function Mark({ look: { verdict, word } }: { look: Look }) {
  return (
    <span data-verdict={verdict} className="inline-flex items-center gap-1.5 font-strong text-verdict">
      <VerdictShape verdict={verdict} />
      {word}
    </span>
  );
}
