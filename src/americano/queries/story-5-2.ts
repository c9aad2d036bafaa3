import type { DeclaredQuery } from '../../shared/index-manifest';

/** What the routes of story 5.2 send, as Prisma writes it; `src/americano/declared-queries.integration.test.ts` holds it. */
export const queries52: DeclaredQuery[] = [
  {
    name: 'recommendations by confidence and appliedAt and dismissedAt, in order of priorityScore',
    sql: 'SELECT "public"."recommendations"."id", "public"."recommendations"."userId", "public"."recommendations"."recommendationType"::text, "public"."recommendations"."title", "public"."recommendations"."description", "public"."recommendations"."actionableText", "public"."recommendations"."confidence", "public"."recommendations"."estimatedImpact", "public"."recommendations"."easeOfImplementation", "public"."recommendations"."priorityScore", "public"."recommendations"."sourcePatternIds", "public"."recommendations"."createdAt", "public"."recommendations"."appliedAt", "public"."recommendations"."dismissedAt" FROM "public"."recommendations" WHERE ("public"."recommendations"."userId" = $1 AND "public"."recommendations"."confidence" >= $2 AND "public"."recommendations"."appliedAt" IS NULL AND "public"."recommendations"."dismissedAt" IS NULL) ORDER BY "public"."recommendations"."priorityScore" DESC, "public"."recommendations"."createdAt" DESC, "public"."recommendations"."id" ASC LIMIT $3 OFFSET $4',
    endpoints: ['GET /api/analytics/recommendations'],
    story: '5.2',
    parameters: ['demo-user', '0', '20', '0'],
  },
  {
    name: 'count of recommendations by confidence and appliedAt and dismissedAt',
    sql: 'SELECT COUNT(*) AS "_count$_all" FROM (SELECT "public"."recommendations"."id" FROM "public"."recommendations" WHERE ("public"."recommendations"."userId" = $1 AND "public"."recommendations"."confidence" >= $2 AND "public"."recommendations"."appliedAt" IS NULL AND "public"."recommendations"."dismissedAt" IS NULL) OFFSET $3) AS "sub"',
    endpoints: ['GET /api/analytics/recommendations'],
    story: '5.2',
    parameters: ['demo-user', '0', '0'],
  },
  {
    name: 'applied_recommendations grouped by applicationType',
    sql: 'SELECT COUNT(*) AS "_count$_all", AVG("public"."applied_recommendations"."effectiveness") AS "_avg$effectiveness", "public"."applied_recommendations"."applicationType"::text FROM "public"."applied_recommendations" WHERE "public"."applied_recommendations"."userId" = $1 GROUP BY "public"."applied_recommendations"."applicationType" ORDER BY "public"."applied_recommendations"."applicationType" ASC OFFSET $2',
    endpoints: ['GET /api/analytics/recommendations'],
    story: '5.2',
    parameters: ['demo-user', '0'],
  },
  {
    name: 'recommendations by confidence and appliedAt and dismissedAt and recommendationType, in order of confidence',
    sql: 'SELECT "public"."recommendations"."id", "public"."recommendations"."userId", "public"."recommendations"."recommendationType"::text, "public"."recommendations"."title", "public"."recommendations"."description", "public"."recommendations"."actionableText", "public"."recommendations"."confidence", "public"."recommendations"."estimatedImpact", "public"."recommendations"."easeOfImplementation", "public"."recommendations"."priorityScore", "public"."recommendations"."sourcePatternIds", "public"."recommendations"."createdAt", "public"."recommendations"."appliedAt", "public"."recommendations"."dismissedAt" FROM "public"."recommendations" WHERE ("public"."recommendations"."userId" = $1 AND "public"."recommendations"."confidence" >= $2 AND "public"."recommendations"."appliedAt" IS NULL AND "public"."recommendations"."dismissedAt" IS NULL AND "public"."recommendations"."recommendationType" = CAST($3::text AS "public"."RecommendationType")) ORDER BY "public"."recommendations"."confidence" DESC, "public"."recommendations"."createdAt" DESC, "public"."recommendations"."id" ASC LIMIT $4 OFFSET $5',
    endpoints: ['GET /api/analytics/recommendations'],
    story: '5.2',
    parameters: ['demo-user', '0', 'RETENTION_STRATEGY', '20', '0'],
  },
  {
    name: 'count of recommendations by confidence and appliedAt and dismissedAt and recommendationType',
    sql: 'SELECT COUNT(*) AS "_count$_all" FROM (SELECT "public"."recommendations"."id" FROM "public"."recommendations" WHERE ("public"."recommendations"."userId" = $1 AND "public"."recommendations"."confidence" >= $2 AND "public"."recommendations"."appliedAt" IS NULL AND "public"."recommendations"."dismissedAt" IS NULL AND "public"."recommendations"."recommendationType" = CAST($3::text AS "public"."RecommendationType")) OFFSET $4) AS "sub"',
    endpoints: ['GET /api/analytics/recommendations'],
    story: '5.2',
    parameters: ['demo-user', '0', 'RETENTION_STRATEGY', '0'],
  },
  {
    name: 'behavioral_goals grouped by status',
    sql: 'SELECT COUNT(*) AS "_count$_all", "public"."behavioral_goals"."status"::text FROM "public"."behavioral_goals" WHERE "public"."behavioral_goals"."userId" = $1 GROUP BY "public"."behavioral_goals"."status" ORDER BY "public"."behavioral_goals"."status" ASC OFFSET $2',
    endpoints: ['GET /api/analytics/behavioral-goals'],
    story: '5.2',
    parameters: ['demo-user', '0'],
  },
  {
    name: 'count of behavioral_goals by status',
    sql: 'SELECT COUNT(*) AS "_count$_all" FROM (SELECT "public"."behavioral_goals"."id" FROM "public"."behavioral_goals" WHERE ("public"."behavioral_goals"."userId" = $1 AND "public"."behavioral_goals"."status" = CAST($2::text AS "public"."GoalStatus")) OFFSET $3) AS "sub"',
    endpoints: ['GET /api/analytics/behavioral-goals'],
    story: '5.2',
    parameters: ['demo-user', 'ACTIVE', '0'],
  },
  {
    name: 'behavioral_goals by status, in order of deadline',
    sql: 'SELECT "public"."behavioral_goals"."id", "public"."behavioral_goals"."userId", "public"."behavioral_goals"."goalType"::text, "public"."behavioral_goals"."title", "public"."behavioral_goals"."description", "public"."behavioral_goals"."targetMetric", "public"."behavioral_goals"."currentValue", "public"."behavioral_goals"."targetValue", "public"."behavioral_goals"."status"::text, "public"."behavioral_goals"."progressHistory", "public"."behavioral_goals"."startDate", "public"."behavioral_goals"."deadline", "public"."behavioral_goals"."completedAt", "public"."behavioral_goals"."createdAt", COALESCE("aggr_selection_0_AppliedRecommendation"."_aggr_count_appliedRecommendations", 0) AS "_aggr_count_appliedRecommendations" FROM "public"."behavioral_goals" LEFT JOIN (SELECT "public"."applied_recommendations"."goalId", COUNT(*) AS "_aggr_count_appliedRecommendations" FROM "public"."applied_recommendations" WHERE 1=1 GROUP BY "public"."applied_recommendations"."goalId") AS "aggr_selection_0_AppliedRecommendation" ON ("public"."behavioral_goals"."id" = "aggr_selection_0_AppliedRecommendation"."goalId") WHERE ("public"."behavioral_goals"."userId" = $1 AND "public"."behavioral_goals"."status" = CAST($2::text AS "public"."GoalStatus")) ORDER BY "public"."behavioral_goals"."deadline" ASC, "public"."behavioral_goals"."id" ASC LIMIT $3 OFFSET $4',
    endpoints: ['GET /api/analytics/behavioral-goals'],
    story: '5.2',
    parameters: ['demo-user', 'ACTIVE', '20', '0'],
  },
  {
    name: 'count of behavioral_goals by goalType',
    sql: 'SELECT COUNT(*) AS "_count$_all" FROM (SELECT "public"."behavioral_goals"."id" FROM "public"."behavioral_goals" WHERE ("public"."behavioral_goals"."userId" = $1 AND "public"."behavioral_goals"."goalType" = CAST($2::text AS "public"."BehavioralGoalType")) OFFSET $3) AS "sub"',
    endpoints: ['GET /api/analytics/behavioral-goals'],
    story: '5.2',
    parameters: ['demo-user', 'CUSTOM', '0'],
  },
  {
    name: 'behavioral_goals by goalType, in order of deadline',
    sql: 'SELECT "public"."behavioral_goals"."id", "public"."behavioral_goals"."userId", "public"."behavioral_goals"."goalType"::text, "public"."behavioral_goals"."title", "public"."behavioral_goals"."description", "public"."behavioral_goals"."targetMetric", "public"."behavioral_goals"."currentValue", "public"."behavioral_goals"."targetValue", "public"."behavioral_goals"."status"::text, "public"."behavioral_goals"."progressHistory", "public"."behavioral_goals"."startDate", "public"."behavioral_goals"."deadline", "public"."behavioral_goals"."completedAt", "public"."behavioral_goals"."createdAt", COALESCE("aggr_selection_0_AppliedRecommendation"."_aggr_count_appliedRecommendations", 0) AS "_aggr_count_appliedRecommendations" FROM "public"."behavioral_goals" LEFT JOIN (SELECT "public"."applied_recommendations"."goalId", COUNT(*) AS "_aggr_count_appliedRecommendations" FROM "public"."applied_recommendations" WHERE 1=1 GROUP BY "public"."applied_recommendations"."goalId") AS "aggr_selection_0_AppliedRecommendation" ON ("public"."behavioral_goals"."id" = "aggr_selection_0_AppliedRecommendation"."goalId") WHERE ("public"."behavioral_goals"."userId" = $1 AND "public"."behavioral_goals"."goalType" = CAST($2::text AS "public"."BehavioralGoalType")) ORDER BY "public"."behavioral_goals"."deadline" ASC, "public"."behavioral_goals"."id" ASC LIMIT $3 OFFSET $4',
    endpoints: ['GET /api/analytics/behavioral-goals'],
    story: '5.2',
    parameters: ['demo-user', 'CUSTOM', '20', '0'],
  },
];
