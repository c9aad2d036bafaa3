import { decimal } from './fake-client';

const at = new Date('2026-03-02T08:00:00.000Z');
const share = decimal(0.7);
const _count = { _all: 3, indicators: 3, appliedRecommendations: 3, assignments: 3 };
const pattern = {
  ...{ id: 'p1', patternType: 'SESSION_DURATION', patternName: 'Long mornings', confidence: share },
  ...{ evidence: [], occurrenceCount: 2, firstSeenAt: at, lastSeenAt: at },
};
const load = {
  ...{ id: 1, timestamp: at, sessionId: 's1', loadScore: decimal(70), stressIndicators: [] },
  confidence: share,
};
const outcome = { outcomeType: 'RETENTION', value: share, recordedAt: at };
const response = (triggerType: string, occurrenceCount: number, copingStrategies: string[]) => ({
  ...{
    id: triggerType,
    triggerType,
    occurrenceCount,
    copingStrategies,
    responseProfile: {},
    confidence: share,
  },
  ...{ avgLoadIncrease: decimal(12), recoveryHours: decimal(6), firstDetectedAt: at, lastOccurredAt: at },
});
const experiment = {
  ...{
    id: 'e1',
    name: 'Spacing',
    hypothesis: 'h',
    experimentType: 'AB_TEST',
    status: 'ACTIVE',
    variants: [],
  },
  ...{
    successMetric: 'RETENTION',
    targetUserCount: 20,
    startDate: at,
    endDate: null,
    assignments: [],
    _count,
  },
};
const article = {
  ...{ id: 'a1', slug: 'sleep', title: 'Sleep', summary: 's', category: 'METACOGNITION', readTimeMinutes: 4 },
  ...{ tags: ['sleep'], externalResources: [], publishedAt: at, follows: null },
};

