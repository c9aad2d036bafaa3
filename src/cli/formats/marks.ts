import type { Verdict } from '../../shared/verdict';
import type { Io } from '../io';

export type Colors = Io['outColors'];

/** Shape and word of each verdict, as on the page: colour is never alone. */
const MARK: Record<Verdict, { shape: string; word: string }> = {
  pass: { shape: '●', word: 'pass' },
  warn: { shape: '▲', word: 'warn' },
  fail: { shape: '■', word: 'FAIL' },
  unknown: { shape: '◆', word: 'unknown' },
  skipped: { shape: '○', word: 'skipped' },
};
const WIDTH = 9;

/** Shape and word in the verdict's colour. */
export function paint(verdict: Verdict, colors: Colors): string {
  const { shape, word } = MARK[verdict];
  const text = `${shape} ${word}`;
  if (verdict === 'pass') return colors.green(text);
  if (verdict === 'fail') return colors.red(text);
  return verdict === 'skipped' ? colors.dim(text) : colors.yellow(text);
}

/** The same with spaces behind it, so that what follows stands below one another. */
export function paintColumn(verdict: Verdict, colors: Colors): string {
  const { shape, word } = MARK[verdict];
  return `${paint(verdict, colors)}${' '.repeat(Math.max(1, WIDTH - shape.length - word.length))}`;
}
