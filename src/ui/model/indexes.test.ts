import { describe, expect, test } from 'vitest';
import { indexState } from '../fixtures/index-states';
import { planNode, plannedQueries } from '../fixtures/queries';
import { shareLine } from '../parts/share-line';
import { hitRate, readTimes } from './cache';
import { coverageFigures, partOf, shareVerdict } from './coverage';
import { indexOf, indexTiers, rowsByName, usageCaveats } from './index-tiers';
import { type DrawnNode, drawnPlan, gainOf } from './plan';
import { tilesOf } from './tiles';

const NOW = Date.parse('2026-11-23T14:25:04.000Z');
const well = indexState('well', NOW);
const ill = indexState('findings', NOW);
const dark = indexState('not measured', NOW);

describe('the figures of coverage', () => {
  test('are as bad as what is said of what lacks', () => {
    const verdicts = ({ latest }: typeof well) =>
      coverageFigures(latest.report, []).map(({ kind, verdict }) => [kind, verdict]);
    expect(verdicts(well).map(([, verdict]) => verdict)).toEqual(['pass', 'pass', 'pass', 'pass']);
    expect(verdicts(ill)).toEqual([
      ['declared', 'warn'],
      ['strategic', 'fail'],
      ['foreignKeys', 'warn'],
      ['queries', 'warn'],
    ]);
  });

  test('that were not measured say why and are never green, nor are those with nothing to cover', () => {
    const [declared, strategic, , queries] = coverageFigures(dark.latest.report, []);
    expect(declared).toMatchObject({ verdict: 'pass', share: { have: 184, of: 184 } });
    expect(strategic).toMatchObject({ verdict: 'unknown', share: null });
    expect(queries).toMatchObject({ verdict: 'skipped', share: null });
    expect(queries?.note).toMatch(/pg_stat_statements/);
    expect(shareVerdict({ have: 0, of: 0 })).toBe('skipped');
    expect(partOf({ have: 0, of: 0 })).toBeNull();
  });

  test('are drawn over time with gaps where nothing was measured', () => {
    expect(shareLine([])).toBe('');
    expect(shareLine([1, null, 1])).toBe('M0.0 1.0h0M250.0 1.0h0');
    // One of 27 is seen, and does not fall to the ground.
    expect(shareLine([1, 26 / 27])).toBe('M0.0 1.0L250.0 6.2');
  });
});

describe('the tiers', () => {
  test('keep what is certain apart from what counters say', () => {
    const { facts, guesses, queries } = indexTiers(ill.latest.report);
    expect(facts.rows.map(({ finding }) => finding.rule)).toEqual([
      'index.missing',
      'index.duplicate',
      'foreign-key.unindexed',
    ]);
    expect(guesses.rows.map(({ finding }) => finding.rule)).toEqual(['index.unused', 'statistics.stale']);
    expect(queries.rows).toHaveLength(2);
  });

  test('tell which checks could not look, and count only the others', () => {
    const { guesses } = indexTiers(dark.latest.report);
    expect(guesses.silent.map(({ id }) => id)).toEqual(['index-use', 'index-nulls', 'index-bloat']);
    expect(guesses.looked).toBe(1);
    expect(guesses.compared).toBe(67);
  });

  test('find the index that a finding is about, and what it costs', () => {
    const rows = rowsByName(ill.rows.indexes);
    const [missing, duplicate] = indexTiers(ill.latest.report).facts.rows;
    expect(missing && indexOf(missing.finding, rows)).toMatchObject({ database: 'missing', sizeBytes: null });
    expect(duplicate && indexOf(duplicate.finding, rows)).toMatchObject({ sizeBytes: 16_384 });
  });

  test('say what the counters are not worth', () => {
    const span = ill.latest.details.usage.value;
    if (span === null) throw new Error('The fixture has counters.');
    expect(usageCaveats({ ...span, replicas: 0 })).toEqual([]);
    expect(usageCaveats(span)).toEqual(['2 standbys read beside it, whose queries are not among these.']);
    expect(usageCaveats({ ...span, tracksCounts: false, countedSince: null, isReplica: true })).toHaveLength(
      4,
    );
  });
});

describe('a plan', () => {
  const flat = (node: DrawnNode): DrawnNode[] => [node, ...node.children.flatMap(flat)];
  const findings = indexTiers(ill.latest.report).queries.rows.map(({ finding }) => finding);
  const [query] = plannedQueries();

  test('shows each step with its own part of the cost, and marks what a rule objects to', () => {
    if (query?.plan == null) throw new Error('The fixture has a plan.');
    const nodes = flat(drawnPlan(query.plan, findings));
    expect(nodes.map(({ node, objection }) => [node.type, objection])).toEqual([
      ['Limit', null],
      ['Nested Loop', null],
      ['Sort', 'sorts what an index could order'],
      ['Seq Scan', 'reads the whole table'],
      ['Index Scan', null],
    ]);
    // A LIMIT costs less than what it stops early: it takes nothing itself.
    expect(nodes[0]?.share).toBe(0);
    expect(nodes.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    expect(nodes[3]?.details).toEqual([
      { label: 'keeps of 48,200 rows only', text: '("userId" = $1) AND (status = $2)', code: true },
    ]);
    expect(flat(drawnPlan(query.plan, [])).every(({ objection }) => objection === null)).toBe(true);
  });

  test('that costs nothing has no parts, and a proposal that nobody tried no gain', () => {
    expect(drawnPlan(planNode('Result', 0), []).share).toBe(0);
    const [tried, untried] = query?.proposals ?? [];
    expect(tried && gainOf(tried)).toBeCloseTo(0.987, 3);
    expect(untried && gainOf(untried)).toBeNull();
  });
});

describe('the cache', () => {
  test('has a hit rate once it was asked, and a factor once it was cold and warm', () => {
    expect(hitRate({ hits: 0, misses: 0 })).toBeNull();
    expect(hitRate({ hits: 3, misses: 1 })).toBe(0.75);
    const read = { endpoint: 'GET /api/goals', missMs: [30, 40, 50], hitMs: [4, 2, 3], unmeasured: null };
    expect(readTimes(read)).toMatchObject({ coldMs: 40, warmMs: 3, factor: 40 / 3 });
    expect(readTimes({ ...read, hitMs: [] })).toMatchObject({ coldMs: 40, warmMs: null, factor: null });
  });

  test('shows on its tile what was measured', () => {
    const tile = ({ latest }: typeof well) =>
      tilesOf(latest.report, [], latest.details).find(({ id }) => id === 'cache');
    expect(tile(well)?.figures.map(({ text }) => text)).toEqual(['96.2 % hits', 'warm 6.2 × as fast']);
    expect(tile(dark)).toMatchObject({ verdict: 'skipped', figures: [{ text: 'not configured' }] });
  });

  test('unused indexes are counted on the tile of indexes', () => {
    const report = well.latest.report;
    const unused = indexTiers(ill.latest.report).guesses.rows.slice(0, 1);
    const checks = report.checks.map((check) =>
      check.id === 'index-use' ? { ...check, findings: unused.map(({ finding }) => finding) } : check,
    );
    const tile = tilesOf({ ...report, checks }, [], null).find(({ id }) => id === 'indexes');
    expect(tile?.figures.map(({ text }) => text)).toEqual(['27/27 strategic in place', '1 unused']);
  });
});
