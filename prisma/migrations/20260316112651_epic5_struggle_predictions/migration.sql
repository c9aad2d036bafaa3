-- CreateEnum
CREATE TYPE "PredictionStatus" AS ENUM ('PENDING', 'CONFIRMED', 'FALSE_POSITIVE', 'MISSED');

-- CreateEnum
CREATE TYPE "IndicatorType" AS ENUM ('LOW_RETENTION', 'PREREQUISITE_GAP', 'COMPLEXITY_MISMATCH', 'COGNITIVE_OVERLOAD', 'HISTORICAL_STRUGGLE', 'TOPIC_SIMILARITY');

-- CreateEnum
CREATE TYPE "Severity" AS ENUM ('LOW', 'MEDIUM', 'HIGH');

-- CreateEnum
CREATE TYPE "AdaptationType" AS ENUM ('TIME_SHIFT', 'DURATION_CHANGE', 'INTENSITY_CHANGE', 'CANCELLATION');

-- AlterTable
ALTER TABLE "behavioral_events" ADD COLUMN     "performanceScore" SMALLINT;

-- AlterTable
ALTER TABLE "intervention_recommendations" ADD COLUMN     "predictionId" TEXT;

-- CreateTable
CREATE TABLE "struggle_predictions" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "objectiveId" TEXT,
    "predictionDate" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "struggleProbability" DECIMAL(4,3) NOT NULL,
    "confidence" DECIMAL(4,3) NOT NULL,
    "status" "PredictionStatus" NOT NULL DEFAULT 'PENDING',
    "featureVector" JSONB NOT NULL,
    "actualOutcome" BOOLEAN,
    "outcomeRecordedAt" TIMESTAMP(3),

    CONSTRAINT "struggle_predictions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "struggle_indicators" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "objectiveId" TEXT NOT NULL,
    "predictionId" TEXT,
    "indicatorType" "IndicatorType" NOT NULL,
    "severity" "Severity" NOT NULL,
    "context" JSONB NOT NULL DEFAULT '{}',
    "detectedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "struggle_indicators_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "study_schedule_recommendations" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "recommendedStartAt" TIMESTAMPTZ(3) NOT NULL,
    "recommendedMinutes" SMALLINT NOT NULL,
    "confidence" DECIMAL(4,3) NOT NULL,
    "reasoningFactors" JSONB NOT NULL,
    "calendarAware" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "study_schedule_recommendations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "schedule_adaptations" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "scheduleRecommendationId" TEXT NOT NULL,
    "adaptationType" "AdaptationType" NOT NULL,
    "oldValue" JSONB NOT NULL,
    "newValue" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "effectivenessScore" DOUBLE PRECISION,
    "adaptedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "schedule_adaptations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session_orchestration_plans" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "missionId" TEXT,
    "scheduleRecommendationId" TEXT,
    "plannedStartAt" TIMESTAMPTZ(3) NOT NULL,
    "plannedEndAt" TIMESTAMPTZ(3) NOT NULL,
    "actualStartAt" TIMESTAMPTZ(3),
    "actualEndAt" TIMESTAMPTZ(3),
    "intensity" "Severity" NOT NULL DEFAULT 'MEDIUM',
    "contentSequence" JSONB NOT NULL,
    "breakMinutes" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "confidence" DECIMAL(4,3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "session_orchestration_plans_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "calendar_integrations" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "provider" VARCHAR(40) NOT NULL,
    "calendarId" TEXT NOT NULL,
    "encryptedToken" BYTEA,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "lastSyncAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "calendar_integrations_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "struggle_predictions_userId_predictionDate_idx" ON "struggle_predictions"("userId", "predictionDate");

-- CreateIndex
CREATE INDEX "struggle_predictions_objectiveId_idx" ON "struggle_predictions"("objectiveId");

-- CreateIndex
CREATE INDEX "struggle_indicators_userId_detectedAt_idx" ON "struggle_indicators"("userId", "detectedAt");

-- CreateIndex
CREATE INDEX "struggle_indicators_objectiveId_idx" ON "struggle_indicators"("objectiveId");

-- CreateIndex
CREATE INDEX "struggle_indicators_predictionId_idx" ON "struggle_indicators"("predictionId");

-- CreateIndex
CREATE INDEX "study_schedule_recommendations_userId_recommendedStartAt_idx" ON "study_schedule_recommendations"("userId", "recommendedStartAt");

-- CreateIndex
CREATE INDEX "schedule_adaptations_userId_adaptedAt_idx" ON "schedule_adaptations"("userId", "adaptedAt");

-- CreateIndex
CREATE INDEX "schedule_adaptations_scheduleRecommendationId_idx" ON "schedule_adaptations"("scheduleRecommendationId");

-- CreateIndex
CREATE INDEX "session_orchestration_plans_userId_plannedStartAt_idx" ON "session_orchestration_plans"("userId", "plannedStartAt");

-- CreateIndex
CREATE INDEX "session_orchestration_plans_missionId_idx" ON "session_orchestration_plans"("missionId");

-- CreateIndex
CREATE INDEX "session_orchestration_plans_scheduleRecommendationId_idx" ON "session_orchestration_plans"("scheduleRecommendationId");

-- CreateIndex
CREATE UNIQUE INDEX "calendar_integrations_userId_provider_key" ON "calendar_integrations"("userId", "provider");

-- CreateIndex
CREATE INDEX "intervention_recommendations_predictionId_idx" ON "intervention_recommendations"("predictionId");

-- AddForeignKey
ALTER TABLE "intervention_recommendations" ADD CONSTRAINT "intervention_recommendations_predictionId_fkey" FOREIGN KEY ("predictionId") REFERENCES "struggle_predictions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "struggle_predictions" ADD CONSTRAINT "struggle_predictions_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "struggle_predictions" ADD CONSTRAINT "struggle_predictions_objectiveId_fkey" FOREIGN KEY ("objectiveId") REFERENCES "learning_objectives"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "struggle_indicators" ADD CONSTRAINT "struggle_indicators_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "struggle_indicators" ADD CONSTRAINT "struggle_indicators_objectiveId_fkey" FOREIGN KEY ("objectiveId") REFERENCES "learning_objectives"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "struggle_indicators" ADD CONSTRAINT "struggle_indicators_predictionId_fkey" FOREIGN KEY ("predictionId") REFERENCES "struggle_predictions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "study_schedule_recommendations" ADD CONSTRAINT "study_schedule_recommendations_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "schedule_adaptations" ADD CONSTRAINT "schedule_adaptations_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "schedule_adaptations" ADD CONSTRAINT "schedule_adaptations_scheduleRecommendationId_fkey" FOREIGN KEY ("scheduleRecommendationId") REFERENCES "study_schedule_recommendations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_orchestration_plans" ADD CONSTRAINT "session_orchestration_plans_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_orchestration_plans" ADD CONSTRAINT "session_orchestration_plans_missionId_fkey" FOREIGN KEY ("missionId") REFERENCES "missions"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_orchestration_plans" ADD CONSTRAINT "session_orchestration_plans_scheduleRecommendationId_fkey" FOREIGN KEY ("scheduleRecommendationId") REFERENCES "study_schedule_recommendations"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calendar_integrations" ADD CONSTRAINT "calendar_integrations_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
