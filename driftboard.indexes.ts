import { queries51 } from './src/americano/queries/story-5-1';
import { queries52 } from './src/americano/queries/story-5-2';
import { queries53 } from './src/americano/queries/story-5-3';
import { queries54 } from './src/americano/queries/story-5-4';
import { queries55 } from './src/americano/queries/story-5-5';
import { queries56 } from './src/americano/queries/story-5-6';
import type { IndexManifestInput } from './src/shared/index-manifest';

/**
 * Americano's strategic indexes, each with the queries that it serves (their endpoints come with them), and what the
 * Epic 5 routes send. `npx driftboard bench indexes` measures what each is worth; those that gained nothing have gone.
 */
const manifest: IndexManifestInput = {
  indexes: [
    {
      sql: 'CREATE INDEX "idx_behavioral_patterns_user_type_confidence" ON "behavioral_patterns"("userId", "patternType", "confidence" DESC)',
      reason: "A user's patterns of one type, surest first.",
      queries: [
        'behavioral_patterns grouped by patternType, of confidence',
        'behavioral_patterns by confidence and patternType, in order of confidence',
        'count of behavioral_patterns by confidence and patternType',
      ],
      story: '5.1',
    },
    {
      sql: 'CREATE INDEX "idx_behavioral_events_user_type_occurred" ON "behavioral_events"("userId", "eventType", "occurred_at" DESC)',
      reason: 'Recent events of one type.',
      queries: ['behavioral_events by eventType, in order of occurred_at'],
      story: '5.1',
    },
    {
      sql: 'CREATE INDEX "idx_behavioral_events_user_day_hour" ON "behavioral_events"("userId", "dayOfWeek", "hourOfDay") INCLUDE ("performanceScore", "engagementLevel") WHERE "performanceScore" IS NOT NULL',
      reason: 'Performance by weekday and hour, from the index alone.',
      queries: ['behavioral_events grouped by dayOfWeek and hourOfDay, of performanceScore'],
      story: '5.1',
    },
    {
      sql: 'CREATE INDEX "idx_behavioral_insights_user_open" ON "behavioral_insights"("userId", "confidence" DESC, "createdAt" DESC) WHERE "acknowledgedAt" IS NULL',
      reason: 'Insights that nobody has acknowledged yet.',
      queries: ['behavioral_insights by acknowledgedAt and confidence, in order of confidence'],
      story: '5.1',
    },
    {
      sql: 'CREATE INDEX "idx_insight_notifications_user_unread" ON "insight_notifications"("userId", "priority", "createdAt" DESC) WHERE "readAt" IS NULL AND "dismissedAt" IS NULL',
      reason: 'Unread notifications by priority.',
      queries: [
        'insight_notifications by readAt and dismissedAt, in order of priority',
        'count of insight_notifications by readAt and dismissedAt',
      ],
      story: '5.1',
    },
    {
      sql: 'CREATE INDEX "idx_behavioral_patterns_user_confidence" ON "behavioral_patterns"("userId", "confidence" DESC, "lastSeenAt" DESC)',
      reason: "A user's patterns of all types, surest first.",
      queries: ['behavioral_patterns by confidence, in order of confidence'],
      story: '5.1',
    },
    {
      sql: 'CREATE INDEX "idx_behavioral_insights_user_type_open" ON "behavioral_insights"("userId", "insightType", "confidence" DESC, "createdAt" DESC) WHERE "acknowledgedAt" IS NULL',
      reason: 'Insights of one type that nobody has acknowledged yet.',
      queries: [
        'behavioral_insights by acknowledgedAt and confidence and insightType, in order of confidence',
        'count of behavioral_insights by acknowledgedAt and confidence and insightType',
      ],
      story: '5.1',
    },
    {
      sql: 'CREATE INDEX "idx_recommendations_user_open_priority" ON "recommendations"("userId", "priorityScore" DESC, "createdAt" DESC) WHERE "appliedAt" IS NULL AND "dismissedAt" IS NULL',
      reason: 'Open recommendations, most important first.',
      queries: [
        'recommendations by confidence and appliedAt and dismissedAt, in order of priorityScore',
        'count of recommendations by confidence and appliedAt and dismissedAt',
      ],
      story: '5.2',
    },
    {
      sql: 'CREATE INDEX "idx_recommendations_user_type_confidence" ON "recommendations"("userId", "recommendationType", "confidence" DESC)',
      reason: 'One type, surest first.',
      queries: [
        'recommendations by confidence and appliedAt and dismissedAt and recommendationType, in order of confidence',
        'count of recommendations by confidence and appliedAt and dismissedAt and recommendationType',
      ],
      story: '5.2',
    },
    {
      sql: 'CREATE INDEX "idx_applied_recommendations_user_kind" ON "applied_recommendations"("userId", "applicationType", "effectiveness" DESC)',
      reason: 'How well each way of applying them has worked.',
      queries: ['applied_recommendations grouped by applicationType'],
      story: '5.2',
    },
    {
      sql: 'CREATE INDEX "idx_behavioral_goals_user_status_deadline" ON "behavioral_goals"("userId", "status", "deadline")',
      reason: 'Goals in a status, nearest deadline first.',
      queries: [
        'behavioral_goals grouped by status',
        'count of behavioral_goals by status',
        'behavioral_goals by status, in order of deadline',
      ],
      story: '5.2',
    },
    {
      sql: 'CREATE INDEX "idx_behavioral_goals_user_type_deadline" ON "behavioral_goals"("userId", "goalType", "deadline")',
      reason: 'Goals of one type, nearest deadline first.',
      queries: [
        'count of behavioral_goals by goalType',
        'behavioral_goals by goalType, in order of deadline',
      ],
      story: '5.2',
    },
    {
      sql: 'CREATE INDEX "idx_intervention_recommendations_user_status" ON "intervention_recommendations"("userId", "status", "priority" DESC, "createdAt" DESC)',
      reason: 'Pending interventions beside the predictions.',
      queries: ['intervention_recommendations by status, in order of priority'],
      story: '5.3',
    },
    {
      sql: 'CREATE INDEX "idx_struggle_predictions_user_status_date" ON "struggle_predictions"("userId", "status", "predictionDate" DESC)',
      reason: 'Newest first within a status.',
      queries: [
        'struggle_predictions grouped by status',
        'count of struggle_predictions by confidence and status',
        'struggle_predictions by confidence and status, in order of predictionDate',
        'count of struggle_predictions by confidence and status and struggleProbability',
      ],
      story: '5.3',
    },
    {
      sql: 'CREATE INDEX "idx_struggle_indicators_user_severity" ON "struggle_indicators"("userId", "severity" DESC, "detectedAt" DESC)',
      reason: 'Most severe first.',
      queries: ['struggle_indicators, in order of severity'],
      story: '5.3',
    },
    {
      sql: 'CREATE INDEX "idx_struggle_indicators_user_type" ON "struggle_indicators"("userId", "indicatorType", "detectedAt" DESC) INCLUDE ("objectiveId", "severity")',
      reason: 'One type over time.',
      queries: [
        'struggle_indicators grouped by indicatorType and severity',
        'count of struggle_indicators by indicatorType',
        'struggle_indicators by indicatorType, in order of detectedAt',
      ],
      story: '5.3',
    },
    {
      sql: 'CREATE INDEX "idx_session_orchestration_plans_user_open" ON "session_orchestration_plans"("userId", "plannedEndAt", "plannedStartAt") WHERE "actualEndAt" IS NULL',
      reason: 'The plan that is under way or next.',
      queries: ['session_orchestration_plans by actualEndAt and plannedEndAt, in order of plannedEndAt'],
      story: '5.3',
    },
    {
      sql: 'CREATE INDEX "idx_cognitive_load_metrics_user_peaks" ON "cognitive_load_metrics"("userId", "loadScore" DESC, "measured_at" DESC) WHERE "loadScore" >= 60',
      reason: 'Peaks of load.',
      queries: [
        'cognitive_load_metrics by loadScore, in order of loadScore',
        'figures of cognitive_load_metrics by loadScore and measured_at',
      ],
      story: '5.4',
    },
    {
      sql: 'CREATE INDEX "idx_burnout_risk_assessments_user_level" ON "burnout_risk_assessments"("userId", "riskLevel", "assessmentDate" DESC) INCLUDE ("riskScore")',
      reason: 'Assessments of a level over time.',
      queries: [
        'burnout_risk_assessments grouped by riskLevel',
        'count of burnout_risk_assessments by riskLevel',
        'burnout_risk_assessments by riskLevel, in order of assessmentDate',
      ],
      story: '5.4',
    },
    {
      sql: 'CREATE INDEX "idx_personalization_configs_user_active" ON "personalization_configs"("userId", "context", "activatedAt" DESC) WHERE "isActive"',
      reason: 'The configuration that is active in each context.',
      queries: ['personalization_configs by isActive, in order of context'],
      story: '5.5',
    },
    {
      sql: 'CREATE INDEX "idx_personalization_effectiveness_user_metric" ON "personalization_effectiveness"("userId", "metric", "measuredAt" DESC) INCLUDE ("improvementPercent")',
      reason: 'One metric over time.',
      queries: [
        'count of personalization_effectiveness by metric',
        'personalization_effectiveness by metric, in order of measuredAt',
        'personalization_effectiveness grouped by metric, of metric',
      ],
      story: '5.5',
    },
    {
      sql: 'CREATE INDEX "idx_personalization_outcomes_user_type" ON "personalization_outcomes"("userId", "outcomeType", "recordedAt" DESC)',
      reason: 'Outcomes of one type over time.',
      queries: [
        'personalization_outcomes grouped by outcomeType, of outcomeType',
        'personalization_outcomes by outcomeType, in order of recordedAt',
      ],
      story: '5.5',
    },
    {
      sql: 'CREATE INDEX "idx_personalization_experiments_status_start" ON "personalization_experiments"("status", "startDate" DESC)',
      reason: 'Experiments in a status, latest first.',
      queries: ['count of personalization_experiments by status'],
      story: '5.5',
    },
    {
      sql: 'CREATE INDEX "idx_learning_articles_category_published" ON "learning_articles"("category", "publishedAt" DESC) WHERE "publishedAt" IS NOT NULL',
      reason: 'Published articles of a category, latest first.',
      queries: [
        'learning_articles grouped by category, of publishedAt',
        'count of learning_articles by publishedAt and category',
      ],
      story: '5.6',
    },
    {
      sql: 'CREATE INDEX "idx_article_reads_user_article" ON "article_reads"("userId", "articleId", "readAt" DESC)',
      reason: 'When a user last read an article.',
      queries: [
        'article_reads grouped by articleId',
        'count of article_reads by articleId',
        'article_reads by articleId, in order of readAt',
      ],
      story: '5.6',
    },
    {
      sql: 'CREATE INDEX "idx_learning_articles_published" ON "learning_articles"("publishedAt" DESC) WHERE "publishedAt" IS NOT NULL',
      reason: 'Published articles of all categories, latest first.',
      queries: [
        'learning_articles by publishedAt, in order of publishedAt',
        'count of learning_articles by publishedAt',
      ],
      story: '5.6',
    },
    {
      sql: 'CREATE INDEX "idx_article_reads_user_completed" ON "article_reads"("userId", "completed") INCLUDE ("readSeconds", "rating")',
      reason: 'How much a user has read, and how much of it to the end, from the index alone.',
      queries: ['count of article_reads', 'figures of article_reads', 'count of article_reads by completed'],
      story: '5.6',
    },
  ],
  queries: [...queries51, ...queries52, ...queries53, ...queries54, ...queries55, ...queries56],
};

export default manifest;
