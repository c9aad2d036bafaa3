import { cx } from 'class-variance-authority';
import { CopyButton } from './copy';
import { ScrollBox } from './scroll-box';

/** SQL, a command, a request or an answer: monospace, wrapped, with a button that copies the whole of it. */
export function Code({
  text,
  what,
  className,
  scroll = false,
}: {
  text: string;
  what: string;
  className?: string;
  /** Limits the height; the box can then be reached and scrolled by keyboard. */
  scroll?: boolean;
}) {
  const body = (
    <pre className="whitespace-pre-wrap py-1.5 pl-3 pr-10 leading-5">
      <code>{text === '' ? '(empty)' : text}</code>
    </pre>
  );
  return (
    <div className={cx('relative rounded border border-line bg-sunken', className)}>
      {scroll ? (
        <ScrollBox label={what} className="max-h-64">
          {body}
        </ScrollBox>
      ) : (
        body
      )}
      <CopyButton text={text} what={what} className="!absolute right-1 top-1" />
    </div>
  );
}
