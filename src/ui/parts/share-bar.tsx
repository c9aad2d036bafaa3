import type { Share } from '@/shared/coverage';

/** So much of so much as a thin bar; hatched where it was not measured. Beside it stands the figure in words. */
export function ShareBar({ share }: { share: Share | null }) {
  if (share === null) {
    return <span aria-hidden="true" className="hatched block h-1.5 w-full border border-line-strong" />;
  }
  const percent = share.of === 0 ? 0 : (share.have / share.of) * 100;
  return <PartBar percent={percent} />;
}

/** A part of a whole, 0 to 100. */
export function PartBar({ percent, loud = false }: { percent: number; loud?: boolean }) {
  return (
    <span aria-hidden="true" className="block h-1.5 w-full overflow-hidden rounded-sm bg-line">
      <span
        className={loud ? 'block h-full bg-verdict' : 'block h-full bg-ink'}
        style={{ width: `${Math.min(100, Math.max(0, percent))}%` }}
      />
    </span>
  );
}
