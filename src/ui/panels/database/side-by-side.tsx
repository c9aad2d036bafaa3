import { cx } from 'class-variance-authority';
import type { SideBySide } from '../../model/table-diff';
import { VerdictShape } from '../../parts/verdict-mark';

/** Things of both sides in two columns; where they differ the row has a mark, and both texts stand under one another on a phone. */
export function SideBySideTable({ title, rows }: { title: string; rows: readonly SideBySide[] }) {
  const differing = rows.filter((row) => row.differs).length;
  return (
    <table className="w-full table-fixed border-collapse text-left max-sm:block">
      <caption className="pb-1 text-left font-strong max-sm:block">
        {title}{' '}
        <span className="font-normal text-muted">
          {rows.length}, {differing === 0 ? 'equal on both sides' : `${differing} differ`}
        </span>
      </caption>
      <thead className="text-muted max-sm:sr-only">
        <tr>
          <th scope="col" className="w-[28%] border-b border-line py-1 pr-3 font-normal">
            Name
          </th>
          <th scope="col" className="border-b border-line py-1 pr-3 font-normal">
            Expected
          </th>
          <th scope="col" className="border-b border-line py-1 font-normal">
            Observed
          </th>
        </tr>
      </thead>
      <tbody className="max-sm:block">
        {rows.map((row) => (
          <tr
            key={row.name}
            data-verdict={row.differs ? 'fail' : 'pass'}
            className="border-b border-line max-sm:block max-sm:py-1"
          >
            <th scope="row" className="py-1 pr-3 align-top font-normal max-sm:block">
              <span className="inline-flex items-center gap-1.5">
                {row.differs ? <VerdictShape verdict="fail" /> : null}
                <code>{row.name}</code>
                {row.differs ? <span className="sr-only">differs</span> : null}
              </span>
            </th>
            <Cell label="expected" text={row.expected} differs={row.differs && row.expected === null} />
            <Cell label="observed" text={row.observed} differs={row.differs} hidden={!row.differs} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({
  label,
  text,
  differs,
  hidden = false,
}: {
  label: string;
  text: string | null;
  differs: boolean;
  /** On a phone an equal second side says nothing new. */
  hidden?: boolean;
}) {
  return (
    <td
      data-label={label}
      className={cx(
        'py-1 pr-3 align-top font-mono text-mono max-sm:block max-sm:py-0 max-sm:pl-4',
        'max-sm:before:pr-1.5 max-sm:before:font-sans max-sm:before:text-muted max-sm:before:content-[attr(data-label)]',
        differs && 'text-verdict',
        hidden && 'max-sm:hidden',
      )}
    >
      {text ?? '(none)'}
    </td>
  );
}
