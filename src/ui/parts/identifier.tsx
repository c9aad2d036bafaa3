'use client';
import { cx } from 'class-variance-authority';
import { useCopy } from './copy';

/** A name as the database or the code writes it. Pressing it copies it. */
export function Identifier({ name, className }: { name: string; className?: string }) {
  const { state, copy } = useCopy();
  return (
    <button
      type="button"
      onClick={() => copy(name)}
      title={
        state === 'copied' ? 'Copied' : state === 'refused' ? 'The browser refused to copy' : `Copy ${name}`
      }
      className={cx(
        'relative z-10 max-w-full rounded-sm text-left font-mono text-mono hover:text-accent hover:underline hover:decoration-line-strong hover:underline-offset-4',
        state === 'copied' && 'text-accent',
        className,
      )}
    >
      {name}
    </button>
  );
}

/** The same without the button, for places inside of links and buttons. */
export function Name({
  children,
  className,
  title,
}: {
  children: string;
  className?: string;
  title?: string;
}) {
  return (
    <code className={className} title={title}>
      {children}
    </code>
  );
}

/** `prisma/schema.prisma:812`. */
export function Source({ source }: { source: { file: string; line: number } }) {
  return <Identifier name={`${source.file}:${source.line}`} className="text-muted" />;
}
