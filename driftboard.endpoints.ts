import { insightsDashboard } from './src/americano/story-5-1/insights-dashboard';
import { patterns } from './src/americano/story-5-1/patterns';
import { behavioralGoals } from './src/americano/story-5-2/behavioral-goals';
import { recommendations } from './src/americano/story-5-2/recommendations';
import { sessionPlan } from './src/americano/story-5-3/session-plan';
import { struggleIndicators } from './src/americano/story-5-3/struggle-indicators';
import { strugglePredictions } from './src/americano/story-5-3/struggle-predictions';
import { burnoutRisk } from './src/americano/story-5-4/burnout-risk';
import { cognitiveLoad } from './src/americano/story-5-4/cognitive-load';
import { stressProfile } from './src/americano/story-5-4/stress-profile';
import { effectiveness } from './src/americano/story-5-5/effectiveness';
import { experiments } from './src/americano/story-5-5/experiments';
import { preferences } from './src/americano/story-5-5/preferences';
import { articleReads } from './src/americano/story-5-6/article-reads';
import { articles } from './src/americano/story-5-6/articles';
import type { EndpointManifestInput } from './src/shared/endpoints';

const BUDGET_MS = 500;

type Route = Pick<EndpointManifestInput['endpoints'][number], 'path' | 'story' | 'models' | 'response'>;

function declare(route: Route, query: Record<string, string>): EndpointManifestInput['endpoints'][number] {
  const { path, story, response } = route;
  return { path, story, models: ['User', ...(route.models ?? [])], response, query, budgetMs: BUDGET_MS };
}

/** The fifteen Epic 5 routes; paths, models and shapes come from the definitions that the routes themselves use. */
const manifest: EndpointManifestInput = {
  // The dashboard's own routes, in the same source: they are no part of Americano.
  ignore: ['/api/health/*'],
  endpoints: [
    declare(patterns, { userId: 'demo-user', minConfidence: '0.5', pageSize: '10' }),
    declare(insightsDashboard, { userId: 'demo-user', pageSize: '10' }),
    declare(recommendations, { userId: 'demo-user', state: 'open', pageSize: '10' }),
    declare(behavioralGoals, { userId: 'demo-user', status: 'ACTIVE' }),
    declare(strugglePredictions, { userId: 'demo-user', minProbability: '0.5', pageSize: '10' }),
    declare(struggleIndicators, { userId: 'demo-user', pageSize: '10' }),
    declare(sessionPlan, { userId: 'demo-user', limit: '5' }),
    declare(cognitiveLoad, { userId: 'demo-user', days: '7' }),
    declare(burnoutRisk, { userId: 'demo-user', pageSize: '10' }),
    declare(stressProfile, { userId: 'demo-user' }),
    declare(preferences, { userId: 'demo-user' }),
    declare(effectiveness, { userId: 'demo-user', pageSize: '10' }),
    declare(experiments, { userId: 'demo-user', status: 'ACTIVE' }),
    declare(articles, { userId: 'demo-user', pageSize: '10' }),
    declare(articleReads, { userId: 'demo-user', pageSize: '10' }),
  ],
};

export default manifest;
