import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import manifest from '../../driftboard.endpoints';
import { EndpointManifest } from '../shared/endpoints';
import { ErrorBody } from '../shared/http';
import type { RouteDefinition } from './definition';
import { americanoRoute } from './route';
import { insightsDashboard } from './story-5-1/insights-dashboard';
import { patterns } from './story-5-1/patterns';
import { behavioralGoals, progressPercent } from './story-5-2/behavioral-goals';
import { recommendations } from './story-5-2/recommendations';
import { defaultPlan, sessionPlan } from './story-5-3/session-plan';
import { struggleIndicators } from './story-5-3/struggle-indicators';
import { precision, strugglePredictions } from './story-5-3/struggle-predictions';
import { burnoutRisk } from './story-5-4/burnout-risk';
import { cognitiveLoad, loadLevel, trend } from './story-5-4/cognitive-load';
import { DEFAULT_STRESS_PROFILE, stressProfile } from './story-5-4/stress-profile';
import { effectiveness } from './story-5-5/effectiveness';
import { experiments } from './story-5-5/experiments';
import { preferences } from './story-5-5/preferences';
import { articleReads } from './story-5-6/article-reads';
import { articles } from './story-5-6/articles';
import { fakeClient } from './testing/fake-client';
import { EPIC5_ROWS } from './testing/rows';

async function ask<Query extends z.ZodType, Response extends z.ZodType>(
  route: RouteDefinition<Query, Response>,
  search = '',
  client = fakeClient(),
): Promise<z.output<Response>> {
  const handler = americanoRoute(route, (work) => work(client));
  const response = await handler(new Request(`http://localhost${route.path}${search}`));
  const body: unknown = await response.json();
  expect(response.status, JSON.stringify(body)).toBe(200);
  return route.response.parse(body);
}

describe('a user without data', () => {
  it('gets a documented default stress profile', async () => {
    const answer = await ask(stressProfile);
    expect(answer).toEqual({
      isDefault: true,
      profile: { ...DEFAULT_STRESS_PROFILE, primaryTriggers: [] },
      responses: [],
      peaks: { days: 30, count: 0, highestLoad: null },
    });
  });

  it('gets defaults that say that they are some', async () => {
    expect((await ask(patterns)).profile).toMatchObject({ isDefault: true, attentionCycleMinutes: 25 });
    expect((await ask(preferences)).isDefault).toBe(true);
    expect((await ask(burnoutRisk)).current).toMatchObject({
      isDefault: true,
      riskLevel: 'LOW',
      confidence: 0,
    });
    expect((await ask(sessionPlan)).plan).toMatchObject({ isDefault: true, id: null });
    expect(await ask(cognitiveLoad)).toMatchObject({ current: null, level: 'UNKNOWN' });
  });

  it('gets empty lists with their pages', async () => {
    const empty = { page: 1, pageSize: 20, total: 0, pages: 0 };
    expect((await ask(insightsDashboard)).pagination).toEqual(empty);
    expect((await ask(recommendations)).pagination).toEqual(empty);
    expect((await ask(behavioralGoals)).pagination).toEqual(empty);
    expect(await ask(strugglePredictions)).toMatchObject({ pagination: empty, precision: null });
    expect((await ask(struggleIndicators)).pagination).toEqual(empty);
    expect((await ask(effectiveness)).pagination).toEqual(empty);
    expect((await ask(experiments)).pagination).toEqual(empty);
    expect((await ask(articles)).pagination).toEqual(empty);
    expect((await ask(articleReads)).totals).toMatchObject({ reads: 0, readSeconds: 0, averageRating: null });
  });
});

