import { cx } from 'class-variance-authority';
import { SIDES, type SideName } from '@/shared/sides';
import { type Cell, SIDE_LABEL, type SideRow, type Unread } from '../../model/sides';
import type { Part } from '../../model/table-diff';
import { Disclosure } from '../../parts/disclosure';
import { VerdictShape } from '../../parts/verdict-mark';

/** One kind of thing on the three sides: what differs is open, what is equal is folded. */
export function PartSides({ part, unread }: { part: Part; unread: Unread }) {
  const differing = part.rows.filter((row) => row.state === 'differs');
  const others = part.rows.filter((row) => row.state !== 'differs');
  if (differing.length === 0) {
    return (
      <Disclosure
        summary={
          <>
            <span className="font-strong">{part.title}</span>{' '}
            <span className="text-muted">{inWords(others, part)}</span>
          </>
        }
      >
        <EqualRows rows={others} title={part.title} />
      </Disclosure>
    );
  }
  return (
    <div>
      <DifferingRows title={part.title} rows={differing} total={part.rows.length} unread={unread} />
      {others.length === 0 ? null : (
        <Disclosure summary={<span className="text-muted">{inWords(others, part)}</span>}>
          <EqualRows rows={others} title={part.title} />
        </Disclosure>
      )}
    </div>
  );
}

/** `6 equal on schema.prisma and database, 1 on one side only and not compared`. */
function inWords(rows: readonly SideRow[], part: Part): string {
  const alone = rows.filter((row) => row.state === 'alone').length;
  const equal = rows.length - alone;
  return [
    equal === 0 ? '' : `${equal} equal on ${listed(part)}`,
    alone === 0 ? '' : `${alone} that only one side could say, not compared`,
  ]
    .filter((words) => words !== '')
    .join(', ');
}

/** The sides that have a say in this part, in words. */
function listed({ voices }: Part): string {
  const names = SIDES.filter((side) => voices[side]).map((side) => SIDE_LABEL[side]);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** Three columns; below 640 px the sides stand under one another, each with its name. */
export function DifferingRows({
  title,
  rows,
  total,
  unread,
}: {
  title: string;
  rows: readonly SideRow[];
  total: number;
  unread: Unread;
}) {
  return (
    <table className="w-full table-fixed border-collapse text-left max-sm:block">
      <caption className="pb-1 text-left font-strong max-sm:block">
        {title}{' '}
        <span className="font-normal text-muted">
          {rows.length} of {total} {rows.length === 1 ? 'differs' : 'differ'}
        </span>
      </caption>
      <thead className="text-muted max-sm:sr-only">
        <tr>
          <th scope="col" className="w-[22%] border-b border-line py-1 pr-3 font-normal">
            Name
          </th>
          {SIDES.map((side) => (
            <th key={side} scope="col" className="border-b border-line py-1 pr-3 font-normal">
              {SIDE_LABEL[side]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-sm:block">
        {rows.map((row) => (
          <tr key={row.name} data-verdict="fail" className="border-b border-line max-sm:block max-sm:py-1">
            <th scope="row" className="py-1 pr-3 align-top font-normal max-sm:block">
              <span className="inline-flex items-baseline gap-1.5">
                <VerdictShape verdict="fail" className="translate-y-px" />
                <code>{row.name}</code>
                <span className="sr-only">differs</span>
              </span>
            </th>
            {SIDES.map((side) => (
              <SideCell key={side} side={side} cell={row.cells[side]} unread={unread[side]} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function SideCell({ side, cell, unread }: { side: SideName; cell: Cell; unread: string | null }) {
  const odd = cell.kind !== 'silent' && cell.odd;
  return (
    <td
      data-label={SIDE_LABEL[side]}
      className={cx(
        'py-1 pr-3 align-top font-mono text-mono max-sm:block max-sm:py-0 max-sm:pl-4',
        'max-sm:before:pr-1.5 max-sm:before:font-sans max-sm:before:text-muted max-sm:before:content-[attr(data-label)]',
        odd && 'text-verdict',
      )}
    >
      {cell.kind === 'text' ? (
        cell.text
      ) : cell.kind === 'none' ? (
        <None odd={odd} />
      ) : (
        <Silent unread={unread} />
      )}
    </td>
  );
}

function None({ odd }: { odd: boolean }) {
  return <span className={odd ? undefined : 'text-muted'}>(none)</span>;
}

/** A side without a say. One that was not read is hatched: it must not look like one that has nothing. */
function Silent({ unread }: { unread: string | null }) {
  if (unread === null) return <span className="font-sans text-muted">says nothing of it</span>;
  return (
    <span
      title={unread}
      className="inline-flex items-baseline gap-1.5 whitespace-nowrap font-sans text-muted"
    >
      <span aria-hidden="true" className="hatched inline-block h-2.5 w-5 border border-line-strong" />
      not read
    </span>
  );
}

/** Lines that need no comparing: the text once. */
function EqualRows({ rows, title }: { rows: readonly SideRow[]; title: string }) {
  return (
    <table className="w-full table-fixed border-collapse text-left max-sm:block">
      <caption className="sr-only">{title}</caption>
      <tbody className="max-sm:block">
        {rows.map((row) => (
          <tr key={row.name} className="border-b border-line max-sm:block max-sm:py-1">
            <th scope="row" className="w-[28%] py-1 pr-3 align-top font-normal max-sm:block max-sm:w-auto">
              <code>{row.name}</code>
            </th>
            <td className="whitespace-pre-wrap py-1 align-top font-mono text-mono max-sm:block max-sm:py-0 max-sm:pl-4">
              {textOf(row)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function textOf({ cells }: SideRow): string {
  for (const side of SIDES) {
    const cell = cells[side];
    if (cell.kind === 'text') return cell.text;
  }
  return '';
}