/** What the delegates of a user with data give: one row of each kind, as Prisma would return it. */
export const EPIC5_ROWS = {
  behavioralPattern: {
    findMany: [pattern],
    count: 1,
    groupBy: [{ patternType: 'SESSION_DURATION', _count, _avg: { confidence: share } }],
  },
  learningPattern: {
    findMany: [
      { patternType: 'TIME_OF_DAY', confidence: share, patternData: {}, sampleSize: 3, updatedAt: at },
    ],
  },
  behavioralEvent: {
    findMany: [
      {
        ...{ eventType: 'SESSION_ENDED', timestamp: at, completionQuality: null },
        ...{ engagementLevel: 'HIGH', performanceScore: 80 },
      },
    ],
    groupBy: [
      { dayOfWeek: 1, hourOfDay: 8, _count, _avg: { performanceScore: 71.5 } },
      { dayOfWeek: null, hourOfDay: 8, _count, _avg: { performanceScore: 1 } },
    ],
  },
  userLearningProfile: {
    findUnique: {
      ...{ preferredStudyTimes: [], averageSessionDurationMs: 1, optimalSessionDurationMs: 1 },
      ...{ attentionCycleMinutes: 30, contentPreferences: [], loadTolerance: share },
      ...{ dataQualityScore: 0.5, lastAnalyzedAt: at },
    },
  },
  behavioralInsight: {
    findMany: [
      {
        ...{ id: 'i1', insightType: 'RETENTION_STRATEGY', title: 't', description: 'd', confidence: share },
        ...{ actionableRecommendation: 'r', createdAt: at, patterns: [{ weight: decimal(0.5), pattern }] },
      },
    ],
    count: 1,
  },
  insightNotification: {
    findMany: [{ id: 'n1', type: 'NEW_PATTERN', priority: 'HIGH', title: 't', message: 'm', createdAt: at }],
    count: 1,
  },
  recommendation: {
    findMany: [
      {
        ...{ id: 'r1', recommendationType: 'RETENTION_STRATEGY', title: 't', description: 'd' },
        ...{ actionableText: 'a', confidence: share, estimatedImpact: share, easeOfImplementation: share },
        ...{ priorityScore: share, sourcePatternIds: [], createdAt: at, appliedAt: null, dismissedAt: null },
      },
    ],
    count: 1,
  },
  appliedRecommendation: { groupBy: [{ applicationType: 'GOAL', _count, _avg: { effectiveness: share } }] },
  behavioralGoal: {
    findMany: [
      {
        ...{ id: 'g1', goalType: 'CUSTOM', title: 't', description: null, targetMetric: 'minutes' },
        ...{ currentValue: decimal(5), targetValue: decimal(20), status: 'ACTIVE', progressHistory: [] },
        ...{ startDate: at, deadline: at, completedAt: null, _count },
      },
    ],
    count: 1,
    groupBy: [{ status: 'ACTIVE', _count }],
  },
  strugglePrediction: {
    findMany: [
      {
        ...{ id: 's1', predictionDate: at, struggleProbability: share, confidence: share, status: 'PENDING' },
        ...{ actualOutcome: null, objectiveId: 'o1', _count },
      },
    ],
    count: 1,
    groupBy: [{ status: 'CONFIRMED', _count }],
  },
  interventionRecommendation: {
    findMany: [
      {
        ...{ id: 'v1', interventionType: 'PREREQUISITE_REVIEW', description: 'd', reasoning: 'r' },
        ...{ priority: 5, predictionId: null, createdAt: at },
      },
    ],
  },
  struggleIndicator: {
    findMany: [
      {
        ...{ id: 'n1', indicatorType: 'LOW_RETENTION', severity: 'HIGH', objectiveId: 'o1' },
        ...{ predictionId: null, context: {}, detectedAt: at },
      },
    ],
    count: 1,
    groupBy: [{ indicatorType: 'LOW_RETENTION', severity: 'HIGH', _count }],
  },
  sessionOrchestrationPlan: {
    findMany: [
      {
        ...{ id: 'o1', plannedStartAt: at, plannedEndAt: at, actualStartAt: null, intensity: 'LOW' },
        ...{ contentSequence: [], breakMinutes: [25], confidence: share },
      },
    ],
  },
  cognitiveLoadMetric: {
    findFirst: load,
    findMany: [load],
    aggregate: { _count, _avg: { loadScore: decimal(70) }, _max: { loadScore: decimal(90) } },
  },
  burnoutRiskAssessment: {
    findFirst: {
      ...{ assessmentDate: at, riskScore: decimal(72), riskLevel: 'HIGH', contributingFactors: [] },
      ...{ recommendations: ['rest'], daysSinceLastBreak: 9, confidence: share },
    },
    findMany: [{ id: 'b1', assessmentDate: at, riskScore: decimal(72), riskLevel: 'HIGH' }],
    count: 1,
    groupBy: [{ riskLevel: 'HIGH', _count, _avg: { riskScore: decimal(72) } }],
  },
  stressResponsePattern: {
    findMany: [response('deadline', 2, ['sleep', 'walk']), response('exam', 5, ['walk'])],
  },
  personalizationPreferences: {
    findUnique: {
      ...{ level: 'LOW', autoAdaptEnabled: false, disabledFeatures: ['pace'], resetAt: null, updatedAt: at },
      dailyReminderAt: new Date('1970-01-01T07:30:00.000Z'),
    },
  },
  personalizationConfig: {
    findMany: [
      { id: 'c1', context: 'MISSION', strategyVariant: 'balanced', parameters: {}, activatedAt: at },
    ],
  },
  personalizationEffectiveness: {
    findMany: [
      {
        ...{ id: 'f1', metric: 'RETENTION', baselineValue: share, currentValue: share, correlation: null },
        ...{
          improvementPercent: decimal(12.5),
          sampleSize: 40,
          periodStart: at,
          periodEnd: at,
          measuredAt: at,
        },
        config: { context: 'MISSION', strategyVariant: 'balanced' },
      },
    ],
    count: 1,
    groupBy: [
      {
        ...{ metric: 'RETENTION', _count, _sum: { sampleSize: 40 } },
        _avg: { improvementPercent: decimal(12.5) },
      },
    ],
  },
  personalizationOutcome: {
    findMany: [outcome],
    groupBy: [{ outcomeType: 'RETENTION', _count, _avg: { value: share } }],
  },
  personalizationExperiment: {
    findMany: [
      { ...experiment, assignments: [{ variant: 'b', assignedAt: at, completedAt: null, metrics: null }] },
      { ...experiment, id: 'e2' },
    ],
    count: 2,
    groupBy: [{ status: 'ACTIVE', _count }],
  },
  learningArticle: {
    findMany: [{ ...article, reads: [{ readAt: at, completed: true }] }],
    count: 1,
    groupBy: [{ category: 'METACOGNITION', _count }],
  },
  articleRead: {
    findMany: [{ id: 'x1', readAt: at, readSeconds: 30, completed: true, rating: 4, notes: null, article }],
    count: 3,
    aggregate: { _count, _sum: { readSeconds: 90 }, _avg: { rating: 4 } },
    groupBy: [{ articleId: 'a1' }],
  },
};
