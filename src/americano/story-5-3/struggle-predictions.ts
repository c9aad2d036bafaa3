import { z } from 'zod';
import { defineRoute, HOT } from '../definition';
import {
  between,
  fraction,
  Pagination,
  pageParams,
  pagination,
  RANGE_FAULT,
  rangeInOrder,
  rangeParams,
  slice,
} from '../params';
import { Count, InterventionType, Moment, PredictionStatus, Share } from '../words';

const INTERVENTIONS = 10;

export const StrugglePredictionsResponse = z.object({
  predictions: z.array(
    z.object({
      id: z.string(),
      predictionDate: Moment,
      struggleProbability: Share,
      confidence: Share,
      status: PredictionStatus,
      actualOutcome: z.boolean().nullable(),
      objectiveId: z.string().nullable(),
      indicators: Count,
    }),
  ),
  byStatus: z.array(z.object({ status: PredictionStatus, count: Count })),
  /** Confirmed of all that said "struggle" and were checked; null until one was checked. */
  precision: Share.nullable(),
  pendingInterventions: z.array(
    z.object({
      id: z.string(),
      interventionType: InterventionType,
      description: z.string(),
      reasoning: z.string(),
      priority: z.number().int(),
      predictionId: z.string().nullable(),
      createdAt: Moment,
    }),
  ),
  pagination: Pagination,
});

/** Predictions: with `minProbability` the pending ones, likeliest first; otherwise newest first, also of one status. */
export const strugglePredictions = defineRoute({
  path: '/api/analytics/struggle-predictions',
  story: '5.3',
  models: ['StrugglePrediction', 'StruggleIndicator', 'InterventionRecommendation'],
  query: z
    .strictObject({
      status: PredictionStatus.optional(),
      minProbability: fraction.optional(),
      minConfidence: fraction.default(0),
      ...rangeParams,
      ...pageParams,
    })
    .refine(rangeInOrder, RANGE_FAULT),
  response: StrugglePredictionsResponse,
  cache: HOT,
  async handle({ client, user, query }) {
    const userId = user.id;
    const likeliest = query.minProbability !== undefined;
    const status = query.status ?? (likeliest ? 'PENDING' : undefined);
    const predictionDate = between(query);
    const where = {
      userId,
      confidence: { gte: query.minConfidence },
      ...(status ? { status } : {}),
      ...(likeliest ? { struggleProbability: { gte: query.minProbability } } : {}),
      ...(predictionDate ? { predictionDate } : {}),
    };
    const [rows, total, groups, pendingInterventions] = await Promise.all([
      client.strugglePrediction.findMany({
        where,
        orderBy: [
          ...(likeliest ? [{ struggleProbability: 'desc' as const }] : []),
          { predictionDate: 'desc' },
          { id: 'asc' },
        ],
        ...slice(query),
        include: { _count: { select: { indicators: true } } },
      }),
      client.strugglePrediction.count({ where }),
      client.strugglePrediction.groupBy({
        by: ['status'],
        where: { userId },
        _count: { _all: true },
        orderBy: { status: 'asc' },
      }),
      client.interventionRecommendation.findMany({
        where: { userId, status: 'PENDING' },
        orderBy: [{ priority: 'desc' }, { createdAt: 'desc' }],
        take: INTERVENTIONS,
      }),
    ]);
    const byStatus = groups.map((group) => ({ status: group.status, count: group._count._all }));
    return {
      predictions: rows.map((row) => ({ ...row, indicators: row._count.indicators })),
      byStatus,
      precision: precision(byStatus),
      pendingInterventions,
      pagination: pagination(query, total),
    };
  },
});

/** In: how many predictions have which status. Out: confirmed / (confirmed + false positive), or null without either. */
export function precision(byStatus: { status: string; count: number }[]): number | null {
  const count = (status: string) => byStatus.find((entry) => entry.status === status)?.count ?? 0;
  const checked = count('CONFIRMED') + count('FALSE_POSITIVE');
  return checked === 0 ? null : count('CONFIRMED') / checked;
}
