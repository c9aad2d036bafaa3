import type { ReactNode } from 'react';
import type { Verdict } from '@/shared/verdict';
import { VerdictShape } from '../parts/verdict-mark';

/** One part of the result, under a hairline. */
export function Part({
  title,
  look,
  children,
}: {
  title: string;
  look?: { verdict: Verdict; words: string };
  children?: ReactNode;
}) {
  return (
    <div data-verdict={look?.verdict ?? 'skipped'} className="border-t border-line py-2">
      <h3 className="flex flex-wrap items-center gap-x-2 text-sm">
        {title}
        {look === undefined ? null : (
          <span className="inline-flex items-center gap-1.5 font-normal text-verdict">
            <VerdictShape verdict={look.verdict} /> {look.words}
          </span>
        )}
      </h3>
      {children}
    </div>
  );
}
