-- CreateEnum
CREATE TYPE "EventType" AS ENUM ('MISSION_STARTED', 'MISSION_COMPLETED', 'SESSION_STARTED', 'SESSION_ENDED', 'CARD_REVIEWED', 'VALIDATION_COMPLETED', 'SEARCH_PERFORMED', 'RECOMMENDATION_VIEWED', 'BREAK_TAKEN');

-- CreateEnum
CREATE TYPE "CompletionQuality" AS ENUM ('RUSHED', 'NORMAL', 'THOROUGH');

-- CreateEnum
CREATE TYPE "EngagementLevel" AS ENUM ('LOW', 'MEDIUM', 'HIGH');

-- CreateEnum
CREATE TYPE "BehavioralPatternType" AS ENUM ('OPTIMAL_STUDY_TIME', 'SESSION_DURATION', 'CONTENT_PREFERENCE', 'FORGETTING_CURVE', 'PERFORMANCE_PEAK', 'ATTENTION_CYCLE');

-- CreateEnum
CREATE TYPE "PatternType" AS ENUM ('TIME_OF_DAY', 'SESSION_LENGTH', 'CONTENT_TYPE', 'REVIEW_SPACING', 'DIFFICULTY_RAMP');

-- CreateEnum
CREATE TYPE "InsightType" AS ENUM ('STUDY_TIME_OPTIMIZATION', 'SESSION_LENGTH_ADJUSTMENT', 'CONTENT_PREFERENCE', 'RETENTION_STRATEGY');

-- CreateEnum
CREATE TYPE "NotificationType" AS ENUM ('NEW_PATTERN', 'INSIGHT_AVAILABLE', 'GOAL_PROGRESS', 'GOAL_ACHIEVED', 'INTERVENTION_SUGGESTED');

-- CreateEnum
CREATE TYPE "NotificationPriority" AS ENUM ('LOW', 'NORMAL', 'HIGH', 'URGENT');

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "analysisEnabled" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "last_seen_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "behavioral_events" (
    "id" SERIAL NOT NULL,
    "userId" TEXT NOT NULL,
    "sessionId" TEXT,
    "eventType" "EventType" NOT NULL,
    "eventData" JSONB NOT NULL DEFAULT '{}',
    "occurred_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "completionQuality" "CompletionQuality",
    "engagementLevel" "EngagementLevel",
    "dayOfWeek" SMALLINT,
    "hourOfDay" SMALLINT,

    CONSTRAINT "behavioral_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "behavioral_patterns" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "patternType" "BehavioralPatternType" NOT NULL,
    "patternName" VARCHAR(160) NOT NULL,
    "confidence" DECIMAL(4,3) NOT NULL,
    "evidence" JSONB NOT NULL,
    "occurrenceCount" INTEGER NOT NULL DEFAULT 1,
    "firstSeenAt" TIMESTAMP(3) NOT NULL,
    "lastSeenAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "behavioral_patterns_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "behavioral_insights" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "insightType" "InsightType" NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "description" TEXT NOT NULL,
    "actionableRecommendation" TEXT NOT NULL,
    "confidence" DECIMAL(4,3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "acknowledgedAt" TIMESTAMP(3),
    "applied" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "behavioral_insights_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "insight_patterns" (
    "insightId" TEXT NOT NULL,
    "patternId" TEXT NOT NULL,
    "weight" DECIMAL(3,2) NOT NULL DEFAULT 1,

    CONSTRAINT "insight_patterns_pkey" PRIMARY KEY ("insightId","patternId")
);

-- CreateTable
CREATE TABLE "insight_notifications" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "insightId" TEXT,
    "type" "NotificationType" NOT NULL,
    "priority" "NotificationPriority" NOT NULL DEFAULT 'NORMAL',
    "title" VARCHAR(200) NOT NULL,
    "message" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "readAt" TIMESTAMP(3),
    "dismissedAt" TIMESTAMP(3),

    CONSTRAINT "insight_notifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "learning_patterns" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "patternType" "PatternType" NOT NULL,
    "confidence" DECIMAL(4,3) NOT NULL,
    "patternData" JSONB NOT NULL,
    "sampleSize" INTEGER NOT NULL DEFAULT 0,
    "detectedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "learning_patterns_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_learning_profiles" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "preferredStudyTimes" JSONB NOT NULL,
    "averageSessionDurationMs" INTEGER NOT NULL DEFAULT 2700000,
    "optimalSessionDurationMs" INTEGER NOT NULL DEFAULT 2700000,
    "attentionCycleMinutes" SMALLINT NOT NULL DEFAULT 25,
    "learningStyleProfile" JSONB NOT NULL,
    "forgettingCurve" JSONB NOT NULL,
    "contentPreferences" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "dataQualityScore" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "lastAnalyzedAt" TIMESTAMP(3),

    CONSTRAINT "user_learning_profiles_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "behavioral_events_userId_occurred_at_idx" ON "behavioral_events"("userId", "occurred_at");

-- CreateIndex
CREATE INDEX "behavioral_events_sessionId_idx" ON "behavioral_events"("sessionId");

-- CreateIndex
CREATE INDEX "behavioral_patterns_userId_lastSeenAt_idx" ON "behavioral_patterns"("userId", "lastSeenAt");

-- CreateIndex
CREATE INDEX "behavioral_insights_userId_createdAt_idx" ON "behavioral_insights"("userId", "createdAt");

-- CreateIndex
CREATE INDEX "insight_patterns_patternId_idx" ON "insight_patterns"("patternId");

-- CreateIndex
CREATE INDEX "insight_notifications_userId_createdAt_idx" ON "insight_notifications"("userId", "createdAt");

-- CreateIndex
CREATE INDEX "insight_notifications_insightId_idx" ON "insight_notifications"("insightId");

-- CreateIndex
CREATE UNIQUE INDEX "learning_patterns_userId_patternType_key" ON "learning_patterns"("userId", "patternType");

-- CreateIndex
CREATE UNIQUE INDEX "user_learning_profiles_userId_key" ON "user_learning_profiles"("userId");

-- AddForeignKey
ALTER TABLE "behavioral_events" ADD CONSTRAINT "behavioral_events_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "behavioral_events" ADD CONSTRAINT "behavioral_events_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "study_sessions"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "behavioral_patterns" ADD CONSTRAINT "behavioral_patterns_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "behavioral_insights" ADD CONSTRAINT "behavioral_insights_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "insight_patterns" ADD CONSTRAINT "insight_patterns_insightId_fkey" FOREIGN KEY ("insightId") REFERENCES "behavioral_insights"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "insight_patterns" ADD CONSTRAINT "insight_patterns_patternId_fkey" FOREIGN KEY ("patternId") REFERENCES "behavioral_patterns"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "insight_notifications" ADD CONSTRAINT "insight_notifications_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "insight_notifications" ADD CONSTRAINT "insight_notifications_insightId_fkey" FOREIGN KEY ("insightId") REFERENCES "behavioral_insights"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "learning_patterns" ADD CONSTRAINT "learning_patterns_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_learning_profiles" ADD CONSTRAINT "user_learning_profiles_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
