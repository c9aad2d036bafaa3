import { z } from 'zod';
import { defineRoute, HOT } from '../definition';
import { fraction, Pagination, pageParams, pagination, slice } from '../params';
import {
  BehavioralPatternType,
  Count,
  InsightType,
  Moment,
  NotificationPriority,
  NotificationType,
  Share,
} from '../words';

const NOTIFICATIONS = 10;

export const InsightsDashboardResponse = z.object({
  insights: z.array(
    z.object({
      id: z.string(),
      insightType: InsightType,
      title: z.string(),
      description: z.string(),
      actionableRecommendation: z.string(),
      confidence: Share,
      createdAt: Moment,
      patterns: z.array(
        z.object({ patternName: z.string(), patternType: BehavioralPatternType, weight: z.number() }),
      ),
    }),
  ),
  notifications: z.object({
    unread: Count,
    latest: z.array(
      z.object({
        id: z.string(),
        type: NotificationType,
        priority: NotificationPriority,
        title: z.string(),
        message: z.string(),
        createdAt: Moment,
      }),
    ),
  }),
  /** Average score per weekday (0 is Sunday) and hour; empty until events with a score exist. */
  performance: z.array(
    z.object({
      dayOfWeek: z.number().int().min(0).max(6),
      hourOfDay: z.number().int().min(0).max(23),
      events: Count,
      averageScore: z.number(),
    }),
  ),
  pagination: Pagination,
});

/** What nobody has acknowledged yet, what is unread, and at which hours the user does best. */
export const insightsDashboard = defineRoute({
  path: '/api/analytics/behavioral-insights/dashboard',
  story: '5.1',
  models: [
    'BehavioralInsight',
    'InsightPattern',
    'BehavioralPattern',
    'InsightNotification',
    'BehavioralEvent',
  ],
  query: z.strictObject({
    type: InsightType.optional(),
    minConfidence: fraction.default(0),
    ...pageParams,
  }),
  response: InsightsDashboardResponse,
  cache: HOT,
  async handle({ client, user, query }) {
    const userId = user.id;
    const where = {
      userId,
      acknowledgedAt: null,
      confidence: { gte: query.minConfidence },
      ...(query.type ? { insightType: query.type } : {}),
    };
    const unread = { userId, readAt: null, dismissedAt: null };
    const [insights, total, latest, unreadCount, hours] = await Promise.all([
      client.behavioralInsight.findMany({
        where,
        orderBy: [{ confidence: 'desc' }, { createdAt: 'desc' }, { id: 'asc' }],
        ...slice(query),
        include: { patterns: { include: { pattern: true }, orderBy: { weight: 'desc' } } },
      }),
      client.behavioralInsight.count({ where }),
      client.insightNotification.findMany({
        where: unread,
        orderBy: [{ priority: 'desc' }, { createdAt: 'desc' }],
        take: NOTIFICATIONS,
      }),
      client.insightNotification.count({ where: unread }),
      client.behavioralEvent.groupBy({
        by: ['dayOfWeek', 'hourOfDay'],
        where: { userId, performanceScore: { not: null } },
        _avg: { performanceScore: true },
        _count: { _all: true },
        orderBy: [{ dayOfWeek: 'asc' }, { hourOfDay: 'asc' }],
      }),
    ]);
    return {
      insights: insights.map((insight) => ({
        ...insight,
        patterns: insight.patterns.map(({ pattern, weight }) => ({ ...pattern, weight })),
      })),
      notifications: { unread: unreadCount, latest },
      performance: hours.flatMap(({ dayOfWeek, hourOfDay, _avg, _count }) =>
        dayOfWeek === null || hourOfDay === null || _avg.performanceScore === null
          ? []
          : [{ dayOfWeek, hourOfDay, events: _count._all, averageScore: _avg.performanceScore }],
      ),
      pagination: pagination(query, total),
    };
  },
});
