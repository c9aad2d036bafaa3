import { cx } from 'class-variance-authority';
import type { EnumRow } from '@/shared/rows';
import { SIDES, type SideName } from '@/shared/sides';
import { SIDE_LABEL, type Unread } from '../../model/sides';

/**
 * The values of an enum in their order, on the three sides; a value that stands elsewhere or nowhere on the side before
 * is marked.
 */
export function EnumSides({ row, unread }: { row: EnumRow; unread: Unread }) {
  return (
    <div className="grid gap-6 sm:grid-cols-3">
      {SIDES.map((side) => (
        <List key={side} side={side} row={row} unread={unread[side]} />
      ))}
    </div>
  );
}

function List({ side, row, unread }: { side: SideName; row: EnumRow; unread: string | null }) {
  const values = row.values[side];
  // The earlier sides are not at fault for what the database has.
  const against = side === 'database' ? (row.values.migrations ?? row.values.schema) : row.values.database;
  return (
    <div className="min-w-0">
      <h3 className="text-sm">{SIDE_LABEL[side]}</h3>
      {unread !== null ? (
        <p className="flex flex-wrap items-baseline gap-1.5 border-t border-line py-1 text-muted">
          <span aria-hidden="true" className="hatched inline-block h-2.5 w-5 border border-line-strong" />
          not read
        </p>
      ) : values === null ? (
        <p data-verdict="fail" className="border-t border-line py-0.5 text-verdict">
          no such enum
        </p>
      ) : (
        <ol className="border-t border-line">
          {values.map((value, index) => {
            const note = noteOf(value, index, against, side);
            return (
              <li
                key={value}
                data-verdict="fail"
                className={cx('flex gap-3 border-b border-line py-0.5', note !== null && 'text-verdict')}
              >
                <span className="w-6 shrink-0 text-right text-muted">{index + 1}</span>
                <code>{value}</code>
                {note}
              </li>
            );
          })}
        </ol>
      )}
    </div>
  );
}

function noteOf(
  value: string,
  index: number,
  other: readonly string[] | null,
  side: SideName,
): string | null {
  if (other === null) return null;
  const there = other.indexOf(value);
  if (there === -1) return side === 'database' ? 'declared nowhere' : 'not in the database';
  return there === index
    ? null
    : `place ${there + 1} ${side === 'database' ? 'as declared' : 'in the database'}`;
}
