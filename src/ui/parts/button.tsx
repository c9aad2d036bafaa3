import { cva, cx, type VariantProps } from 'class-variance-authority';
import type { ComponentProps, ReactNode } from 'react';

export const buttonStyle = cva(
  'inline-flex items-center justify-center gap-1.5 whitespace-nowrap rounded border transition-colors duration-[120ms] disabled:opacity-50 h-8 pointer-coarse:h-10',
  {
    variants: {
      look: {
        primary: 'border-transparent bg-accent text-accent-ink font-strong enabled:hover:opacity-90',
        plain: 'border-line-strong bg-surface text-ink enabled:hover:border-accent enabled:hover:text-accent',
        bare: 'border-transparent text-muted enabled:hover:bg-sunken enabled:hover:text-ink',
      },
      shape: { text: 'px-3', icon: 'w-8 pointer-coarse:w-10' },
    },
    defaultVariants: { look: 'plain', shape: 'text' },
  },
);

type Look = VariantProps<typeof buttonStyle>['look'];

/** Something to press, with words. `busy` keeps its size and says that it works. */
export function Button({
  look,
  busy = false,
  className,
  children,
  ...rest
}: ComponentProps<'button'> & { look?: Look; busy?: boolean }) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      className={cx('no-print', buttonStyle({ look }), className)}
    >
      {children}
    </button>
  );
}

/** Something to press that shows an icon only; `label` is what it is called. */
export function IconButton({
  label,
  look = 'bare',
  className,
  children,
  ...rest
}: Omit<ComponentProps<'button'>, 'aria-label'> & { label: string; look?: Look; children: ReactNode }) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      className={cx('no-print', buttonStyle({ look, shape: 'icon' }), className)}
    >
      {children}
    </button>
  );
}
