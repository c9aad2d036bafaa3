import { z } from 'zod';
import { defineRoute } from '../definition';
import { moment, Pagination, pageParams, pagination, slice } from '../params';
import { daysUntil } from '../time';
import { BehavioralGoalType, Count, GoalStatus, JsonColumn, Moment } from '../words';

export const BehavioralGoalsResponse = z.object({
  goals: z.array(
    z.object({
      id: z.string(),
      goalType: BehavioralGoalType,
      title: z.string(),
      description: z.string().nullable(),
      targetMetric: z.string(),
      currentValue: z.number(),
      targetValue: z.number(),
      /** 0 to 100; null where the target is zero and a share of it says nothing. */
      progressPercent: z.number().min(0).max(100).nullable(),
      status: GoalStatus,
      progressHistory: JsonColumn,
      startDate: Moment,
      deadline: Moment,
      /** Negative when the deadline has passed. */
      daysLeft: z.number().int(),
      completedAt: Moment.nullable(),
      appliedRecommendations: Count,
    }),
  ),
  byStatus: z.array(z.object({ status: GoalStatus, count: Count })),
  pagination: Pagination,
});

/** A user's goals, nearest deadline first, with how far each has come. */
export const behavioralGoals = defineRoute({
  path: '/api/analytics/behavioral-goals',
  story: '5.2',
  models: ['BehavioralGoal', 'AppliedRecommendation'],
  query: z.strictObject({
    status: GoalStatus.optional(),
    type: BehavioralGoalType.optional(),
    dueBefore: moment.optional(),
    ...pageParams,
  }),
  response: BehavioralGoalsResponse,
  async handle({ client, user, query, now }) {
    const where = {
      userId: user.id,
      ...(query.status ? { status: query.status } : {}),
      ...(query.type ? { goalType: query.type } : {}),
      ...(query.dueBefore ? { deadline: { lt: query.dueBefore } } : {}),
    };
    const [rows, total, groups] = await Promise.all([
      client.behavioralGoal.findMany({
        where,
        orderBy: [{ deadline: 'asc' }, { id: 'asc' }],
        ...slice(query),
        include: { _count: { select: { appliedRecommendations: true } } },
      }),
      client.behavioralGoal.count({ where }),
      client.behavioralGoal.groupBy({
        by: ['status'],
        where: { userId: user.id },
        _count: { _all: true },
        orderBy: { status: 'asc' },
      }),
    ]);
    return {
      goals: rows.map((goal) => ({
        ...goal,
        progressPercent: progressPercent(goal.currentValue.toNumber(), goal.targetValue.toNumber()),
        daysLeft: daysUntil(now, goal.deadline),
        appliedRecommendations: goal._count.appliedRecommendations,
      })),
      byStatus: groups.map((group) => ({ status: group.status, count: group._count._all })),
      pagination: pagination(query, total),
    };
  },
});

/** In: where a goal stands and where it is to come. Out: 0 to 100, rounded to a tenth; null without a target. */
export function progressPercent(current: number, target: number): number | null {
  if (target <= 0) return null;
  return Math.min(100, Math.max(0, Math.round((current / target) * 1000) / 10));
}
