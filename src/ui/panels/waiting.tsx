import { Skeleton } from '../parts/small';

/** Lines of the size of what comes. */
export function Waiting() {
  return (
    <section aria-busy="true" aria-label="Loading">
      {['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((line) => (
        <div key={line} className="flex min-h-row items-center gap-2 border-b border-line">
          <Skeleton className="size-3" />
          <Skeleton className="w-48" />
          <Skeleton className="ml-auto w-16" />
        </div>
      ))}
    </section>
  );
}
