-- `driftboard bench indexes` has measured the strategic indexes on the large data, with the queries that the routes
-- really send. Five of them gain nothing there, and five others that do take their places.

-- A user has five learning patterns and six responses to stress, of which the unique index on userId and type finds all.
DROP INDEX "idx_learning_patterns_user_confidence";
DROP INDEX "idx_stress_response_patterns_user_last";

-- Prisma sends the status as a text that is cast to its enum: PostgreSQL cannot prove the predicate from that.
DROP INDEX "idx_struggle_predictions_user_pending";

-- Only slots that are still to come are asked for: the index on the user and the start finds those few.
DROP INDEX "idx_study_schedule_recommendations_user_confidence";

-- A session has two measurements and belongs to one user: the index on the session finds them.
DROP INDEX "idx_cognitive_load_metrics_user_session";

-- GET /api/analytics/patterns: a user's patterns of all types, surest first
CREATE INDEX "idx_behavioral_patterns_user_confidence" ON "behavioral_patterns"("userId", "confidence" DESC, "lastSeenAt" DESC);

-- GET /api/analytics/behavioral-insights/dashboard?type=…: insights of one type that nobody has acknowledged yet
CREATE INDEX "idx_behavioral_insights_user_type_open" ON "behavioral_insights"("userId", "insightType", "confidence" DESC, "createdAt" DESC) WHERE "acknowledgedAt" IS NULL;

-- GET /api/analytics/behavioral-goals?type=…: goals of one type, nearest deadline first
CREATE INDEX "idx_behavioral_goals_user_type_deadline" ON "behavioral_goals"("userId", "goalType", "deadline");

-- GET /api/learning/articles: published articles of all categories, latest first
CREATE INDEX "idx_learning_articles_published" ON "learning_articles"("publishedAt" DESC) WHERE "publishedAt" IS NOT NULL;

-- GET /api/learning/article-reads: how much a user has read, and how much of it to the end, from the index alone
CREATE INDEX "idx_article_reads_user_completed" ON "article_reads"("userId", "completed") INCLUDE ("readSeconds", "rating");
