import { describe, expect, it } from 'vitest';
import { budgetFor, type LatencySample, latencyOfRun, latencyOver, percentile } from './latency';

const good = (latencyMs: number, cold = false): LatencySample => ({ verdict: 'pass', latencyMs, cold });
const many = (count: number) => Array.from({ length: count }, (_, index) => good(index + 1));

describe('latencyOver', () => {
  it('claims no percentile of too few, and says how many there are', () => {
    expect(latencyOver([]).warm).toEqual({ samples: 0, p50Ms: null, p95Ms: null });
    expect(latencyOver(many(4)).warm).toEqual({ samples: 4, p50Ms: null, p95Ms: null });
    expect(latencyOver(many(5)).warm).toEqual({ samples: 5, p50Ms: 3, p95Ms: null });
    expect(latencyOver(many(19)).warm).toEqual({ samples: 19, p50Ms: 10, p95Ms: null });
    // Of twenty the 95th of a hundred is no longer the slowest.
    expect(latencyOver(many(20)).warm).toEqual({ samples: 20, p50Ms: 10, p95Ms: 19 });
  });

  it('keeps first requests after a start apart: they do not enter the warm percentiles', () => {
    const { warm, cold } = latencyOver([...many(20), good(9_000, true), good(8_000, true)]);
    expect(warm).toEqual({ samples: 20, p50Ms: 10, p95Ms: 19 });
    expect(cold).toEqual({ samples: 2, p50Ms: null, p95Ms: null });
  });

  it('takes no time of an answer that was not as declared: an error is quick', () => {
    const failing: LatencySample = { verdict: 'fail', latencyMs: 1, cold: false };
    const silent: LatencySample = { verdict: 'fail', latencyMs: null, cold: false };
    expect(latencyOver([...many(5), failing, silent])).toMatchObject({
      warm: { samples: 5, p50Ms: 3 },
      failed: 2,
    });
  });

  it('counts nowhere what was not asked, and a slow answer like any other', () => {
    const notAsked: LatencySample = { verdict: 'unknown', latencyMs: null, cold: false };
    const slow: LatencySample = { verdict: 'warn', latencyMs: 700, cold: false };
    expect(latencyOver([undefined, notAsked, slow])).toMatchObject({ warm: { samples: 1 }, failed: 0 });
  });
});

describe('latencyOfRun', () => {
  const row = (durationMs: number, cold = false, status: number | null = 200) => ({
    verdict: status === 200 ? ('pass' as const) : ('fail' as const),
    cold,
    tries: [{ status, durationMs }],
  });

  it('is over the routes that answered as declared, the cold ones counted beside', () => {
    expect(latencyOfRun([row(10), row(30), row(20), row(900, true), row(1, false, 500)])).toEqual({
      samples: 3,
      cold: 1,
      p50Ms: 20,
      p95Ms: 30,
    });
    expect(latencyOfRun([])).toEqual({ samples: 0, cold: 0, p50Ms: null, p95Ms: null });
  });

  it('takes the try that decided', () => {
    const flapping = {
      verdict: 'warn' as const,
      cold: false,
      tries: [
        { status: 500, durationMs: 3 },
        { status: 200, durationMs: 40 },
      ],
    };
    expect(latencyOfRun([flapping])).toMatchObject({ samples: 1, p50Ms: 40 });
  });
});

describe('budgetFor', () => {
  it('is of a first request its own', () => {
    expect(budgetFor({ budgetMs: 500 }, false)).toBe(500);
    expect(budgetFor({ budgetMs: 500 }, true)).toBe(2_500);
    expect(budgetFor({ budgetMs: 100 }, true)).toBe(2_000);
    expect(budgetFor({ budgetMs: 100, coldBudgetMs: 900 }, true)).toBe(900);
    expect(budgetFor({ budgetMs: 100, coldBudgetMs: null }, true)).toBe(2_000);
  });
});

describe('percentile', () => {
  it('is of the nearest rank', () => {
    expect(percentile([], 0.5)).toBeNull();
    expect(percentile([7], 0.95)).toBe(7);
    expect(percentile([4, 1, 3, 2], 0.5)).toBe(2);
  });
});
