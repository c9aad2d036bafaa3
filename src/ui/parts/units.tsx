import { cx } from 'class-variance-authority';
import { bytesOf, countOf, durationOf, type Quantity } from './format';

function Figure({ quantity, className }: { quantity: Quantity; className?: string }) {
  return (
    <span className={cx('whitespace-nowrap', className)}>
      {quantity.figure}
      {quantity.unit === '' ? null : <span className="text-muted"> {quantity.unit}</span>}
    </span>
  );
}

/** A measured duration; `null` says that it was not measured. */
export function Duration({ ms, className }: { ms: number | null; className?: string }) {
  return ms === null ? <NotMeasured /> : <Figure quantity={durationOf(ms)} className={className} />;
}

/** A measured size; `null` says that it was not measured. */
export function Bytes({ bytes }: { bytes: number | null }) {
  return bytes === null ? <NotMeasured /> : <Figure quantity={bytesOf(bytes)} />;
}

/** A measured count; `null` says that it was not measured. */
export function Count({ value }: { value: number | null }) {
  return value === null ? <NotMeasured /> : <span className="whitespace-nowrap">{countOf(value)}</span>;
}

/** Stands where a figure would: nobody measured it. Hatched, so that it is told from zero in a photograph too. Worded where there is room. */
export function NotMeasured({ worded = false }: { worded?: boolean }) {
  return (
    <span
      title="Not measured in this run"
      className="inline-flex items-baseline gap-1.5 whitespace-nowrap text-muted"
    >
      <span aria-hidden="true" className="hatched inline-block h-2.5 w-5 border border-line-strong" />
      <span className={worded ? undefined : 'sr-only'}>not measured</span>
    </span>
  );
}
