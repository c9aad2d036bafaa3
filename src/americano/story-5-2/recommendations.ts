import { z } from 'zod';
import { defineRoute } from '../definition';
import { fraction, Pagination, pageParams, pagination, slice } from '../params';
import { ApplicationType, Count, Moment, RecommendationType, Share } from '../words';

/** The conditions of the partial index for open ones; the other two are their opposites. */
const STATES = {
  open: { appliedAt: null, dismissedAt: null },
  applied: { appliedAt: { not: null } },
  dismissed: { dismissedAt: { not: null } },
  all: {},
};

export const RecommendationsResponse = z.object({
  recommendations: z.array(
    z.object({
      id: z.string(),
      recommendationType: RecommendationType,
      title: z.string(),
      description: z.string(),
      actionableText: z.string(),
      confidence: Share,
      estimatedImpact: Share,
      easeOfImplementation: Share,
      priorityScore: z.number(),
      sourcePatternIds: z.array(z.string()),
      createdAt: Moment,
      appliedAt: Moment.nullable(),
      dismissedAt: Moment.nullable(),
    }),
  ),
  /** How well each way of applying a recommendation has worked; `averageEffectiveness` is null until one is evaluated. */
  applied: z.array(
    z.object({ applicationType: ApplicationType, count: Count, averageEffectiveness: z.number().nullable() }),
  ),
  pagination: Pagination,
});

/** Recommendations, by default the open ones with the most important first; of one type the surest first. */
export const recommendations = defineRoute({
  path: '/api/analytics/recommendations',
  story: '5.2',
  models: ['Recommendation', 'AppliedRecommendation'],
  query: z.strictObject({
    state: z.enum(['open', 'applied', 'dismissed', 'all']).default('open'),
    type: RecommendationType.optional(),
    minConfidence: fraction.default(0),
    ...pageParams,
  }),
  response: RecommendationsResponse,
  async handle({ client, user, query }) {
    const where = {
      userId: user.id,
      confidence: { gte: query.minConfidence },
      ...STATES[query.state],
      ...(query.type ? { recommendationType: query.type } : {}),
    };
    const [rows, total, groups] = await Promise.all([
      client.recommendation.findMany({
        where,
        orderBy: [
          query.type ? { confidence: 'desc' } : { priorityScore: 'desc' },
          { createdAt: 'desc' },
          { id: 'asc' },
        ],
        ...slice(query),
      }),
      client.recommendation.count({ where }),
      client.appliedRecommendation.groupBy({
        by: ['applicationType'],
        where: { userId: user.id },
        _count: { _all: true },
        _avg: { effectiveness: true },
        orderBy: { applicationType: 'asc' },
      }),
    ]);
    return {
      recommendations: rows,
      applied: groups.map((group) => ({
        applicationType: group.applicationType,
        count: group._count._all,
        averageEffectiveness: group._avg.effectiveness,
      })),
      pagination: pagination(query, total),
    };
  },
});
