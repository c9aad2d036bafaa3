import { z } from 'zod';
import type { PrismaClient } from '../../generated/americano/client';
import type { BeforeJson } from '../json';
import { Count, JsonColumn, Moment, Share } from '../words';

export const LearningProfile = z.object({
  /** True when nothing has been learnt about this user yet: these are the defaults of the table. */
  isDefault: z.boolean(),
  preferredStudyTimes: JsonColumn,
  averageSessionDurationMs: Count,
  optimalSessionDurationMs: Count,
  attentionCycleMinutes: Count,
  contentPreferences: z.array(z.string()),
  loadTolerance: Share,
  dataQualityScore: z.number(),
  lastAnalyzedAt: Moment.nullable(),
});
type LearningProfile = z.infer<typeof LearningProfile>;

/** The defaults of `UserLearningProfile` in schema.prisma: 45 minutes, a cycle of 25, a tolerance of 0.6. */
const DEFAULT_PROFILE: LearningProfile = {
  isDefault: true,
  preferredStudyTimes: [],
  averageSessionDurationMs: 2_700_000,
  optimalSessionDurationMs: 2_700_000,
  attentionCycleMinutes: 25,
  contentPreferences: [],
  loadTolerance: 0.6,
  dataQualityScore: 0,
  lastAnalyzedAt: null,
};

/** In: client and user. Out: the user's learning profile, or the default one for a user without data. */
export async function learningProfile(
  client: PrismaClient,
  userId: string,
): Promise<BeforeJson<LearningProfile>> {
  const row = await client.userLearningProfile.findUnique({ where: { userId } });
  return row ? { ...row, isDefault: false } : DEFAULT_PROFILE;
}
