import { z } from 'zod';
import { defineRoute } from '../definition';
import type { BeforeJson } from '../json';
import { integer } from '../params';
import { minutesAfter, nextHour } from '../time';
import { AdaptationType, JsonColumn, Moment, Severity, Share } from '../words';

const DEFAULT_SESSION_MINUTES = 45;
const DEFAULT_BREAK_AFTER_MINUTES = 25;
const RECENT_ADAPTATIONS = 5;

const Plan = z.object({
  id: z.string().nullable(),
  /** True when nothing is planned: then it is a session of 45 minutes from the next full hour, with a break after 25. */
  isDefault: z.boolean(),
  plannedStartAt: Moment,
  plannedEndAt: Moment,
  actualStartAt: Moment.nullable(),
  intensity: Severity,
  contentSequence: JsonColumn,
  breakMinutes: z.array(z.number().int()),
  confidence: Share,
});

export const SessionPlanResponse = z.object({
  /** The plan that is under way or comes next. */
  plan: Plan,
  upcoming: z.array(Plan),
  slots: z.array(
    z.object({
      id: z.string(),
      recommendedStartAt: Moment,
      recommendedMinutes: z.number().int(),
      confidence: Share,
      calendarAware: z.boolean(),
    }),
  ),
  recentAdaptations: z.array(
    z.object({ adaptationType: AdaptationType, reason: z.string(), adaptedAt: Moment }),
  ),
  calendars: z.array(z.object({ provider: z.string(), enabled: z.boolean(), lastSyncAt: Moment.nullable() })),
});

/** Which session comes now or next, which follow, and the surest free slots to plan with. */
export const sessionPlan = defineRoute({
  path: '/api/orchestration/session-plan',
  story: '5.3',
  models: [
    'SessionOrchestrationPlan',
    'StudyScheduleRecommendation',
    'ScheduleAdaptation',
    'CalendarIntegration',
  ],
  query: z.strictObject({ limit: integer(1, 50).default(5) }),
  response: SessionPlanResponse,
  async handle({ client, user, query, now }) {
    const userId = user.id;
    const [plans, slots, recentAdaptations, calendars] = await Promise.all([
      client.sessionOrchestrationPlan.findMany({
        where: { userId, actualEndAt: null, plannedEndAt: { gte: now } },
        orderBy: [{ plannedEndAt: 'asc' }, { plannedStartAt: 'asc' }],
        take: query.limit + 1,
      }),
      client.studyScheduleRecommendation.findMany({
        where: { userId, recommendedStartAt: { gte: now } },
        orderBy: [{ confidence: 'desc' }, { recommendedStartAt: 'asc' }],
        take: query.limit,
      }),
      client.scheduleAdaptation.findMany({
        where: { userId },
        orderBy: { adaptedAt: 'desc' },
        take: RECENT_ADAPTATIONS,
      }),
      client.calendarIntegration.findMany({
        where: { userId },
        select: { provider: true, enabled: true, lastSyncAt: true },
        orderBy: { provider: 'asc' },
      }),
    ]);
    const [first, ...upcoming] = plans.map((plan) => ({ ...plan, isDefault: false }));
    return { plan: first ?? defaultPlan(now), upcoming, slots, recentAdaptations, calendars };
  },
});

/** In: now. Out: the session that a user without a plan is offered. */
export function defaultPlan(now: Date): BeforeJson<z.infer<typeof Plan>> {
  const plannedStartAt = nextHour(now);
  return {
    id: null,
    isDefault: true,
    plannedStartAt,
    plannedEndAt: minutesAfter(plannedStartAt, DEFAULT_SESSION_MINUTES),
    actualStartAt: null,
    intensity: 'MEDIUM',
    contentSequence: [],
    breakMinutes: [DEFAULT_BREAK_AFTER_MINUTES],
    confidence: 0,
  };
}
