import type { Verdict } from '@/shared/verdict';
import { VERDICTS } from './verdict';

export type Bar = { number: number; startedAt: string; verdict: Verdict | null };

const HEIGHT: Record<Verdict, number> = { pass: 5, skipped: 3, warn: 9, unknown: 13, fail: 16 };
const SLOT = 5;
const RUNS = 50;

/**
 * The last 50 runs as small bars, the newest at the right. Worse is higher, so that it reads without colour. A run that
 * did not measure this thing leaves a hatched gap. Behind it stands a sentence for those who do not see the bars.
 */
export function Ribbon({ bars, label }: { bars: readonly Bar[]; label: string }) {
  const shown = bars.slice(-RUNS);
  const offset = RUNS - shown.length;
  return (
    <figure className="m-0 min-w-0">
      <svg
        viewBox={`0 0 ${RUNS * SLOT} 17`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className="block h-4 w-full max-w-[250px]"
      >
        <line x1="0" y1="16.5" x2={RUNS * SLOT} y2="16.5" stroke="var(--line)" />
        {shown.map((bar, index) => {
          const height = bar.verdict === null ? 3 : HEIGHT[bar.verdict];
          const hollow = bar.verdict === 'unknown' || bar.verdict === 'skipped' || bar.verdict === null;
          return (
            <g key={bar.number} data-verdict={bar.verdict ?? 'unknown'}>
              <title>{`#${bar.number} ${bar.verdict === null ? 'not measured' : VERDICTS[bar.verdict].word}, ${bar.startedAt.slice(0, 16).replace('T', ' ')} UTC`}</title>
              <rect
                x={(offset + index) * SLOT + 0.5}
                y={16.5 - height}
                width={SLOT - 1.5}
                height={height}
                fill={hollow ? 'none' : 'var(--verdict)'}
                stroke={hollow ? 'var(--verdict)' : undefined}
                strokeDasharray={hollow ? '1 1' : undefined}
              />
            </g>
          );
        })}
      </svg>
      <figcaption className="sr-only">{ribbonText(shown, label)}</figcaption>
    </figure>
  );
}

/** `Client, last 50 runs: 46 Pass, 4 Fail; newest Fail.` */
export function ribbonText(bars: readonly Bar[], label: string): string {
  if (bars.length === 0) return `${label}: no run is kept yet.`;
  const counts = new Map<string, number>();
  for (const bar of bars) {
    const word = bar.verdict === null ? 'not measured' : VERDICTS[bar.verdict].word;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const newest = bars.at(-1)?.verdict ?? null;
  const list = [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
  return `${label}, last ${bars.length} runs: ${list}; newest ${newest === null ? 'not measured' : VERDICTS[newest].word}.`;
}
