import type { Verdict } from '@/shared/verdict';

export type Shape = 'circle' | 'triangle' | 'square' | 'diamond' | 'ring';

/** The one map from a verdict to how it looks and reads. Colour follows in `globals.css` from `data-verdict`. */
export const VERDICTS: Record<Verdict, { word: string; shape: Shape; glyph: string; rank: number }> = {
  fail: { word: 'Fail', shape: 'square', glyph: '■', rank: 0 },
  unknown: { word: 'Unknown', shape: 'diamond', glyph: '◆', rank: 1 },
  warn: { word: 'Warn', shape: 'triangle', glyph: '▲', rank: 2 },
  pass: { word: 'Pass', shape: 'circle', glyph: '●', rank: 3 },
  skipped: { word: 'Skipped', shape: 'ring', glyph: '○', rank: 4 },
};

/** Negative when `a` is worse. For sorting failures first. */
export function byVerdict(a: Verdict, b: Verdict): number {
  return VERDICTS[a].rank - VERDICTS[b].rank;
}

/**
 * The worst of several; an empty list was not measured and is `unknown`.
 * (`worstVerdict` of the contract says the same, and would bring zod into the browser's first load.)
 */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  return [...verdicts].sort(byVerdict)[0] ?? 'unknown';
}

/** What stands in the browser's tab: `■ FAIL · Driftboard`. */
export function titleOf(verdict: Verdict | null, faults = 0): string {
  if (verdict === null) return faults > 0 ? '◆ NOT CONFIGURED · Driftboard' : '◆ NO RUN YET · Driftboard';
  return `${VERDICTS[verdict].glyph} ${VERDICTS[verdict].word.toUpperCase()} · Driftboard`;
}
