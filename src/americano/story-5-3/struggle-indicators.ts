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
import { Count, IndicatorType, JsonColumn, Moment, Severity } from '../words';

export const StruggleIndicatorsResponse = z.object({
  indicators: z.array(
    z.object({
      id: z.string(),
      indicatorType: IndicatorType,
      severity: Severity,
      objectiveId: z.string(),
      predictionId: z.string().nullable(),
      context: JsonColumn,
      detectedAt: Moment,
    }),
  ),
  counts: z.array(z.object({ indicatorType: IndicatorType, severity: Severity, count: Count })),
  pagination: Pagination,
});

/** Signs of struggle: most severe first; of one type along time, latest first. */
export const struggleIndicators = defineRoute({
  path: '/api/analytics/struggle-indicators',
  story: '5.3',
  models: ['StruggleIndicator'],
  query: z
    .strictObject({
      type: IndicatorType.optional(),
      severity: Severity.optional(),
      ...rangeParams,
      ...pageParams,
    })
    .refine(rangeInOrder, RANGE_FAULT),
  response: StruggleIndicatorsResponse,
  cache: HOT,
  async handle({ client, user, query }) {
    const detectedAt = between(query);
    const where = {
      userId: user.id,
      ...(query.type ? { indicatorType: query.type } : {}),
      ...(query.severity ? { severity: query.severity } : {}),
      ...(detectedAt ? { detectedAt } : {}),
    };
    const [indicators, total, groups] = await Promise.all([
      client.struggleIndicator.findMany({
        where,
        orderBy: [
          ...(query.type ? [] : [{ severity: 'desc' as const }]),
          { detectedAt: 'desc' },
          { id: 'asc' },
        ],
        ...slice(query),
      }),
      client.struggleIndicator.count({ where }),
      client.struggleIndicator.groupBy({
        by: ['indicatorType', 'severity'],
        where: { userId: user.id },
        _count: { _all: true },
        orderBy: [{ indicatorType: 'asc' }, { severity: 'desc' }],
      }),
    ]);
    return {
      indicators,
      counts: groups.map(({ indicatorType, severity, _count }) => ({
        indicatorType,
        severity,
        count: _count._all,
      })),
      pagination: pagination(query, total),
    };
  },
});
