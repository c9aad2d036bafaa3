import { z } from 'zod';
import { defineRoute, HOT } from '../definition';
import { fraction, integer } from '../params';
import { daysBefore } from '../time';
import { Count, JsonColumn, Moment, Share } from '../words';
import { PEAK_LOAD } from './cognitive-load';

/**
 * The profile of a user about whom nothing is known yet. The tolerance is the default of `UserLearningProfile`; 24 hours
 * is a night's sleep between two days of study; the strategies are those that ask nothing of anybody.
 */
export const DEFAULT_STRESS_PROFILE = {
  loadTolerance: 0.6,
  averageRecoveryHours: 24,
  copingStrategies: ['short breaks', 'regular sleep', 'shorter sessions'],
  confidence: 0,
};

export const StressProfileResponse = z.object({
  /** True when neither a stress response nor a learning profile is known: all figures are then the documented defaults. */
  isDefault: z.boolean(),
  profile: z.object({
    loadTolerance: Share,
    averageRecoveryHours: z.number().min(0),
    /** From the most frequent trigger to the rarest, each once. */
    copingStrategies: z.array(z.string()),
    primaryTriggers: z.array(z.string()),
    /** Mean over the responses; 0 where none is known. */
    confidence: Share,
  }),
  responses: z.array(
    z.object({
      id: z.string(),
      triggerType: z.string(),
      responseProfile: JsonColumn,
      avgLoadIncrease: z.number(),
      recoveryHours: z.number(),
      copingStrategies: z.array(z.string()),
      occurrenceCount: Count,
      confidence: Share,
      firstDetectedAt: Moment,
      lastOccurredAt: Moment,
    }),
  ),
  /** Measurements with a load of 60 and more within the last `days`. */
  peaks: z.object({ days: Count, count: Count, highestLoad: z.number().nullable() }),
});

/** How the user responds to stress, latest response first, and a default profile for a new user. */
export const stressProfile = defineRoute({
  path: '/api/analytics/stress-profile',
  story: '5.4',
  models: ['StressResponsePattern', 'CognitiveLoadMetric', 'UserLearningProfile'],
  query: z.strictObject({ minConfidence: fraction.default(0), days: integer(1, 365).default(30) }),
  response: StressProfileResponse,
  cache: HOT,
  async handle({ client, user, query, now }) {
    const userId = user.id;
    const [responses, learning, peaks] = await Promise.all([
      client.stressResponsePattern.findMany({
        where: { userId, confidence: { gte: query.minConfidence } },
        orderBy: { lastOccurredAt: 'desc' },
      }),
      client.userLearningProfile.findUnique({ where: { userId }, select: { loadTolerance: true } }),
      client.cognitiveLoadMetric.aggregate({
        where: { userId, loadScore: { gte: PEAK_LOAD }, timestamp: { gte: daysBefore(now, query.days) } },
        _count: { _all: true },
        _max: { loadScore: true },
      }),
    ]);
    const frequent = [...responses].sort((a, b) => b.occurrenceCount - a.occurrenceCount);
    const strategies = [...new Set(frequent.flatMap((response) => response.copingStrategies))];
    const recovery = mean(responses.map((response) => response.recoveryHours.toNumber()));
    const confidence = mean(responses.map((response) => response.confidence.toNumber()));
    return {
      isDefault: responses.length === 0 && learning === null,
      profile: {
        loadTolerance: learning?.loadTolerance ?? DEFAULT_STRESS_PROFILE.loadTolerance,
        averageRecoveryHours: recovery ?? DEFAULT_STRESS_PROFILE.averageRecoveryHours,
        copingStrategies: strategies.length > 0 ? strategies : DEFAULT_STRESS_PROFILE.copingStrategies,
        primaryTriggers: frequent.slice(0, 3).map((response) => response.triggerType),
        confidence: confidence ?? DEFAULT_STRESS_PROFILE.confidence,
      },
      responses,
      peaks: { days: query.days, count: peaks._count._all, highestLoad: peaks._max.loadScore },
    };
  },
});

function mean(values: number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
