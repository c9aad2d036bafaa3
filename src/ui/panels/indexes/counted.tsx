import type { RunDetails } from '@/shared/details';
import { usageCaveats } from '../../model/index-tiers';
import { Clock, Since } from '../../parts/time';

/** Since when and of whom the counters are. */
export function Counted({ usage: { value, reason } }: { usage: RunDetails['usage'] }) {
  if (value === null) return <>The server’s counters were not read: {reason}</>;
  return (
    <>
      {value.countedSince === null ? null : (
        <>
          Counted for <Since at={value.countedSince} />, since <Clock at={value.countedSince} />, on this
          server alone.
        </>
      )}{' '}
      {usageCaveats(value).join(' ')}
    </>
  );
}
