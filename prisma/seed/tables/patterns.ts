import { cycle, perUser, type TableSeed } from '../context';

/** Stories 5.1 and 5.2: events, patterns, insights, goals, recommendations. */
export const patternTables: TableSeed[] = [
  {
    table: 'behavioral_events',
    rows: (seed) => {
      const { eventsPerUser: count, sessionsPerUser } = seed.plan;
      return perUser(seed, 'behavioral_events', count, ({ user, u, k, random }) => {
        const daysAgo = Math.floor(seed.spread(k, count));
        const hour = cycle([7, 14, 19], k) + random.next();
        const measured = random.chance(0.6);
        return {
          userId: user,
          sessionId: `session-${u}-${Math.floor((k * sessionsPerUser) / count)}`,
          eventType: random.pick([
            'CARD_REVIEWED',
            'CARD_REVIEWED',
            'SESSION_STARTED',
            'SESSION_ENDED',
            'MISSION_STARTED',
            'MISSION_COMPLETED',
            'VALIDATION_COMPLETED',
            'SEARCH_PERFORMED',
            'RECOMMENDATION_VIEWED',
            'BREAK_TAKEN',
            'COGNITIVE_OVERLOAD',
          ]),
          eventData: { position: k },
          occurred_at: seed.at(daysAgo, hour),
          completionQuality: measured ? random.pick(['RUSHED', 'NORMAL', 'THOROUGH']) : null,
          engagementLevel: measured ? random.pick(['LOW', 'MEDIUM', 'HIGH']) : null,
          performanceScore: measured ? random.int(30, 100) : null,
          dayOfWeek: new Date(seed.at(daysAgo, hour)).getUTCDay(),
          hourOfDay: Math.floor(hour),
        };
      });
    },
  },
  {
    table: 'behavioral_patterns',
    rows: (seed) =>
      perUser(seed, 'behavioral_patterns', seed.plan.epic5PerUser, ({ user, k, n, random }) => ({
        id: `pattern-${n}`,
        userId: user,
        patternType: cycle(
          [
            'OPTIMAL_STUDY_TIME',
            'SESSION_DURATION',
            'CONTENT_PREFERENCE',
            'FORGETTING_CURVE',
            'PERFORMANCE_PEAK',
            'ATTENTION_CYCLE',
          ],
          k,
        ),
        patternName: cycle(['Morning peak', 'Forty-minute limit', 'Diagrams first', 'Steep first day'], k),
        confidence: random.decimal(0.5, 0.98),
        evidence: { sessions: random.int(5, 60), effect: random.decimal(0.05, 0.4, 2) },
        occurrenceCount: random.int(3, 80),
        firstSeenAt: seed.at(seed.plan.days - (k % 10)),
        lastSeenAt: seed.at(seed.spread(k, seed.plan.epic5PerUser)),
      })),
  },
  {
    table: 'behavioral_insights',
    rows: (seed) =>
      perUser(seed, 'behavioral_insights', seed.plan.epic5PerUser, ({ user, k, n, random }) => ({
        id: `insight-${n}`,
        userId: user,
        insightType: cycle(
          [
            'STUDY_TIME_OPTIMIZATION',
            'SESSION_LENGTH_ADJUSTMENT',
            'CONTENT_PREFERENCE',
            'RETENTION_STRATEGY',
          ],
          k,
        ),
        title: cycle(['Your mornings work', 'Stop after forty minutes', 'Draw it', 'Review on day one'], k),
        description: 'Your retention differs measurably between the two.',
        actionableRecommendation: 'Try it for a week; the next insight compares.',
        confidence: random.decimal(0.5, 0.98),
        createdAt: seed.at(seed.spread(k, seed.plan.epic5PerUser), 6),
        acknowledgedAt: k % 3 === 0 ? null : seed.at(seed.spread(k, seed.plan.epic5PerUser), 9),
        applied: k % 4 === 1,
      })),
  },
  {
    table: 'insight_patterns',
    rows: (seed) =>
      perUser(seed, 'insight_patterns', seed.plan.epic5PerUser * 2, ({ u, k, random }) => {
        const first = u * seed.plan.epic5PerUser;
        const insight = k % seed.plan.epic5PerUser;
        const step = k < seed.plan.epic5PerUser ? 0 : 1;
        return {
          insightId: `insight-${first + insight}`,
          patternId: `pattern-${first + ((insight + step) % seed.plan.epic5PerUser)}`,
          weight: random.decimal(0.2, 1, 2),
        };
      }),
  },
  {
    table: 'insight_notifications',
    rows: (seed) =>
      perUser(seed, 'insight_notifications', seed.plan.epic5PerUser, ({ user, k, n }) => ({
        id: `notification-${n}`,
        userId: user,
        insightId: k % 5 === 0 ? null : `insight-${n}`,
        type: cycle(
          ['NEW_PATTERN', 'INSIGHT_AVAILABLE', 'GOAL_PROGRESS', 'GOAL_ACHIEVED', 'INTERVENTION_SUGGESTED'],
          k,
        ),
        priority: cycle(['NORMAL', 'LOW', 'HIGH', 'URGENT'], k),
        title: 'Something new about how you learn',
        message: 'Open the dashboard to see it.',
        createdAt: seed.at(seed.spread(k, seed.plan.epic5PerUser), 7),
        readAt: k % 2 === 0 ? null : seed.at(seed.spread(k, seed.plan.epic5PerUser), 8),
        dismissedAt: null,
      })),
  },
  {
    table: 'learning_patterns',
    rows: (seed) =>
      perUser(seed, 'learning_patterns', 5, ({ user, k, n, random }) => ({
        id: `learning-pattern-${n}`,
        userId: user,
        patternType: cycle(
          ['TIME_OF_DAY', 'SESSION_LENGTH', 'CONTENT_TYPE', 'REVIEW_SPACING', 'DIFFICULTY_RAMP'],
          k,
        ),
        confidence: random.decimal(0.5, 0.97),
        patternData: { best: random.int(1, 24), gain: random.decimal(0.05, 0.3, 2) },
        sampleSize: random.int(20, 400),
        detectedAt: seed.at(40 + k),
        updatedAt: seed.at(1 + k),
      })),
  },
  {
    table: 'user_learning_profiles',
    rows: (seed) =>
      perUser(seed, 'user_learning_profiles', 1, ({ user, n, random }) => ({
        id: `profile-${n}`,
        userId: user,
        preferredStudyTimes: [{ startHour: 7, endHour: 9, score: random.decimal(0.6, 1, 2) }],
        averageSessionDurationMs: random.int(1_500_000, 4_200_000),
        optimalSessionDurationMs: random.int(1_800_000, 3_300_000),
        attentionCycleMinutes: random.int(20, 50),
        learningStyleProfile: { visual: 0.4, reading: 0.3, practice: 0.3 },
        forgettingCurve: { halfLifeDays: random.decimal(2, 6, 2), retentionFloor: 0.2 },
        contentPreferences: ['diagrams', 'cases'],
        load_tolerance: random.decimal(0.45, 0.85),
        dataQualityScore: random.decimal(0.6, 1, 2),
        lastAnalyzedAt: seed.at(1, 4),
      })),
  },
  {
    table: 'behavioral_goals',
    rows: (seed) =>
      perUser(seed, 'behavioral_goals', seed.plan.epic5PerUser, ({ user, k, n, random }) => {
        const status = cycle(['ACTIVE', 'COMPLETED', 'ACTIVE', 'PAUSED', 'FAILED', 'ABANDONED'], k);
        return {
          id: `goal-${n}`,
          userId: user,
          goalType: cycle(
            [
              'STUDY_TIME_CONSISTENCY',
              'SESSION_DURATION',
              'CONTENT_DIVERSIFICATION',
              'RETENTION_IMPROVEMENT',
              'CUSTOM',
            ],
            k,
          ),
          title: cycle(['Study before nine', 'Sessions of forty minutes', 'One case a day'], k),
          description: null,
          targetMetric: cycle(['morningSessions', 'sessionMinutes', 'casesPerWeek'], k),
          currentValue: random.decimal(0, 20, 2),
          targetValue: 20,
          status,
          progressHistory: [{ date: seed.day(7), value: random.int(0, 20) }],
          startDate: seed.day(5 * k + 20),
          deadline: seed.day(5 * k - 25),
          completedAt: status === 'COMPLETED' ? seed.at(5 * k) : null,
          createdAt: seed.at(5 * k + 20),
        };
      }),
  },
  {
    table: 'recommendations',
    rows: (seed) =>
      perUser(seed, 'recommendations', seed.plan.epic5PerUser, ({ user, k, n, random }) => ({
        id: `recommendation-${n}`,
        userId: user,
        recommendationType: cycle(
          [
            'STUDY_TIME_OPTIMIZATION',
            'SESSION_DURATION_ADJUSTMENT',
            'CONTENT_DIVERSIFICATION',
            'RETENTION_STRATEGY',
            'CONSISTENCY_BUILDING',
          ],
          k,
        ),
        title: cycle(['Move reviews to the morning', 'Shorten sessions', 'Mix in cases'], k),
        description: 'Drawn from the patterns of the last weeks.',
        actionableText: 'Plan it for the coming seven days.',
        confidence: random.decimal(0.5, 0.98),
        estimatedImpact: random.decimal(0.1, 0.9),
        easeOfImplementation: random.decimal(0.1, 0.9),
        priorityScore: random.decimal(0.1, 0.99, 4),
        sourcePatternIds: [`pattern-${n}`],
        createdAt: seed.at(seed.spread(k, seed.plan.epic5PerUser), 6),
        appliedAt: k % 4 === 1 ? seed.at(seed.spread(k, seed.plan.epic5PerUser), 18) : null,
        dismissedAt: k % 4 === 3 ? seed.at(seed.spread(k, seed.plan.epic5PerUser), 18) : null,
      })),
  },
  {
    table: 'applied_recommendations',
    rows: (seed) =>
      perUser(seed, 'applied_recommendations', seed.plan.epic5PerUser, ({ user, k, n, random }) => ({
        id: `applied-recommendation-${n}`,
        userId: user,
        recommendationId: `recommendation-${n}`,
        goalId: k % 3 === 0 ? `goal-${n}` : null,
        applicationType: cycle(['AUTO', 'MANUAL', 'REMINDER', 'GOAL'], k),
        baselineMetrics: { retention: random.decimal(0.4, 0.7, 2) },
        currentMetrics: { retention: random.decimal(0.5, 0.9, 2) },
        effectiveness: k % 2 === 0 ? random.decimal(0, 1) : null,
        appliedAt: seed.at(seed.spread(k, seed.plan.epic5PerUser), 18),
        evaluatedAt:
          k % 2 === 0 ? seed.at(Math.max(seed.spread(k, seed.plan.epic5PerUser) - 1, 0), 18) : null,
      })),
  },
];
