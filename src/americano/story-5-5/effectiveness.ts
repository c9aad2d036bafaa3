import { z } from 'zod';
import { defineRoute, HOT } from '../definition';
import {
  between,
  Pagination,
  pageParams,
  pagination,
  RANGE_FAULT,
  rangeInOrder,
  rangeParams,
  slice,
} from '../params';
import { Count, Moment, OutcomeType, PersonalizationContext } from '../words';

const RECENT_OUTCOMES = 10;

export const EffectivenessResponse = z.object({
  measurements: z.array(
    z.object({
      id: z.string(),
      metric: OutcomeType,
      baselineValue: z.number(),
      currentValue: z.number(),
      improvementPercent: z.number(),
      correlation: z.number().nullable(),
      sampleSize: Count,
      periodStart: Moment,
      periodEnd: Moment,
      measuredAt: Moment,
      config: z.object({ context: PersonalizationContext, strategyVariant: z.string() }),
    }),
  ),
  byMetric: z.array(
    z.object({
      metric: OutcomeType,
      measurements: Count,
      averageImprovementPercent: z.number().nullable(),
      samples: Count,
    }),
  ),
  outcomes: z.array(
    z.object({ outcomeType: OutcomeType, count: Count, averageValue: z.number().nullable() }),
  ),
  recentOutcomes: z.array(z.object({ outcomeType: OutcomeType, value: z.number(), recordedAt: Moment })),
  pagination: Pagination,
});

/** What the personalisation has brought, over time and per metric, against the outcomes themselves. */
export const effectiveness = defineRoute({
  path: '/api/personalization/effectiveness',
  story: '5.5',
  models: ['PersonalizationEffectiveness', 'PersonalizationConfig', 'PersonalizationOutcome'],
  query: z
    .strictObject({ metric: OutcomeType.optional(), ...rangeParams, ...pageParams })
    .refine(rangeInOrder, RANGE_FAULT),
  response: EffectivenessResponse,
  cache: HOT,
  async handle({ client, user, query }) {
    const userId = user.id;
    const range = between(query);
    const where = {
      userId,
      ...(query.metric ? { metric: query.metric } : {}),
      ...(range ? { measuredAt: range } : {}),
    };
    const outcomeWhere = {
      userId,
      ...(query.metric ? { outcomeType: query.metric } : {}),
      ...(range ? { recordedAt: range } : {}),
    };
    const [measurements, total, metrics, outcomes, recentOutcomes] = await Promise.all([
      client.personalizationEffectiveness.findMany({
        where,
        orderBy: [{ measuredAt: 'desc' }, { id: 'asc' }],
        ...slice(query),
        include: { config: { select: { context: true, strategyVariant: true } } },
      }),
      client.personalizationEffectiveness.count({ where }),
      client.personalizationEffectiveness.groupBy({
        by: ['metric'],
        where,
        _count: { _all: true },
        _avg: { improvementPercent: true },
        _sum: { sampleSize: true },
        orderBy: { metric: 'asc' },
      }),
      client.personalizationOutcome.groupBy({
        by: ['outcomeType'],
        where: outcomeWhere,
        _count: { _all: true },
        _avg: { value: true },
        orderBy: { outcomeType: 'asc' },
      }),
      client.personalizationOutcome.findMany({
        where: outcomeWhere,
        orderBy: { recordedAt: 'desc' },
        take: RECENT_OUTCOMES,
      }),
    ]);
    return {
      measurements,
      byMetric: metrics.map(({ metric, _count, _avg, _sum }) => ({
        metric,
        measurements: _count._all,
        averageImprovementPercent: _avg.improvementPercent,
        samples: _sum.sampleSize ?? 0,
      })),
      outcomes: outcomes.map(({ outcomeType, _count, _avg }) => ({
        outcomeType,
        count: _count._all,
        averageValue: _avg.value,
      })),
      recentOutcomes,
      pagination: pagination(query, total),
    };
  },
});
