import type { PrismaClient } from '../../generated/americano/client';
import { insightsDashboard } from '../story-5-1/insights-dashboard';
import { patterns } from '../story-5-1/patterns';
import { behavioralGoals } from '../story-5-2/behavioral-goals';
import { recommendations } from '../story-5-2/recommendations';
import { sessionPlan } from '../story-5-3/session-plan';
import { struggleIndicators } from '../story-5-3/struggle-indicators';
import { strugglePredictions } from '../story-5-3/struggle-predictions';
import { burnoutRisk } from '../story-5-4/burnout-risk';
import { cognitiveLoad } from '../story-5-4/cognitive-load';
import { stressProfile } from '../story-5-4/stress-profile';
import { effectiveness } from '../story-5-5/effectiveness';
import { experiments } from '../story-5-5/experiments';
import { preferences } from '../story-5-5/preferences';
import { articleReads } from '../story-5-6/article-reads';
import { articles } from '../story-5-6/articles';

/** What a route is asked with, and asks the database for it. */
export type Asked = { path: string; story: string; send(client: PrismaClient, now: Date): Promise<unknown> };

type Route<Query> = {
  path: string;
  story: string;
  query: { parse(params: Record<string, string>): Query };
  handle(context: { client: PrismaClient; user: { id: string }; query: Query; now: Date }): Promise<unknown>;
};

function ask<Query>(route: Route<Query>, params: Record<string, string> = {}): Asked {
  return {
    path: route.path,
    story: route.story,
    send: (client, now) =>
      route.handle({ client, user: { id: 'demo-user' }, query: route.query.parse(params), now }),
  };
}

/** Each Epic 5 route by default, and with the parameters that lead it to another query. */
export const ASKED: readonly Asked[] = [
  ask(insightsDashboard),
  ask(insightsDashboard, { type: 'RETENTION_STRATEGY' }),
  ask(patterns, { minConfidence: '0.5' }),
  ask(patterns, { type: 'SESSION_DURATION' }),
  ask(recommendations),
  ask(recommendations, { type: 'RETENTION_STRATEGY' }),
  ask(behavioralGoals, { status: 'ACTIVE' }),
  ask(behavioralGoals, { type: 'CUSTOM' }),
  ask(strugglePredictions),
  ask(strugglePredictions, { status: 'CONFIRMED' }),
  ask(strugglePredictions, { minProbability: '0.5' }),
  ask(struggleIndicators),
  ask(struggleIndicators, { type: 'COGNITIVE_OVERLOAD' }),
  ask(sessionPlan),
  ask(cognitiveLoad),
  ask(burnoutRisk),
  ask(burnoutRisk, { level: 'HIGH' }),
  ask(stressProfile),
  ask(effectiveness),
  ask(effectiveness, { metric: 'RETENTION' }),
  ask(experiments),
  ask(experiments, { status: 'ACTIVE' }),
  ask(preferences),
  ask(articleReads),
  ask(articleReads, { articleId: 'article-3' }),
  ask(articles),
  ask(articles, { category: 'METACOGNITION' }),
];
