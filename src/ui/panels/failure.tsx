'use client';
import { Button } from '../parts/button';
import { VerdictMark } from '../parts/verdict-mark';

/** In place of a page that failed: that nothing is known, where the reason stands, and a way on. */
export function Failure({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <section aria-label="Error" data-verdict="unknown" className="edge grid justify-items-start gap-2 pl-4">
      <h1 className="flex flex-wrap items-baseline gap-x-3 text-lg">
        <VerdictMark verdict="unknown" upper />
        This page could not be shown
      </h1>
      <p>
        {error.digest === undefined
          ? error.message
          : `Driftboard's log has the reason under the number ${error.digest}.`}
      </p>
      <Button onClick={retry}>Try again</Button>
    </section>
  );
}
