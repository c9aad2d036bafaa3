import type { RouteLatency } from '@/shared/latency';
import { plural } from '../../parts/format';
import { Duration } from '../../parts/units';

/** `38 ms / 61 ms`; of too few runs only how many there are. First requests after a start are not among them. */
export function WarmTimes({ latency: { warm, failed } }: { latency: RouteLatency }) {
  const title = `${plural(warm.samples, 'run')} that answered as declared${failed === 0 ? '' : `; ${plural(failed, 'run')} that did not are left out`}; first requests after a start are left out`;
  return (
    <span title={title} className="whitespace-nowrap">
      {warm.p50Ms === null ? (
        <span className="text-muted">{plural(warm.samples, 'run')}</span>
      ) : (
        <>
          <Duration ms={warm.p50Ms} />
          <span className="text-muted"> / </span>
          {warm.p95Ms === null ? (
            <span className="text-muted">{plural(warm.samples, 'run')}</span>
          ) : (
            <Duration ms={warm.p95Ms} />
          )}
        </>
      )}
    </span>
  );
}
