import { z } from 'zod';
import { defineRoute } from '../definition';
import { JsonColumn, Moment, PersonalizationContext, PersonalizationLevel } from '../words';

export const PreferencesResponse = z.object({
  /** True when the user has never chosen: these are the defaults of the table. */
  isDefault: z.boolean(),
  level: PersonalizationLevel,
  autoAdaptEnabled: z.boolean(),
  disabledFeatures: z.array(z.string()),
  /** `HH:MM`, in the user's own time zone. */
  dailyReminderAt: z
    .string()
    .regex(/^\d{2}:\d{2}$/)
    .nullable(),
  resetAt: Moment.nullable(),
  updatedAt: Moment.nullable(),
  /** What is active in each context, latest first; a context that is not listed uses the balanced strategy. */
  activeConfigs: z.array(
    z.object({
      id: z.string(),
      context: PersonalizationContext,
      strategyVariant: z.string(),
      parameters: JsonColumn,
      activatedAt: Moment,
    }),
  ),
});

/** What the user allows the personalisation to do, and what it does at present. */
export const preferences = defineRoute({
  path: '/api/personalization/preferences',
  story: '5.5',
  models: ['PersonalizationPreferences', 'PersonalizationConfig'],
  query: z.strictObject({ context: PersonalizationContext.optional() }),
  response: PreferencesResponse,
  async handle({ client, user, query }) {
    const userId = user.id;
    const [row, activeConfigs] = await Promise.all([
      client.personalizationPreferences.findUnique({ where: { userId } }),
      client.personalizationConfig.findMany({
        where: { userId, isActive: true, ...(query.context ? { context: query.context } : {}) },
        orderBy: [{ context: 'asc' }, { activatedAt: 'desc' }],
      }),
    ]);
    return {
      isDefault: row === null,
      level: row?.level ?? 'MEDIUM',
      autoAdaptEnabled: row?.autoAdaptEnabled ?? true,
      disabledFeatures: row?.disabledFeatures ?? [],
      // PostgreSQL's `time` comes as a moment of the first of January 1970, UTC.
      dailyReminderAt: row?.dailyReminderAt?.toISOString().slice(11, 16) ?? null,
      resetAt: row?.resetAt ?? null,
      updatedAt: row?.updatedAt ?? null,
      activeConfigs,
    };
  },
});
