import { cycle, perUser, type TableSeed } from '../context';

/** Story 5.3, and the interventions of 5.2 that hang on its predictions. */
export const struggleTables: TableSeed[] = [
  {
    table: 'struggle_predictions',
    rows: (seed) =>
      perUser(seed, 'struggle_predictions', seed.plan.epic5PerUser, ({ user, u, k, n, random }) => {
        const status = cycle(['PENDING', 'CONFIRMED', 'PENDING', 'FALSE_POSITIVE', 'MISSED'], k);
        const known = status !== 'PENDING';
        return {
          id: `prediction-${n}`,
          userId: user,
          objectiveId:
            k % 6 === 5 ? null : `objective-${u * seed.objectivesPerUser + (k % seed.objectivesPerUser)}`,
          predictionDate: seed.at(seed.spread(k, seed.plan.epic5PerUser), 5),
          struggleProbability: random.decimal(0.3, 0.97),
          confidence: random.decimal(0.5, 0.95),
          status,
          featureVector: { retention: random.decimal(0.2, 0.9, 2), prerequisiteGap: random.decimal(0, 1, 2) },
          actualOutcome: known ? status !== 'FALSE_POSITIVE' : null,
          outcomeRecordedAt: known ? seed.at(seed.spread(k, seed.plan.epic5PerUser), 22) : null,
        };
      }),
  },
  {
    table: 'struggle_indicators',
    rows: (seed) =>
      perUser(seed, 'struggle_indicators', seed.plan.epic5PerUser, ({ user, u, k, n, random }) => ({
        id: `indicator-${n}`,
        userId: user,
        objectiveId: `objective-${u * seed.objectivesPerUser + (k % seed.objectivesPerUser)}`,
        predictionId: `prediction-${n}`,
        indicatorType: cycle(
          [
            'LOW_RETENTION',
            'PREREQUISITE_GAP',
            'COMPLEXITY_MISMATCH',
            'COGNITIVE_OVERLOAD',
            'HISTORICAL_STRUGGLE',
            'TOPIC_SIMILARITY',
          ],
          k,
        ),
        severity: random.pick(['LOW', 'MEDIUM', 'HIGH']),
        context: { retention: random.decimal(0.2, 0.6, 2) },
        detectedAt: seed.at(seed.spread(k, seed.plan.epic5PerUser), 5),
      })),
  },
  {
    table: 'intervention_recommendations',
    rows: (seed) =>
      perUser(seed, 'intervention_recommendations', seed.plan.epic5PerUser, ({ user, u, k, n, random }) => ({
        id: `intervention-${n}`,
        userId: user,
        predictionId: `prediction-${n}`,
        appliedToMissionId: k % 4 === 1 ? `mission-${u}-${k % seed.plan.missionsPerUser}` : null,
        interventionType: cycle(
          [
            'PREREQUISITE_REVIEW',
            'DIFFICULTY_PROGRESSION',
            'CONTENT_FORMAT_ADAPT',
            'COGNITIVE_LOAD_REDUCE',
            'SPACED_REPETITION_BOOST',
            'BREAK_SCHEDULE_ADJUST',
          ],
          k,
        ),
        description: 'Review what it builds on before the session.',
        reasoning: 'Retention of the prerequisite is low.',
        priority: random.int(1, 9),
        status: cycle(['PENDING', 'APPLIED', 'COMPLETED', 'DISMISSED'], k),
        effectiveness: k % 4 === 2 ? random.decimal(0, 1) : null,
        createdAt: seed.at(seed.spread(k, seed.plan.epic5PerUser), 6),
        appliedAt: null,
      })),
  },
  {
    table: 'study_schedule_recommendations',
    rows: (seed) =>
      perUser(seed, 'study_schedule_recommendations', seed.plan.epic5PerUser, ({ user, k, n, random }) => ({
        id: `schedule-${n}`,
        userId: user,
        recommendedStartAt: seed.at(k - 3, cycle([7, 14, 19], k)),
        recommendedMinutes: random.int(25, 90),
        confidence: random.decimal(0.5, 0.98),
        reasoningFactors: { energy: random.decimal(0.3, 1, 2), calendarFree: true },
        calendarAware: k % 2 === 0,
        createdAt: seed.at(k, 4),
      })),
  },
  {
    table: 'schedule_adaptations',
    rows: (seed) =>
      perUser(seed, 'schedule_adaptations', seed.plan.epic5PerUser, ({ user, k, n, random }) => ({
        id: `adaptation-${n}`,
        userId: user,
        scheduleRecommendationId: `schedule-${n}`,
        adaptationType: cycle(['TIME_SHIFT', 'DURATION_CHANGE', 'INTENSITY_CHANGE', 'CANCELLATION'], k),
        oldValue: { minutes: 60 },
        newValue: { minutes: random.int(20, 50) },
        reason: 'A calendar entry moved.',
        effectivenessScore: random.decimal(0, 1, 2),
        adaptedAt: seed.at(k, 6),
      })),
  },
  {
    table: 'session_orchestration_plans',
    rows: (seed) =>
      perUser(seed, 'session_orchestration_plans', seed.plan.epic5PerUser, ({ user, u, k, n, random }) => {
        // The first two are still to come at the base date.
        const past = k > 1;
        const hour = cycle([7, 14, 19], k);
        return {
          id: `plan-${n}`,
          userId: user,
          missionId: past ? `mission-${u}-${k % seed.plan.missionsPerUser}` : null,
          scheduleRecommendationId: `schedule-${n}`,
          plannedStartAt: seed.at(k - 2, hour),
          plannedEndAt: seed.at(k - 2, hour + 1),
          actualStartAt: past ? seed.at(k - 2, hour + 0.1) : null,
          actualEndAt: past ? seed.at(k - 2, hour + 1.1) : null,
          intensity: random.pick(['LOW', 'MEDIUM', 'HIGH']),
          contentSequence: [
            { phase: 'warm-up', minutes: 10 },
            { phase: 'new material', minutes: 30 },
            { phase: 'review', minutes: 20 },
          ],
          breakMinutes: [25, 50],
          confidence: random.decimal(0.5, 0.98),
          createdAt: seed.at(k, 4),
        };
      }),
  },
  {
    table: 'calendar_integrations',
    rows: (seed) =>
      perUser(seed, 'calendar_integrations', 2, ({ user, k, n }) => ({
        createdAt: seed.at(50),
        id: `calendar-${n}`,
        userId: user,
        provider: cycle(['google', 'caldav'], k),
        calendarId: `calendar-of-${user}`,
        encryptedToken: '\\x00ff10',
        enabled: k === 0,
        lastSyncAt: k === 0 ? seed.at(0, 6) : null,
      })),
  },
];
