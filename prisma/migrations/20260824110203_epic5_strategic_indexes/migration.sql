-- The strategic composite indexes of Epic 5, in plain SQL: INCLUDE is nothing that schema.prisma can say, and these
-- follow the queries rather than the model. Each names the route and the question that it serves.

-- Story 5.1 ─ Learning Pattern Recognition

-- GET /api/analytics/patterns: a user's patterns of one type, surest first
CREATE INDEX "idx_behavioral_patterns_user_type_confidence" ON "behavioral_patterns"("userId", "patternType", "confidence" DESC);

-- GET /api/analytics/patterns: the surest learning patterns, newest first among equals
CREATE INDEX "idx_learning_patterns_user_confidence" ON "learning_patterns"("userId", "confidence" DESC, "updatedAt" DESC);

-- GET /api/analytics/patterns: recent events of one type
CREATE INDEX "idx_behavioral_events_user_type_occurred" ON "behavioral_events"("userId", "eventType", "occurred_at" DESC);

-- GET /api/analytics/behavioral-insights/dashboard: performance by weekday and hour, from the index alone
CREATE INDEX "idx_behavioral_events_user_day_hour" ON "behavioral_events"("userId", "dayOfWeek", "hourOfDay") INCLUDE ("performanceScore", "engagementLevel") WHERE "performanceScore" IS NOT NULL;

-- GET /api/analytics/behavioral-insights/dashboard: insights that nobody has acknowledged yet
CREATE INDEX "idx_behavioral_insights_user_open" ON "behavioral_insights"("userId", "confidence" DESC, "createdAt" DESC) WHERE "acknowledgedAt" IS NULL;

-- GET /api/analytics/behavioral-insights/dashboard: unread notifications by priority
CREATE INDEX "idx_insight_notifications_user_unread" ON "insight_notifications"("userId", "priority", "createdAt" DESC) WHERE "readAt" IS NULL AND "dismissedAt" IS NULL;

-- Story 5.2 ─ Behavioral Goals & Recommendations

-- GET /api/analytics/recommendations: open recommendations, most important first
CREATE INDEX "idx_recommendations_user_open_priority" ON "recommendations"("userId", "priorityScore" DESC, "createdAt" DESC) WHERE "appliedAt" IS NULL AND "dismissedAt" IS NULL;

-- GET /api/analytics/recommendations?type=…: one type, surest first
CREATE INDEX "idx_recommendations_user_type_confidence" ON "recommendations"("userId", "recommendationType", "confidence" DESC);

-- GET /api/analytics/recommendations: how well each way of applying them has worked
CREATE INDEX "idx_applied_recommendations_user_kind" ON "applied_recommendations"("userId", "applicationType", "effectiveness" DESC);

-- GET /api/analytics/behavioral-goals?status=…: goals in a status, nearest deadline first
CREATE INDEX "idx_behavioral_goals_user_status_deadline" ON "behavioral_goals"("userId", "status", "deadline");

-- GET /api/analytics/struggle-predictions: pending interventions beside the predictions
CREATE INDEX "idx_intervention_recommendations_user_status" ON "intervention_recommendations"("userId", "status", "priority" DESC, "createdAt" DESC);

-- Story 5.3 ─ Struggle Predictions

-- GET /api/analytics/struggle-predictions?status=…: newest first within a status
CREATE INDEX "idx_struggle_predictions_user_status_date" ON "struggle_predictions"("userId", "status", "predictionDate" DESC);

-- GET /api/analytics/struggle-predictions?minProbability=…: likeliest pending struggles, from the index alone
CREATE INDEX "idx_struggle_predictions_user_pending" ON "struggle_predictions"("userId", "struggleProbability" DESC, "predictionDate" DESC) INCLUDE ("objectiveId", "confidence") WHERE "status" = 'PENDING';

-- GET /api/analytics/struggle-indicators: most severe first
CREATE INDEX "idx_struggle_indicators_user_severity" ON "struggle_indicators"("userId", "severity" DESC, "detectedAt" DESC);

-- GET /api/analytics/struggle-indicators?type=…: one type over time
CREATE INDEX "idx_struggle_indicators_user_type" ON "struggle_indicators"("userId", "indicatorType", "detectedAt" DESC) INCLUDE ("objectiveId", "severity");

-- GET /api/orchestration/session-plan: the plan that is under way or next
CREATE INDEX "idx_session_orchestration_plans_user_open" ON "session_orchestration_plans"("userId", "plannedEndAt", "plannedStartAt") WHERE "actualEndAt" IS NULL;

-- GET /api/orchestration/session-plan: the surest time slots to plan with
CREATE INDEX "idx_study_schedule_recommendations_user_confidence" ON "study_schedule_recommendations"("userId", "confidence" DESC, "recommendedStartAt");

-- Story 5.4 ─ Burnout Prevention & Cognitive Load

-- GET /api/analytics/cognitive-load/current: the load within the current session
CREATE INDEX "idx_cognitive_load_metrics_user_session" ON "cognitive_load_metrics"("userId", "sessionId", "measured_at" DESC) INCLUDE ("loadScore", "confidence");

-- GET /api/analytics/cognitive-load/current, /api/analytics/stress-profile: peaks of load
CREATE INDEX "idx_cognitive_load_metrics_user_peaks" ON "cognitive_load_metrics"("userId", "loadScore" DESC, "measured_at" DESC) WHERE "loadScore" >= 60;

-- GET /api/analytics/burnout-risk: assessments of a level over time
CREATE INDEX "idx_burnout_risk_assessments_user_level" ON "burnout_risk_assessments"("userId", "riskLevel", "assessmentDate" DESC) INCLUDE ("riskScore");

-- GET /api/analytics/stress-profile: responses to stress, latest first
CREATE INDEX "idx_stress_response_patterns_user_last" ON "stress_response_patterns"("userId", "lastOccurredAt" DESC) INCLUDE ("triggerType", "confidence");

-- Story 5.5 ─ Personalization Engine

-- GET /api/personalization/preferences: the configuration that is active in each context
CREATE INDEX "idx_personalization_configs_user_active" ON "personalization_configs"("userId", "context", "activatedAt" DESC) WHERE "isActive";

-- GET /api/personalization/effectiveness?metric=…: one metric over time
CREATE INDEX "idx_personalization_effectiveness_user_metric" ON "personalization_effectiveness"("userId", "metric", "measuredAt" DESC) INCLUDE ("improvementPercent");

-- GET /api/personalization/effectiveness: outcomes of one type over time
CREATE INDEX "idx_personalization_outcomes_user_type" ON "personalization_outcomes"("userId", "outcomeType", "recordedAt" DESC);

-- GET /api/personalization/experiments?status=…: experiments in a status, latest first
CREATE INDEX "idx_personalization_experiments_status_start" ON "personalization_experiments"("status", "startDate" DESC);

-- Story 5.6 ─ Learning Science Education

-- GET /api/learning/articles?category=…: published articles of a category, latest first
CREATE INDEX "idx_learning_articles_category_published" ON "learning_articles"("category", "publishedAt" DESC) WHERE "publishedAt" IS NOT NULL;

-- GET /api/learning/article-reads: when a user last read an article
CREATE INDEX "idx_article_reads_user_article" ON "article_reads"("userId", "articleId", "readAt" DESC);
