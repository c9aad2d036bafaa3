import type { CachedRead } from '../shared/cache';
import type { Finding } from '../shared/finding';
import type { Thresholds } from '../shared/thresholds';
import { FEWEST_READS, isFaster, median } from './support/cache-gain';
import { driftFinding } from './support/drift-finding';
import { groupBy } from './support/group-by';
import { countOf, inBrief, sentences } from './support/words';
import { defineCheck, thresholdsOf } from './types';

/** Is what the application's routes answer from their cache faster than what they work out? */
export const cacheReads = defineCheck({
  id: 'cache-reads',
  group: 'cache',
  title: 'Cold and warm reads',
  needs: ['cache.reads'],
  run({ 'cache.reads': { reads, asked } }, settings) {
    if (reads.length === 0)
      return {
        compared: 0,
        findings: [],
        nothingToCompare: `None of ${countOf(asked, 'endpoint')} that answered says \`x-cache\`, so no read is known to be cached.`,
      };
    const thresholds = thresholdsOf(settings);
    const judged = reads.map((read) => ({ read, ...judge(read, thresholds) }));
    const findings = judged.flatMap(({ finding }) => finding ?? []);
    const left = judged.flatMap(({ read, untold }) =>
      untold === null ? [] : [{ id: read.endpoint, untold }],
    );
    const compared = reads.length - left.length;
    const said = inWords(left);
    if (said === null) return { compared, findings };
    return { compared, findings, ...(compared === 0 ? { nothingToCompare: said } : { leftOut: said }) };
  },
});

type Judged = { finding: Finding | null; untold: string | null };
const untold = (reason: string): Judged => ({ finding: null, untold: reason });

function judge(read: CachedRead, { cacheMinimumGain, cacheColdMinimumMs }: Thresholds): Judged {
  const { missMs, hitMs, unmeasured } = read;
  if (unmeasured !== null) return untold(unmeasured);
  if (hitMs.length === 0 && missMs.length >= FEWEST_READS) return { finding: neverHit(read), untold: null };
  if (Math.min(missMs.length, hitMs.length) < FEWEST_READS)
    return untold(`Fewer than ${FEWEST_READS} cold and ${FEWEST_READS} warm answers came in time.`);
  if (isFaster(read, cacheMinimumGain)) return { finding: null, untold: null };
  if (median(missMs) < cacheColdMinimumMs)
    return untold(
      `Without its cache it answers within ${cacheColdMinimumMs} ms already, which is too fast to tell.`,
    );
  return { finding: notFaster(read, cacheMinimumGain), untold: null };
}

function neverHit({ endpoint, missMs }: CachedRead): Finding {
  return finding(endpoint, {
    message: `${endpoint} says \`x-cache\` and never answered from its cache, though it was asked ${missMs.length} times in a row.`,
    expected: 'an answer from the cache when it is asked again at once',
    observed: `${missMs.length} answers, each worked out anew`,
    remedy: {
      kind: 'note',
      text: 'See whether anything is kept: a key that is new each time, a lifetime of nothing, a write of each request, or a full memory.',
    },
  });
}

function notFaster({ endpoint, missMs, hitMs }: CachedRead, gain: number): Finding {
  const cold = median(missMs);
  const warm = median(hitMs);
  return finding(endpoint, {
    message: `${endpoint} takes ${ms(warm)} from its cache and ${ms(cold)} without it: less than ${gain} times as fast.`,
    expected: `at most ${ms(cold / gain)} from the cache`,
    observed: `${ms(warm)} from the cache (the middle of ${hitMs.length} answers), and ${ms(Math.min(...hitMs))} at best`,
    remedy: {
      kind: 'note',
      text: 'See what takes the time when it comes from the cache: another query, the way to the cache, making the answer into text. Where the query itself is this fast, do without the cache.',
    },
  });
}

type Parts = Pick<Finding, 'message' | 'expected' | 'observed' | 'remedy'>;

function finding(endpoint: string, parts: Parts): Finding {
  return driftFinding({
    about: endpoint,
    rule: 'cache.ineffective',
    severity: 'warning',
    impact: 'performance',
    subject: { kind: 'endpoint', name: endpoint },
    ...parts,
  });
}

const ms = (value: number) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

/** `2 cached reads are not judged (GET /a, GET /b): The time …`, one such sentence for each reason. */
function inWords(left: readonly { id: string; untold: string }[]): string | null {
  const told = [...groupBy(left, (one) => one.untold)].map(([reason, those]) => {
    const names = inBrief(those.map(({ id }) => id));
    return `${countOf(those.length, 'cached read is', 'cached reads are')} not judged (${names}): ${reason}`;
  });
  return sentences(...told);
}
