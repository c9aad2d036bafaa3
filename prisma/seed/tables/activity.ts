import { cycle, perUser, type TableSeed } from '../context';

/** What students do and how it went: missions, sessions, reviews, metrics, goals, streaks. */
export const activityTables: TableSeed[] = [
  {
    table: 'missions',
    rows: (seed) =>
      perUser(seed, 'missions', seed.plan.missionsPerUser, ({ user, u, k, n, random }) => {
        const status =
          k === 0 ? 'IN_PROGRESS' : random.pick(['COMPLETED', 'COMPLETED', 'COMPLETED', 'SKIPPED']);
        const done = status === 'COMPLETED';
        return {
          id: `mission-${u}-${k}`,
          userId: user,
          date: seed.day(k),
          status,
          estimatedMinutes: random.int(30, 90),
          actualMinutes: done ? random.int(25, 110) : null,
          objectives: [
            { objectiveId: `objective-${u * seed.objectivesPerUser + (k % seed.objectivesPerUser)}` },
          ],
          reviewCardCount: random.int(5, 40),
          newContentCount: random.int(0, 8),
          difficultyRating: done ? 1 + (n % 5) : null,
          success_score: done ? random.decimal(0.4, 1) : null,
          completedAt: done ? seed.at(k, 20) : null,
          createdAt: seed.at(k, 5),
        };
      }),
  },
  {
    table: 'mission_analytics',
    rows: (seed) =>
      perUser(seed, 'mission_analytics', seed.plan.fewPerUser, ({ user, k, n, random }) => ({
        createdAt: seed.at(k, 23),
        id: `mission-analytics-${n}`,
        userId: user,
        period: cycle(['DAILY', 'WEEKLY', 'MONTHLY', 'ALL_TIME'], k),
        date: seed.day(k),
        missionsGenerated: 7,
        missionsCompleted: random.int(3, 7),
        missionsSkipped: random.int(0, 3),
        avgDifficulty: random.decimal(1, 5, 2),
        avgSuccessScore: random.decimal(0.5, 1),
      })),
  },
  {
    table: 'mission_feedback',
    rows: (seed) =>
      perUser(seed, 'mission_feedback', seed.plan.fewPerUser, ({ user, u, k, n, random }) => ({
        id: `mission-feedback-${n}`,
        userId: user,
        missionId: `mission-${u}-${k}`,
        helpfulnessRating: random.int(2, 5),
        relevanceRating: random.int(2, 5),
        paceRating: random.pick(['TOO_SLOW', 'JUST_RIGHT', 'TOO_FAST']),
        improvementSuggestions: random.chance(0.3) ? 'Fewer new cards on weekdays.' : null,
        submittedAt: seed.at(k, 21),
      })),
  },
  {
    table: 'mission_reviews',
    rows: (seed) =>
      perUser(seed, 'mission_reviews', seed.plan.fewPerUser, ({ user, k, n, random }) => ({
        id: `mission-review-${n}`,
        userId: user,
        period: cycle(['WEEK', 'MONTH', 'TERM'], k),
        startDate: seed.day(7 * (k + 1)),
        endDate: seed.day(7 * k),
        summary: { completionRate: random.decimal(0.5, 1, 2), minutes: random.int(120, 600) },
        highlights: ['Longest streak so far'],
        insights: { bestHour: random.int(7, 20) },
        generatedAt: seed.at(7 * k, 6),
      })),
  },
  {
    table: 'mission_streaks',
    rows: (seed) =>
      perUser(seed, 'mission_streaks', 1, ({ user, n, random }) => ({
        id: `mission-streak-${n}`,
        userId: user,
        currentStreak: random.int(1, 9),
        longestStreak: random.int(10, 40),
        lastCompletedDate: seed.day(1),
        updatedAt: seed.at(1),
      })),
  },
  {
    table: 'streaks',
    rows: (seed) =>
      perUser(seed, 'streaks', 1, ({ user, n, random }) => ({
        id: `streak-${n}`,
        userId: user,
        currentStreak: random.int(1, 12),
        longestStreak: random.int(12, 60),
        lastStudyDate: seed.day(1),
        updatedAt: seed.at(1),
      })),
  },
  {
    table: 'achievements',
    rows: (seed) =>
      perUser(seed, 'achievements', seed.plan.fewPerUser, ({ user, k, n }) => ({
        id: `achievement-${n}`,
        userId: user,
        type: cycle(['STREAK', 'MISSION_COMPLETION', 'MASTERY', 'TIME_SAVED', 'EXAM_SUCCESS'], k),
        tier: cycle(['BRONZE', 'SILVER', 'GOLD', 'PLATINUM'], k),
        name: `Milestone ${k + 1}`,
        description: `Reached milestone ${k + 1}.`,
        metadata: { step: k + 1 },
        earnedAt: seed.at(seed.spread(k, seed.plan.fewPerUser)),
      })),
  },
  {
    table: 'study_goals',
    rows: (seed) =>
      perUser(seed, 'study_goals', seed.plan.fewPerUser, ({ user, k, n, random }) => ({
        id: `study-goal-${n}`,
        userId: user,
        goalType: cycle(['STUDY_TIME', 'MISSION_COUNT', 'OBJECTIVE_COMPLETION', 'REVIEW_COUNT'], k),
        period: cycle(['DAILY', 'WEEKLY', 'MONTHLY'], k),
        targetValue: random.int(5, 60),
        currentValue: random.int(0, 60),
        startDate: seed.day(7 * k + 7),
        endDate: seed.day(7 * k - 7),
        isCompleted: k > 2 && random.chance(0.6),
        completedAt: null,
      })),
  },
  {
    table: 'study_sessions',
    rows: (seed) => {
      const count = seed.plan.sessionsPerUser;
      return perUser(seed, 'study_sessions', count, ({ user, u, k, random }) => {
        const hour = cycle([7, 14, 19], k) + random.decimal(0, 1);
        const minutes = random.int(20, 95);
        return {
          id: `session-${u}-${k}`,
          userId: user,
          missionId: k < seed.plan.missionsPerUser ? `mission-${u}-${k}` : null,
          startedAt: seed.at(Math.floor(seed.spread(k, count)), hour),
          completedAt: seed.at(Math.floor(seed.spread(k, count)), hour + minutes / 60),
          durationMs: minutes * 60_000,
          reviewsCompleted: random.int(5, 60),
          newCardsStudied: random.int(0, 12),
          pauseHistory: random.chance(0.3) ? [{ afterMinutes: 25, minutes: 5 }] : [],
          notes: null,
        };
      });
    },
  },
  {
    table: 'reviews',
    rows: (seed) => {
      const { reviewsPerUser: count, sessionsPerUser } = seed.plan;
      const cards = seed.lecturesPerUser * seed.plan.cardsPerLecture;
      return perUser(seed, 'reviews', count, ({ user, u, k, n, random }) => ({
        id: `review-${n}`,
        userId: user,
        cardId: `card-${u * cards + (k % cards)}`,
        sessionId: `session-${u}-${Math.floor((k * sessionsPerUser) / count)}`,
        rating: random.pick(['AGAIN', 'HARD', 'GOOD', 'GOOD', 'EASY']),
        timeSpentMs: random.int(1_500, 45_000),
        reviewedAt: seed.at(Math.floor(seed.spread(k, count)), cycle([7, 14, 19], k) + random.next()),
        difficultyBefore: random.decimal(1, 10),
        stabilityBefore: random.decimal(0.4, 60),
        difficultyAfter: random.decimal(1, 10),
        stabilityAfter: random.decimal(0.4, 90),
      }));
    },
  },
  {
    table: 'priority_feedback',
    rows: (seed) =>
      perUser(seed, 'priority_feedback', seed.plan.fewPerUser, ({ user, u, k, n, random }) => ({
        id: `priority-feedback-${n}`,
        userId: user,
        objectiveId: `objective-${u * seed.objectivesPerUser + (k % seed.objectivesPerUser)}`,
        userFeedback: random.pick(['TOO_HIGH', 'JUST_RIGHT', 'TOO_LOW']),
        suggestedPriority: random.chance(0.5) ? 'HIGH' : null,
        comment: null,
        createdAt: seed.at(seed.spread(k, seed.plan.fewPerUser)),
      })),
  },
  {
    table: 'comprehension_metrics',
    rows: (seed) =>
      perUser(seed, 'comprehension_metrics', seed.plan.fewPerUser, ({ user, u, k, n, random }) => ({
        id: `comprehension-${n}`,
        userId: user,
        objectiveId: `objective-${u * seed.objectivesPerUser + (k % seed.objectivesPerUser)}`,
        date: seed.day(k),
        avgScore: random.decimal(40, 98, 1),
        sampleSize: random.int(1, 12),
        trend: random.pick(['IMPROVING', 'STABLE', 'DECLINING']),
      })),
  },
  {
    table: 'performance_metrics',
    rows: (seed) =>
      perUser(seed, 'performance_metrics', seed.plan.performancePerUser, ({ user, u, k, random }) => {
        const [correct, incorrect] = [random.int(2, 30), random.int(0, 12)];
        return {
          userId: user,
          objectiveId: `objective-${u * seed.objectivesPerUser + (k % seed.objectivesPerUser)}`,
          date: seed.day(1 + Math.floor(k / seed.objectivesPerUser)),
          retentionScore: random.decimal(0.3, 1),
          studyTimeMs: random.int(60_000, 2_400_000),
          reviewCount: correct + incorrect,
          correctReviews: correct,
          incorrectReviews: incorrect,
        };
      }),
  },
  {
    table: 'performance_predictions',
    rows: (seed) =>
      perUser(seed, 'performance_predictions', seed.plan.fewPerUser, ({ user, u, k, n, random }) => ({
        createdAt: seed.at(k, 4),
        id: `performance-prediction-${n}`,
        userId: user,
        objectiveId:
          k % 4 === 0 ? null : `objective-${u * seed.objectivesPerUser + (k % seed.objectivesPerUser)}`,
        predictedFor: seed.day(k - 5),
        predictedScore: random.decimal(0.4, 1),
        actualScore: k > 5 ? random.decimal(0.4, 1) : null,
        confidence: random.decimal(0.5, 0.95),
        features: { retention: random.decimal(0.3, 1, 2), recentSessions: random.int(1, 9) },
      })),
  },
];
