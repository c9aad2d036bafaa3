import { z } from 'zod';
import { defineRoute, HOT } from '../definition';
import { fraction, Pagination, pageParams, pagination, slice } from '../params';
import {
  BehavioralPatternType,
  CompletionQuality,
  Count,
  EngagementLevel,
  EventType,
  JsonColumn,
  Moment,
  PatternType,
  Share,
} from '../words';
import { LearningProfile, learningProfile } from './profile';

const RECENT_EVENTS = 10;

export const PatternsResponse = z.object({
  patterns: z.array(
    z.object({
      id: z.string(),
      patternType: BehavioralPatternType,
      patternName: z.string(),
      confidence: Share,
      evidence: JsonColumn,
      occurrenceCount: Count,
      firstSeenAt: Moment,
      lastSeenAt: Moment,
    }),
  ),
  byType: z.array(
    z.object({ patternType: BehavioralPatternType, count: Count, averageConfidence: Share.nullable() }),
  ),
  learningPatterns: z.array(
    z.object({
      patternType: PatternType,
      confidence: Share,
      patternData: JsonColumn,
      sampleSize: Count,
      updatedAt: Moment,
    }),
  ),
  recentEvents: z.array(
    z.object({
      eventType: EventType,
      timestamp: Moment,
      completionQuality: CompletionQuality.nullable(),
      engagementLevel: EngagementLevel.nullable(),
      performanceScore: z.number().nullable(),
    }),
  ),
  profile: LearningProfile,
  pagination: Pagination,
});

/** A user's patterns, surest first, with what they were read from: the latest events of one type. */
export const patterns = defineRoute({
  path: '/api/analytics/patterns',
  story: '5.1',
  models: ['BehavioralPattern', 'LearningPattern', 'BehavioralEvent', 'UserLearningProfile'],
  query: z.strictObject({
    type: BehavioralPatternType.optional(),
    minConfidence: fraction.default(0),
    eventType: EventType.default('SESSION_ENDED'),
    ...pageParams,
  }),
  response: PatternsResponse,
  cache: HOT,
  async handle({ client, user, query }) {
    const mine = { userId: user.id, confidence: { gte: query.minConfidence } };
    const where = { ...mine, ...(query.type ? { patternType: query.type } : {}) };
    const [rows, total, groups, learningPatterns, recentEvents, profile] = await Promise.all([
      client.behavioralPattern.findMany({
        where,
        orderBy: [{ confidence: 'desc' }, { lastSeenAt: 'desc' }, { id: 'asc' }],
        ...slice(query),
      }),
      client.behavioralPattern.count({ where }),
      client.behavioralPattern.groupBy({
        by: ['patternType'],
        where: mine,
        _count: { _all: true },
        _avg: { confidence: true },
        orderBy: { patternType: 'asc' },
      }),
      client.learningPattern.findMany({
        where: mine,
        orderBy: [{ confidence: 'desc' }, { updatedAt: 'desc' }],
      }),
      client.behavioralEvent.findMany({
        where: { userId: user.id, eventType: query.eventType },
        orderBy: { timestamp: 'desc' },
        take: RECENT_EVENTS,
      }),
      learningProfile(client, user.id),
    ]);
    return {
      patterns: rows,
      byType: groups.map((group) => ({
        patternType: group.patternType,
        count: group._count._all,
        averageConfidence: group._avg.confidence,
      })),
      learningPatterns,
      recentEvents,
      profile,
      pagination: pagination(query, total),
    };
  },
});
