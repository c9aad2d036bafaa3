import { cx } from 'class-variance-authority';
import type { Joint } from '../../model/client-joints';
import { Disclosure } from '../../parts/disclosure';
import { plural, someOf } from '../../parts/format';
import { VerdictMark, VerdictShape } from '../../parts/verdict-mark';

/** Two or three names say which; all of them stand one click away. */
const NAMES = 3;

/** The line between two of the four: whole, broken, or hatched where nobody could tell, with the words for it. */
export function JointLine({ joint, bracket = false }: { joint: Joint; bracket?: boolean }) {
  return (
    <div
      data-verdict={joint.verdict}
      className={cx(
        'relative min-w-0 max-lg:py-1 max-lg:pl-6',
        bracket ? 'lg:col-start-3 lg:col-end-8 lg:mt-2' : 'lg:px-2',
      )}
    >
      {/* On a phone the columns stand below one another, and the line goes down between them. */}
      <span
        aria-hidden="true"
        className="wire absolute inset-y-0 left-1.5 w-[3px] [--wire:180deg] lg:hidden"
      />
      <Drawn joint={joint} bracket={bracket} />
      <div
        className={cx(
          'min-w-0 lg:pt-px',
          bracket && 'lg:mx-auto lg:flex lg:max-w-xl lg:flex-col lg:items-center lg:text-center',
        )}
      >
        <p className="text-muted lg:sr-only">{joint.between}</p>
        <Said joint={joint} />
      </div>
    </div>
  );
}

function Drawn({ joint: { verdict }, bracket }: { joint: Joint; bracket: boolean }) {
  const open = verdict === 'unknown' || verdict === 'skipped';
  const wire = cx('wire flex-1', open ? 'h-1.5' : 'h-0.5');
  return (
    <>
      {bracket ? (
        <div data-verdict={verdict} aria-hidden="true" className="flex h-3 justify-between max-lg:hidden">
          <span className={cx('wire [--wire:180deg]', open ? 'w-1.5' : 'w-0.5')} />
          <span className={cx('wire [--wire:180deg]', open ? 'w-1.5' : 'w-0.5')} />
        </div>
      ) : null}
      <div
        data-verdict={verdict}
        aria-hidden="true"
        className={cx('flex h-3 items-center gap-1.5 max-lg:hidden', bracket ? '-mt-1.5' : '-mt-[5px]')}
      >
        <span className={wire} />
        <VerdictShape verdict={verdict} />
        <span className={wire} />
      </div>
    </>
  );
}

/** The telling words first, then the names, since when, and folded what each finding says. */
function Said({ joint }: { joint: Joint }) {
  const { verdict, words, names, since, reasons, found } = joint;
  const whole = verdict === 'pass';
  return (
    <>
      <p>
        <VerdictMark verdict={verdict} quiet className="mr-1.5 align-middle lg:hidden" />
        <span className="sr-only max-lg:hidden">{verdict}: </span>
        <span className={whole ? 'text-muted' : 'font-strong'}>{words}</span>
      </p>
      {names.length === 0 ? null : (
        <p title={names.join(', ')} className="text-muted">
          {someOf(names, NAMES)}
        </p>
      )}
      {since === null ? null : <p className="text-muted">{since}</p>}
      {whole
        ? null
        : reasons.map((reason) => (
            <p key={reason} className="text-muted">
              {reason}
            </p>
          ))}
      {found.length === 0 ? null : (
        <Disclosure summary={<span className="text-muted">{plural(found.length, 'finding')}</span>}>
          <ul className="grid gap-1 text-left">
            {found.map(({ finding }) => (
              <li key={finding.key}>{finding.message}</li>
            ))}
          </ul>
        </Disclosure>
      )}
    </>
  );
}