describe('a user with data', () => {
  const client = fakeClient(EPIC5_ROWS);

  it('5.1: patterns and the dashboard of insights', async () => {
    const answer = await ask(patterns, '?type=SESSION_DURATION&minConfidence=0.5', client);
    expect(answer.byType).toEqual([{ patternType: 'SESSION_DURATION', count: 3, averageConfidence: 0.7 }]);
    expect(answer.profile.isDefault).toBe(false);
    const dashboard = await ask(insightsDashboard, '?type=RETENTION_STRATEGY', client);
    expect(dashboard.insights[0]?.patterns[0]).toMatchObject({
      patternType: 'SESSION_DURATION',
      weight: 0.5,
    });
    expect(dashboard.performance).toEqual([{ dayOfWeek: 1, hourOfDay: 8, events: 3, averageScore: 71.5 }]);
  });

  it('5.2: recommendations and goals', async () => {
    const answer = await ask(recommendations, '?state=all&type=RETENTION_STRATEGY', client);
    expect(answer.applied).toEqual([{ applicationType: 'GOAL', count: 3, averageEffectiveness: 0.7 }]);
    const goals = await ask(behavioralGoals, '?status=ACTIVE&type=CUSTOM&dueBefore=2030-01-01', client);
    expect(goals.goals[0]).toMatchObject({ progressPercent: 25, appliedRecommendations: 3 });
  });

  it('5.3: predictions, indicators and the plan', async () => {
    const range = 'from=2026-01-01&to=2026-12-31';
    const answer = await ask(strugglePredictions, `?minProbability=0.5&${range}`, client);
    expect(answer).toMatchObject({
      precision: 1,
      predictions: [{ indicators: 3, struggleProbability: 0.7 }],
    });
    const indicators = await ask(struggleIndicators, `?type=LOW_RETENTION&severity=HIGH&${range}`, client);
    expect(indicators.counts).toEqual([{ indicatorType: 'LOW_RETENTION', severity: 'HIGH', count: 3 }]);
    expect((await ask(sessionPlan, '?limit=2', client)).plan.isDefault).toBe(false);
  });

  it('5.4: load, risk and the stress profile', async () => {
    const load = await ask(cognitiveLoad, '?days=14', client);
    expect(load).toMatchObject({ level: 'HIGH', window: { days: 14, averageLoad: 70, trend: 'STABLE' } });
    expect(load.session).toHaveLength(1);
    const risk = await ask(burnoutRisk, '?level=HIGH&from=2026-01-01', client);
    expect(risk.current).toMatchObject({ isDefault: false, riskLevel: 'HIGH' });
    const stress = await ask(stressProfile, '', client);
    expect(stress.profile).toMatchObject({ loadTolerance: 0.7, primaryTriggers: ['exam', 'deadline'] });
    expect(stress.profile.copingStrategies).toEqual(['walk', 'sleep']);
  });

  it('5.5: preferences, effectiveness and experiments', async () => {
    expect((await ask(preferences, '?context=MISSION', client)).dailyReminderAt).toBe('07:30');
    const answer = await ask(effectiveness, '?metric=RETENTION&from=2026-01-01', client);
    expect(answer.byMetric[0]).toMatchObject({ averageImprovementPercent: 12.5, samples: 40 });
    const list = await ask(experiments, '?status=ACTIVE&mine=true', client);
    expect(list.experiments.map((one) => one.assignment?.variant ?? null)).toEqual(['b', null]);
  });

  it('5.6: articles and readings', async () => {
    const list = await ask(articles, '?category=METACOGNITION&tag=sleep&unread=true', client);
    expect(list.articles[0]?.lastRead?.completed).toBe(true);
    const reads = await ask(articleReads, '?articleId=a1&completed=true&from=2026-01-01', client);
    expect(reads.totals).toEqual({ reads: 3, completed: 3, articles: 1, readSeconds: 90, averageRating: 4 });
  });
});

it('a client without the model of a route is said to lack it', async () => {
  const handler = americanoRoute(strugglePredictions, (work) => work(fakeClient({}, ['strugglePrediction'])));
  const response = await handler(new Request('http://localhost/'));
  expect(response.status).toBe(500);
  expect(ErrorBody.parse(await response.json()).error).toEqual({
    code: 'client-model-missing',
    message: "Cannot read properties of undefined (reading 'findMany')",
  });
});

describe('the figures', () => {
  it('progress is between 0 and 100, and nothing without a target', () => {
    expect([progressPercent(1, 3), progressPercent(9, 3), progressPercent(-1, 3)]).toEqual([33.3, 100, 0]);
    expect(progressPercent(1, 0)).toBeNull();
  });

  it('precision counts only what was checked', () => {
    const counts = [
      { status: 'PENDING', count: 9 },
      { status: 'CONFIRMED', count: 3 },
      { status: 'FALSE_POSITIVE', count: 1 },
    ];
    expect(precision(counts)).toBe(0.75);
  });

  it('levels and trends of load', () => {
    expect([0, 39.9, 40, 60, 80].map(loadLevel)).toEqual(['LOW', 'LOW', 'MODERATE', 'HIGH', 'CRITICAL']);
    expect([trend(50, 60), trend(60, 50), trend(50, 52), trend(null, 50)]).toEqual([
      'RISING',
      'FALLING',
      'STABLE',
      'UNKNOWN',
    ]);
  });

  it('a default session starts at the next full hour', () => {
    const plan = defaultPlan(new Date('2026-03-01T08:10:00Z'));
    expect([plan.plannedStartAt, plan.plannedEndAt]).toEqual([
      new Date('2026-03-01T09:00:00Z'),
      new Date('2026-03-01T09:45:00Z'),
    ]);
  });
});

it('the manifest declares the fifteen routes, each with a story, models and a shape', () => {
  const { endpoints } = EndpointManifest.parse(manifest);
  expect(new Set(endpoints.map((endpoint) => endpoint.path)).size).toBe(15);
  for (const endpoint of endpoints) {
    expect(endpoint.story).toMatch(/^5\.[1-6]$/);
    expect(endpoint.models.length).toBeGreaterThan(1);
    expect(endpoint.response).toBeDefined();
  }
});
