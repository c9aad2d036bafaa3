'use client';
import { Sheet } from '../parts/dialog';
import { Kbd } from '../parts/small';
import { KEYS } from './keyboard';

/** The keys of the page. */
export function Help({ onClose }: { onClose: () => void }) {
  return (
    <Sheet
      open
      onOpenChange={onClose}
      title="Keyboard"
      description="Works on every page, outside of text fields."
    >
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-2">
        {KEYS.map(({ keys, or, does }) => (
          <div key={does} className="contents">
            <dt className="flex items-center gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
              {or === undefined ? null : <span className="text-muted">or</span>}
              {or?.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
