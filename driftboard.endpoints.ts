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
const PAGE_SIZE = 10;
const PLANS = 5;
const DAYS = 7;

type Declaration = EndpointManifestInput['endpoints'][number];
type Route = Pick<Declaration, 'path' | 'story' | 'models' | 'response'>;
type Assertions = NonNullable<Declaration['assert']>;

/** The demo user has data for every route: an answer of nothing but defaults is a wrong one, though its shape is right. */
function declare(route: Route, query: Record<string, string>, assert: Assertions): Declaration {
  const { path, story, response } = route;
  const models = ['User', ...(route.models ?? [])];
  return {
    path,
    story,
    models,
    response,
    query: { userId: 'demo-user', ...query },
    assert,
    budgetMs: BUDGET_MS,
  };
}

/** The first page of a list: something is on it, and no more than was asked for. */
function firstPage(list: string, pageSize: number): Assertions {
  return [
    { at: list, minLength: 1, maxLength: pageSize },
    { at: 'pagination.page', equals: 1 },
    { at: 'pagination.pageSize', equals: pageSize },
    { at: 'pagination.total', min: 1 },
  ];
}

const page = { pageSize: String(PAGE_SIZE) };

/** The fifteen Epic 5 routes; paths, models and shapes come from the definitions that the routes themselves use. */
const manifest: EndpointManifestInput = {
  // The dashboard's own routes, in the same source: they are no part of Americano.
  ignore: ['/api/health/*', '/report/*'],
  endpoints: [
    declare(patterns, { minConfidence: '0.5', ...page }, [
      ...firstPage('patterns', PAGE_SIZE),
      // Surest first, and none below what was asked for.
      { at: 'patterns[0].confidence', min: 0.5 },
      { at: 'profile.isDefault', equals: false },
    ]),
    declare(insightsDashboard, page, [
      ...firstPage('insights', PAGE_SIZE),
      { at: 'insights[0].patterns', minLength: 1 },
      { at: 'notifications.latest', maxLength: 10 },
    ]),
    declare(recommendations, { state: 'open', ...page }, [
      ...firstPage('recommendations', PAGE_SIZE),
      { at: 'recommendations[0].appliedAt', equals: null },
      { at: 'recommendations[0].dismissedAt', equals: null },
    ]),
    declare(behavioralGoals, { status: 'ACTIVE', ...page }, [
      ...firstPage('goals', PAGE_SIZE),
      { at: 'goals[0].status', equals: 'ACTIVE' },
    ]),
    declare(strugglePredictions, { minProbability: '0.5', ...page }, [
      ...firstPage('predictions', PAGE_SIZE),
      { at: 'predictions[0].status', equals: 'PENDING' },
      { at: 'predictions[0].struggleProbability', min: 0.5 },
    ]),
    declare(struggleIndicators, page, [
      ...firstPage('indicators', PAGE_SIZE),
      { at: 'counts', minLength: 1 },
    ]),
    // Plans and free slots lie ahead of the moment of asking; what the user has set up is always there.
    declare(sessionPlan, { limit: String(PLANS) }, [
      { at: 'upcoming', maxLength: PLANS },
      { at: 'slots', maxLength: PLANS },
      { at: 'calendars', minLength: 1 },
    ]),
    declare(cognitiveLoad, { days: String(DAYS) }, [
      { at: 'window.days', equals: DAYS },
      { at: 'current.loadScore', min: 0, max: 100 },
      { at: 'peaks', minLength: 1, maxLength: 10 },
    ]),
    declare(burnoutRisk, page, [
      ...firstPage('history', PAGE_SIZE),
      { at: 'current.isDefault', equals: false },
    ]),
    declare(stressProfile, {}, [
      { at: 'isDefault', equals: false },
      { at: 'responses', minLength: 1 },
    ]),
    declare(preferences, {}, [
      { at: 'isDefault', equals: false },
      { at: 'activeConfigs', minLength: 1 },
    ]),
    declare(effectiveness, page, [...firstPage('measurements', PAGE_SIZE), { at: 'byMetric', minLength: 1 }]),
    declare(experiments, { status: 'ACTIVE', ...page }, [
      ...firstPage('experiments', PAGE_SIZE),
      { at: 'experiments[0].status', equals: 'ACTIVE' },
    ]),
    declare(articles, page, [
      ...firstPage('articles', PAGE_SIZE),
      { at: 'articles[0].slug', matches: '^[a-z0-9-]+$' },
    ]),
    declare(articleReads, page, [...firstPage('reads', PAGE_SIZE), { at: 'totals.reads', min: 1 }]),
  ],
};

export default manifest;
