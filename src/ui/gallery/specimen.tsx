import type { ReactNode } from 'react';

/** A named place in the gallery. */
export function Specimen({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="grid gap-3 border-t border-line pt-3">
      <h2 className="text-base">{title}</h2>
      {children}
    </section>
  );
}
