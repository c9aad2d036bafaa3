import { cx } from 'class-variance-authority';
import { useMemo } from 'react';
import type { Finding } from '@/shared/finding';
import { answerLines, pathsNamedIn } from '../../model/answer-lines';
import { Code } from '../../parts/code';
import { CopyButton } from '../../parts/copy';
import { ScrollBox } from '../../parts/scroll-box';

/** A longer answer scrolls in its own box. */
const LINES_SHOWN = 14;

/** The answer as it was kept, masked; of JSON a line a value, with a mark at those that a finding names. */
export function AnswerBody({ text, findings }: { text: string; findings: readonly Finding[] }) {
  const lines = useMemo(() => answerLines(text), [text]);
  const named = useMemo(
    () =>
      pathsNamedIn(
        findings.flatMap(({ message, observed }) => [message, observed]),
        lines ?? [],
      ),
    [findings, lines],
  );
  if (lines === null) return <Code text={text} what="the answer" scroll={text.length > 900} />;
  const body = (
    <pre className="whitespace-pre-wrap py-1.5 pr-10 leading-5">
      {lines.map(({ text: line, path }, index) => {
        const marked = path !== null && named.has(path);
        return (
          <code
            // A line of an answer has no other name than its place.
            key={String(index)}
            data-verdict={marked ? 'fail' : undefined}
            className={cx('block pl-3', marked && 'edge bg-bg text-verdict')}
          >
            {line}
            {marked ? <span className="sr-only"> (not as declared)</span> : null}
          </code>
        );
      })}
    </pre>
  );
  return (
    <div className="relative rounded border border-line bg-sunken">
      {lines.length > LINES_SHOWN ? (
        <ScrollBox label="the answer" className="max-h-64">
          {body}
        </ScrollBox>
      ) : (
        body
      )}
      <CopyButton text={text} what="the answer" className="!absolute right-1 top-1" />
    </div>
  );
}
