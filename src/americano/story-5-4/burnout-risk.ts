import { z } from 'zod';
import { defineRoute, HOT } from '../definition';
import type { BeforeJson } from '../json';
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
import { BurnoutRiskLevel, Count, JsonColumn, Moment, Share } from '../words';

const Assessment = z.object({
  assessmentDate: Moment,
  riskScore: z.number().min(0).max(100),
  riskLevel: BurnoutRiskLevel,
});

export const BurnoutRiskResponse = z.object({
  current: Assessment.extend({
    assessmentDate: Moment.nullable(),
    /** True when the user was never assessed: a low risk with a confidence of 0, and general advice. */
    isDefault: z.boolean(),
    contributingFactors: JsonColumn,
    recommendations: z.array(z.string()),
    daysSinceLastBreak: Count,
    confidence: Share,
  }),
  history: z.array(Assessment.extend({ id: z.string() })),
  byLevel: z.array(
    z.object({ riskLevel: BurnoutRiskLevel, count: Count, averageScore: z.number().nullable() }),
  ),
  pagination: Pagination,
});

const DEFAULT_ASSESSMENT: BeforeJson<z.infer<typeof BurnoutRiskResponse>['current']> = {
  isDefault: true,
  assessmentDate: null,
  riskScore: 0,
  riskLevel: 'LOW',
  contributingFactors: [],
  recommendations: ['Take a day off in every seven.', 'Stop a session when the load stays high for an hour.'],
  daysSinceLastBreak: 0,
  confidence: 0,
};

/** The latest assessment, and those before it, also of one level. */
export const burnoutRisk = defineRoute({
  path: '/api/analytics/burnout-risk',
  story: '5.4',
  models: ['BurnoutRiskAssessment'],
  query: z
    .strictObject({ level: BurnoutRiskLevel.optional(), ...rangeParams, ...pageParams })
    .refine(rangeInOrder, RANGE_FAULT),
  response: BurnoutRiskResponse,
  cache: HOT,
  async handle({ client, user, query }) {
    const userId = user.id;
    const assessmentDate = between(query);
    const where = {
      userId,
      ...(query.level ? { riskLevel: query.level } : {}),
      ...(assessmentDate ? { assessmentDate } : {}),
    };
    const [current, history, total, groups] = await Promise.all([
      client.burnoutRiskAssessment.findFirst({ where: { userId }, orderBy: { assessmentDate: 'desc' } }),
      client.burnoutRiskAssessment.findMany({
        where,
        orderBy: [{ assessmentDate: 'desc' }, { id: 'asc' }],
        ...slice(query),
      }),
      client.burnoutRiskAssessment.count({ where }),
      client.burnoutRiskAssessment.groupBy({
        by: ['riskLevel'],
        where: { userId },
        _count: { _all: true },
        _avg: { riskScore: true },
        orderBy: { riskLevel: 'asc' },
      }),
    ]);
    return {
      current: current ? { ...current, isDefault: false } : DEFAULT_ASSESSMENT,
      history,
      byLevel: groups.map((group) => ({
        riskLevel: group.riskLevel,
        count: group._count._all,
        averageScore: group._avg.riskScore,
      })),
      pagination: pagination(query, total),
    };
  },
});
