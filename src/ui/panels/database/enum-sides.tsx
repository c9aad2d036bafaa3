import { cx } from 'class-variance-authority';

type Side = readonly string[] | null;

/** The values of an enum in their order, both sides; a value that is elsewhere or nowhere on the other side is marked. */
export function EnumSides({ expected, observed }: { expected: Side; observed: Side }) {
  return (
    <div className="grid gap-6 sm:grid-cols-2">
      <List title="Expected" side={expected} other={observed} />
      <List title="Observed" side={observed} other={expected} />
    </div>
  );
}

function List({ title, side, other }: { title: string; side: Side; other: Side }) {
  return (
    <div>
      <h2 className="text-sm">{title}</h2>
      {side === null ? (
        <p data-verdict="fail" className="text-verdict">
          no such enum
        </p>
      ) : (
        <ol className="border-t border-line">
          {side.map((value, index) => {
            const note = noteOf(value, index, other);
            return (
              <li
                key={value}
                data-verdict="fail"
                className={cx('flex gap-3 border-b border-line py-0.5', note !== null && 'text-verdict')}
              >
                <span className="w-6 text-right text-muted">{index + 1}</span>
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

function noteOf(value: string, index: number, other: Side): string | null {
  if (other === null) return null;
  const there = other.indexOf(value);
  if (there === -1) return 'on this side only';
  return there === index ? null : `place ${there + 1} on the other side`;
}
