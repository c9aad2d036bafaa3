import { cycle, overall, perUser, type TableSeed, uuid } from '../context';
import { TOPICS } from '../words';

const SOURCES = 12;

/** Checks of understanding, sources and their conflicts, search, recommended content. */
export const contentTables: TableSeed[] = [
  {
    table: 'validation_prompts',
    rows: (seed) =>
      perUser(seed, 'validation_prompts', seed.plan.fewPerUser, ({ u, k, n }) => ({
        createdAt: seed.at(seed.plan.days),
        id: `prompt-${n}`,
        objectiveId: `objective-${u * seed.objectivesPerUser + (k % seed.objectivesPerUser)}`,
        promptType: cycle(['EXPLAIN_TO_PATIENT', 'CLINICAL_REASONING', 'CONTROLLED_FAILURE', 'SOCRATIC'], k),
        promptText: `Explain ${cycle(TOPICS, n)} to a patient in four sentences.`,
        conceptName: cycle(TOPICS, n),
        expectedCriteria: ['names the mechanism', 'uses plain words'],
      })),
  },
  {
    table: 'validation_responses',
    rows: (seed) =>
      perUser(seed, 'validation_responses', seed.plan.fewPerUser, ({ user, u, k, n, random }) => ({
        id: uuid(3, n),
        promptId: `prompt-${n}`,
        userId: user,
        sessionId: k < seed.plan.sessionsPerUser ? `session-${u}-${k}` : null,
        userAnswer: 'The heart fills, then it empties; the valves keep the direction.',
        score: random.decimal(0.3, 1, 2),
        confidenceLevel: random.int(1, 5),
        aiEvaluation: { terminology: random.int(50, 100), clarity: random.int(50, 100) },
        respondedAt: seed.at(seed.spread(k, seed.plan.fewPerUser), 16),
      })),
  },
  {
    table: 'sources',
    rows: (seed) =>
      overall('sources', SOURCES, (n, random) => ({
        createdAt: seed.at(seed.plan.days + 10),
        id: `source-${n}`,
        name: `Reference ${n + 1}`,
        type: cycle(['LECTURE', 'TEXTBOOK', 'JOURNAL', 'GUIDELINE', 'FIRST_AID', 'USER_NOTES'], n),
        edition: n % 2 === 0 ? `${n + 1}th` : null,
        credibilityScore: random.int(40, 98),
        byte_size: random.int(100_000, 90_000_000),
        url: `/sources/${n}`,
        lastCheckedOn: seed.day(30 + n),
      })),
  },
  {
    table: 'user_source_preferences',
    rows: (seed) =>
      perUser(seed, 'user_source_preferences', SOURCES, ({ user, k, random }) => ({
        userId: user,
        sourceId: `source-${k}`,
        trustLevel: random.pick(['LOW', 'MEDIUM', 'HIGH']),
        priority: k,
        updatedAt: seed.at(12),
      })),
  },
  {
    table: 'conflicts',
    rows: (seed) => {
      const chunks = seed.lecturesPerUser * seed.plan.chunksPerLecture;
      return perUser(seed, 'conflicts', seed.plan.fewPerUser, ({ u, k, n, random }) => ({
        id: `conflict-${n}`,
        conceptId: `concept-${n % seed.plan.concepts}`,
        chunkAId: `chunk-${u * chunks + (k % chunks)}`,
        chunkBId: k % 3 === 0 ? null : `chunk-${u * chunks + ((k + 1) % chunks)}`,
        sourceAId: `source-${n % SOURCES}`,
        sourceBId: `source-${(n + 1) % SOURCES}`,
        conflictType: cycle(
          ['DOSAGE', 'CONTRAINDICATION', 'MECHANISM', 'TREATMENT', 'DIAGNOSIS', 'OTHER'],
          k,
        ),
        severity: random.pick(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']),
        status: cycle(['ACTIVE', 'UNDER_REVIEW', 'RESOLVED', 'DISMISSED'], k),
        description: `Two sources differ on ${cycle(TOPICS, n)}.`,
        similarityScore: random.decimal(0.7, 0.99, 4),
        detectedAt: seed.at(seed.spread(k, seed.plan.fewPerUser)),
      }));
    },
  },
  {
    table: 'conflict_flags',
    rows: (seed) =>
      perUser(seed, 'conflict_flags', seed.plan.fewPerUser, ({ user, k, n }) => ({
        id: `conflict-flag-${n}`,
        userId: user,
        conflictId: `conflict-${n}`,
        reason: 'The dose in the lecture is out of date.',
        createdAt: seed.at(seed.spread(k, seed.plan.fewPerUser)),
      })),
  },
  {
    table: 'conflict_history',
    rows: (seed) =>
      perUser(seed, 'conflict_history', seed.plan.fewPerUser, ({ user, k, n }) => ({
        conflictId: `conflict-${n}`,
        changed_by_id: k % 2 === 0 ? null : user,
        changeType: cycle(['DETECTED', 'STATUS_CHANGED', 'EVIDENCE_ADDED', 'RESOLVED', 'REOPENED'], k),
        oldStatus: k % 5 === 0 ? null : 'ACTIVE',
        newStatus: cycle(['ACTIVE', 'UNDER_REVIEW', 'RESOLVED', 'DISMISSED'], k),
        changedAt: seed.at(seed.spread(k, seed.plan.fewPerUser), 13),
      })),
  },
  {
    table: 'conflict_resolutions',
    rows: (seed) =>
      perUser(
        seed,
        'conflict_resolutions',
        Math.ceil(seed.plan.fewPerUser / 2),
        ({ user, k, n, random }) => ({
          id: `conflict-resolution-${n}`,
          conflictId: `conflict-${n}`,
          resolved_by_id: user,
          preferredSourceId: `source-${n % SOURCES}`,
          resolution: 'The guideline is newer than the lecture.',
          confidence: random.decimal(0.5, 1, 2),
          resolvedAt: seed.at(seed.spread(k, seed.plan.fewPerUser), 17),
        }),
      ),
  },
  {
    table: 'search_queries',
    rows: (seed) =>
      perUser(seed, 'search_queries', seed.plan.fewPerUser, ({ user, k, n, random }) => ({
        id: uuid(1, n),
        userId: user,
        query: cycle(TOPICS, n).toLowerCase(),
        filters: random.chance(0.4) ? { course: `MED${210 + (k % 3)}` } : null,
        resultCount: random.int(0, 40),
        responseTimeMs: random.int(20, 400),
        searchedAt: seed.at(seed.spread(k, seed.plan.fewPerUser), 11),
      })),
  },
  {
    table: 'search_clicks',
    rows: (seed) =>
      perUser(seed, 'search_clicks', seed.plan.fewPerUser, ({ user, k, n, random }) => ({
        id: uuid(2, n),
        searchQueryId: uuid(1, n),
        userId: k % 6 === 0 ? null : user,
        resultType: cycle(['LECTURE', 'CONCEPT', 'ARTICLE', 'EXTERNAL'], k),
        resultId: `lecture-${n % seed.lecturesPerUser}`,
        position: random.int(1, 10),
        clickedAt: seed.at(seed.spread(k, seed.plan.fewPerUser), 11.1),
      })),
  },
  {
    table: 'content_recommendations',
    rows: (seed) => {
      const chunks = seed.lecturesPerUser * seed.plan.chunksPerLecture;
      return perUser(seed, 'content_recommendations', seed.plan.fewPerUser, ({ user, u, k, n, random }) => ({
        id: `content-recommendation-${n}`,
        userId: user,
        chunkId: `chunk-${u * chunks + (k % chunks)}`,
        objectiveId:
          k % 4 === 0 ? null : `objective-${u * seed.objectivesPerUser + (k % seed.objectivesPerUser)}`,
        sourceType: cycle(['LECTURE', 'CONCEPT', 'ARTICLE', 'EXTERNAL'], k),
        title: `Read again: ${cycle(TOPICS, n)}`,
        reason: 'It prepares the objective that is planned next.',
        score: random.decimal(0.4, 1, 4),
        status: cycle(['PENDING', 'VIEWED', 'ACCEPTED', 'DISMISSED', 'EXPIRED'], k),
        createdAt: seed.at(seed.spread(k, seed.plan.fewPerUser), 6),
        viewedAt: null,
      }));
    },
  },
  {
    table: 'recommendation_feedback',
    rows: (seed) =>
      perUser(seed, 'recommendation_feedback', seed.plan.fewPerUser, ({ user, k, n }) => ({
        id: `recommendation-feedback-${n}`,
        userId: user,
        recommendationId: `content-recommendation-${n}`,
        rating: cycle(['NOT_HELPFUL', 'SOMEWHAT_HELPFUL', 'HELPFUL', 'VERY_HELPFUL'], k),
        createdAt: seed.at(seed.spread(k, seed.plan.fewPerUser), 21),
      })),
  },
  {
    table: 'recommendation_analytics',
    rows: (seed) =>
      perUser(seed, 'recommendation_analytics', seed.plan.fewPerUser, ({ user, k, n, random }) => ({
        id: `recommendation-analytics-${n}`,
        userId: user,
        date: seed.day(k),
        shownCount: random.int(3, 20),
        clickedCount: random.int(0, 8),
        completedCount: random.int(0, 4),
        avgRating: random.decimal(1, 5, 2),
      })),
  },
];
