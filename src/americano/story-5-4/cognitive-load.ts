import { z } from 'zod';
import { defineRoute } from '../definition';
import { integer } from '../params';
import { daysBefore } from '../time';
import { Count, JsonColumn, Moment, Share } from '../words';

/** The threshold of the partial index over peaks; a load is between 0 and 100. */
export const PEAK_LOAD = 60;
const PEAKS = 10;
const SESSION_POINTS = 50;
/** A difference of the averages below this is called stable. */
const TREND_THRESHOLD = 5;

const Load = z.number().min(0).max(100);
const Point = z.object({ timestamp: Moment, loadScore: Load, confidence: Share });

export const CognitiveLoadResponse = z.object({
  /** The latest measurement; null for a user who was never measured: unknown is not zero. */
  current: Point.extend({ sessionId: z.string().nullable(), stressIndicators: JsonColumn }).nullable(),
  level: z.enum(['LOW', 'MODERATE', 'HIGH', 'CRITICAL', 'UNKNOWN']),
  /** The load within the session of the latest measurement, latest first. */
  session: z.array(Point),
  window: z.object({
    days: Count,
    measurements: Count,
    averageLoad: Load.nullable(),
    maximumLoad: Load.nullable(),
    trend: z.enum(['RISING', 'FALLING', 'STABLE', 'UNKNOWN']),
  }),
  /** The highest loads of all time, from 60 upwards. */
  peaks: z.array(Point),
});

/** How loaded the user is now, within the session, over the last days, and at the worst. */
export const cognitiveLoad = defineRoute({
  path: '/api/analytics/cognitive-load/current',
  story: '5.4',
  models: ['CognitiveLoadMetric'],
  query: z.strictObject({ days: integer(1, 90).default(7) }),
  response: CognitiveLoadResponse,
  async handle({ client, user, query, now }) {
    const userId = user.id;
    const middle = daysBefore(now, query.days / 2);
    const from = daysBefore(now, query.days);
    const average = (timestamp: { gte: Date; lt?: Date }) =>
      client.cognitiveLoadMetric.aggregate({
        where: { userId, timestamp },
        _avg: { loadScore: true },
        _max: { loadScore: true },
        _count: { _all: true },
      });
    const [current, whole, earlier, later, peaks] = await Promise.all([
      client.cognitiveLoadMetric.findFirst({ where: { userId }, orderBy: { timestamp: 'desc' } }),
      average({ gte: from }),
      average({ gte: from, lt: middle }),
      average({ gte: middle }),
      client.cognitiveLoadMetric.findMany({
        where: { userId, loadScore: { gte: PEAK_LOAD } },
        orderBy: [{ loadScore: 'desc' }, { timestamp: 'desc' }],
        take: PEAKS,
      }),
    ]);
    const session = current?.sessionId
      ? await client.cognitiveLoadMetric.findMany({
          where: { userId, sessionId: current.sessionId },
          orderBy: { timestamp: 'desc' },
          take: SESSION_POINTS,
          select: { timestamp: true, loadScore: true, confidence: true },
        })
      : [];
    return {
      current,
      level: loadLevel(current?.loadScore.toNumber() ?? null),
      session,
      window: {
        days: query.days,
        measurements: whole._count._all,
        averageLoad: whole._avg.loadScore,
        maximumLoad: whole._max.loadScore,
        trend: trend(earlier._avg.loadScore?.toNumber() ?? null, later._avg.loadScore?.toNumber() ?? null),
      },
      peaks,
    };
  },
});

/** In: a load of 0 to 100, or null. Out: its level: below 40, 60, 80 and above. */
export function loadLevel(load: number | null): z.infer<typeof CognitiveLoadResponse>['level'] {
  if (load === null) return 'UNKNOWN';
  if (load < 40) return 'LOW';
  if (load < PEAK_LOAD) return 'MODERATE';
  return load < 80 ? 'HIGH' : 'CRITICAL';
}

/** In: the average load of the earlier and of the later half. Out: where it goes; unknown when a half has no data. */
export function trend(
  earlier: number | null,
  later: number | null,
): z.infer<typeof CognitiveLoadResponse>['window']['trend'] {
  if (earlier === null || later === null) return 'UNKNOWN';
  if (Math.abs(later - earlier) < TREND_THRESHOLD) return 'STABLE';
  return later > earlier ? 'RISING' : 'FALLING';
}
