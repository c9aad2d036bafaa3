import type { EndpointRow } from '@/shared/details';
import type { Finding } from '@/shared/finding';
import { failedInWords, tryTitle } from '../../model/request-text';
import { Code } from '../../parts/code';
import { Disclosure } from '../../parts/disclosure';
import { plural } from '../../parts/format';
import { Ago } from '../../parts/time';
import { Bytes, Duration } from '../../parts/units';
import { AnswerBody } from './answer-body';

/** Every try with what came of it; where it was tried again, the one that decided is the last. */
export function EndpointTries({ row, findings }: { row: EndpointRow; findings: readonly Finding[] }) {
  if (row.tries.length === 0) return <p className="text-muted">No request was made in this run.</p>;
  const deciding = row.tries.length - 1;
  return row.tries.map((tried, index) => (
    <Try
      // Two tries may begin within one millisecond.
      key={`${tried.startedAt} ${String(index)}`}
      tried={tried}
      title={tryTitle(index, row)}
      // What findings say is of the try that decided.
      findings={index === deciding ? findings : []}
    />
  ));
}

function Try({
  tried,
  title,
  findings,
}: {
  tried: EndpointRow['tries'][number];
  title: string;
  findings: readonly Finding[];
}) {
  const failedIn = failedInWords(tried);
  const headers = Object.entries(tried.headers);
  return (
    <section aria-label={title} className="grid gap-1">
      <p className="flex flex-wrap items-baseline gap-x-4">
        <span className="font-strong">{title}</span>
        {tried.status === null ? null : <span>status {tried.status}</span>}
        <Duration ms={tried.durationMs} />
        {tried.firstByteMs === null ? null : (
          <span className="text-muted">
            first byte <Duration ms={tried.firstByteMs} />
          </span>
        )}
        {tried.transportError === null ? <Bytes bytes={tried.bodyBytes} /> : null}
        <span className="text-muted">{tried.contentType}</span>
        <span className="text-muted">
          <Ago at={tried.startedAt} />
        </span>
      </p>
      {tried.transportError === null ? null : (
        <p data-verdict="fail" className="text-verdict">
          <code>{tried.transportError.code}</code>
          {failedIn === null ? '' : `, ${failedIn}`}: {tried.transportError.message}
        </p>
      )}
      {headers.length === 0 ? null : (
        <Disclosure
          summary={<span className="text-muted">{plural(headers.length, 'header')} of the answer</span>}
        >
          <Code
            text={headers.map(([name, value]) => `${name}: ${value}`).join('\n')}
            what="the answer's headers"
          />
        </Disclosure>
      )}
      {tried.transportError === null || tried.bodyText !== '' ? (
        <AnswerBody text={tried.bodyText} findings={findings} />
      ) : null}
    </section>
  );
}
