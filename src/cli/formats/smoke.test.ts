import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { FIXTURE_NOW, fixtureState } from '@/ui/fixtures';
import { endpointStates } from '@/ui/fixtures/endpoint-states';
import { formatSmoke } from './smoke';
import { formatText } from './text';

const plain = pc.createColors(false);
const whole = endpointStates(FIXTURE_NOW).latest;
// As the command has it: the checks of routes, and the one that found the cause.
const checks = whole.report.checks.filter(
  ({ group, id }) => group === 'endpoints' || id === 'client-freshness',
);
const latest = { report: { ...whole.report, checks }, endpoints: whole.details.endpoints };
const wide = { colors: plain, width: null };

describe('the routes in a terminal', () => {
  const text = formatSmoke(latest, wide);

  it('begin with the verdict, and have a cause once with its repair and its routes under it', () => {
    expect(text.split('\n').slice(0, 10).join('\n')).toBe(
      `■ FAIL  3 routes fail because the client has no StrugglePrediction and no StruggleIndicator; it was generated before 2 schema changes.
    local · 2026-11-23T14:25:00.000Z · 1240 ms

■ client.schema-changed  prisma/schema.prisma:812
  3 routes fail because the client has no StrugglePrediction and no StruggleIndicator; it was generated before 2 schema changes.
  → npx driftboard regenerate
  ■ FAIL    GET    /api/analytics/struggle-predictions           500    12 ms of 500 ms
            answers 500 (missing-delegate) where 200 is declared.
  ■ FAIL    GET    /api/analytics/struggle-indicators            500    12 ms of 500 ms
  ■ FAIL    GET    /api/orchestration/session-plan               500    12 ms of 500 ms`,
    );
    expect(text.match(/client\.schema-changed/g)).toHaveLength(1);
  });

  it('say of each what it answered, in what of its time, and why it is not as declared', () => {
    expect(text).toContain(
      `  ■ FAIL    GET    /api/analytics/summary (of the last week)     200    18 ms of 500 ms
            answered 200, but items[0].score is -4 where at least 0 is declared.`,
    );
    expect(text).toMatch(/▲ warn {4}GET {4}\/api\/analytics\/trends .* 200 {4}18 ms of 500 ms, 2 tries/);
    expect(text).toMatch(/first-of-the-day +200 +1\.8 s of 3 s, the first after a start/);
  });

  it('say what was not sent and why, with a word of its own', () => {
    const part = text.slice(text.indexOf('\nnot asked\n'));
    expect(part).toContain('  ◆ unknown GET    /api/account/profile\n');
    expect(part).toContain('  ○ skipped POST   /api/account/sessions\n');
    expect(part).toContain('The variable AMERICANO_TOKEN of its authentication `member` is not set');
    expect(part).toContain('name this environment in its safeOn');
  });

  it('name what the source has and nobody tests, with what to do', () => {
    expect(text).toContain('GET /api/analytics/exports/[id] is served by the code');
    expect(text).toContain('→ in src/app/api/analytics/exports/[id]/route.ts:12:');
  });

  it('end with the totals and the times of this run, the cold ones apart', () => {
    expect(text).toContain('20 routes: 13 pass, 1 with a warning, 4 fail, 1 unknown, 1 skipped\n');
    expect(text).toMatch(
      /times: p50 42 ms, p95 74 ms over 12 warm answers; 2 first answers after a start apart/,
    );
  });

  it('name every route once', () => {
    for (const { id, method } of latest.endpoints ?? []) {
      const name = `${method.padEnd(6)} ${id.slice(method.length + 1)}`;
      expect(
        text.split('\n').filter((line) => line.includes(`${name} `) || line.endsWith(name)),
      ).toHaveLength(1);
    }
  });

  it('are laid into a narrow terminal without losing a word of a reason', () => {
    const narrow = formatSmoke(latest, { colors: plain, width: 60 });
    const words = (of: string) => of.replace(/\s+/g, ' ');
    for (const { reason, id, verdict } of latest.endpoints ?? []) {
      if (reason === null || verdict === 'pass') continue;
      expect(words(narrow)).toContain(words(reason.replace(`${id} `, '')));
    }
    expect(Math.max(...narrow.split('\n').map((line) => line.length))).toBeLessThan(90);
  });

  it('give way to the checks where none was requested', () => {
    const run = { ...latest, endpoints: null };
    expect(formatSmoke(run, wide)).toBe(formatText(run, wide));
  });
});

describe('a run in a terminal', () => {
  it('has the times of the routes, and those that were not asked', () => {
    const text = formatText(latest, wide);
    expect(text).toContain('times: p50 42 ms, p95 74 ms over 12 warm answers');
    expect(text).toContain('POST   /api/account/sessions');
    const record = fixtureState('green').latest;
    if (record === null) throw new Error('The fixture has no run.');
    const green = { report: record.report, endpoints: record.details.endpoints };
    expect(formatText(green, wide)).toMatch(/^● pass {2}Schema, database/);
    expect(formatText({ ...green, endpoints: null }, wide)).not.toContain('times:');
  });
});
