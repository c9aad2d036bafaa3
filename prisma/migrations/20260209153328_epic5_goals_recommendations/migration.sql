-- CreateEnum
CREATE TYPE "BehavioralGoalType" AS ENUM ('STUDY_TIME_CONSISTENCY', 'SESSION_DURATION', 'CONTENT_DIVERSIFICATION', 'RETENTION_IMPROVEMENT', 'CUSTOM');

-- CreateEnum
CREATE TYPE "GoalStatus" AS ENUM ('ACTIVE', 'PAUSED', 'COMPLETED', 'FAILED', 'ABANDONED');

-- CreateEnum
CREATE TYPE "RecommendationType" AS ENUM ('STUDY_TIME_OPTIMIZATION', 'SESSION_DURATION_ADJUSTMENT', 'CONTENT_DIVERSIFICATION', 'RETENTION_STRATEGY', 'CONSISTENCY_BUILDING');

-- CreateEnum
CREATE TYPE "ApplicationType" AS ENUM ('AUTO', 'MANUAL', 'REMINDER', 'GOAL');

-- CreateEnum
CREATE TYPE "InterventionType" AS ENUM ('PREREQUISITE_REVIEW', 'DIFFICULTY_PROGRESSION', 'CONTENT_FORMAT_ADAPT', 'COGNITIVE_LOAD_REDUCE', 'SPACED_REPETITION_BOOST', 'BREAK_SCHEDULE_ADJUST');

-- CreateEnum
CREATE TYPE "InterventionStatus" AS ENUM ('PENDING', 'APPLIED', 'COMPLETED', 'DISMISSED');

-- AlterEnum
ALTER TYPE "ContentSourceType" ADD VALUE 'EXTERNAL';

-- CreateTable
CREATE TABLE "behavioral_goals" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "goalType" "BehavioralGoalType" NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "description" TEXT,
    "targetMetric" VARCHAR(80) NOT NULL,
    "currentValue" DECIMAL(10,2) NOT NULL DEFAULT 0,
    "targetValue" DECIMAL(10,2) NOT NULL,
    "status" "GoalStatus" NOT NULL DEFAULT 'ACTIVE',
    "progressHistory" JSONB NOT NULL DEFAULT '[]',
    "startDate" DATE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deadline" DATE NOT NULL,
    "completedAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "behavioral_goals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recommendations" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "recommendationType" "RecommendationType" NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "description" TEXT NOT NULL,
    "actionableText" TEXT NOT NULL,
    "confidence" DECIMAL(4,3) NOT NULL,
    "estimatedImpact" DECIMAL(4,3) NOT NULL,
    "easeOfImplementation" DECIMAL(4,3) NOT NULL,
    "priorityScore" DECIMAL(5,4) NOT NULL,
    "sourcePatternIds" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "appliedAt" TIMESTAMP(3),
    "dismissedAt" TIMESTAMP(3),

    CONSTRAINT "recommendations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "applied_recommendations" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "recommendationId" TEXT NOT NULL,
    "goalId" TEXT,
    "applicationType" "ApplicationType" NOT NULL,
    "baselineMetrics" JSONB NOT NULL,
    "currentMetrics" JSONB,
    "effectiveness" DECIMAL(4,3),
    "appliedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "evaluatedAt" TIMESTAMP(3),

    CONSTRAINT "applied_recommendations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "intervention_recommendations" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "appliedToMissionId" TEXT,
    "interventionType" "InterventionType" NOT NULL,
    "description" TEXT NOT NULL,
    "reasoning" TEXT NOT NULL,
    "priority" SMALLINT NOT NULL DEFAULT 5,
    "status" "InterventionStatus" NOT NULL DEFAULT 'PENDING',
    "effectiveness" DECIMAL(4,3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "appliedAt" TIMESTAMP(3),

    CONSTRAINT "intervention_recommendations_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "behavioral_goals_userId_deadline_idx" ON "behavioral_goals"("userId", "deadline");

-- CreateIndex
CREATE INDEX "recommendations_userId_createdAt_idx" ON "recommendations"("userId", "createdAt");

-- CreateIndex
CREATE INDEX "applied_recommendations_userId_appliedAt_idx" ON "applied_recommendations"("userId", "appliedAt");

-- CreateIndex
CREATE INDEX "applied_recommendations_recommendationId_idx" ON "applied_recommendations"("recommendationId");

-- CreateIndex
CREATE INDEX "applied_recommendations_goalId_idx" ON "applied_recommendations"("goalId");

-- CreateIndex
CREATE INDEX "intervention_recommendations_userId_createdAt_idx" ON "intervention_recommendations"("userId", "createdAt");

-- CreateIndex
CREATE INDEX "intervention_recommendations_appliedToMissionId_idx" ON "intervention_recommendations"("appliedToMissionId");

-- AddForeignKey
ALTER TABLE "behavioral_goals" ADD CONSTRAINT "behavioral_goals_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recommendations" ADD CONSTRAINT "recommendations_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "applied_recommendations" ADD CONSTRAINT "applied_recommendations_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "applied_recommendations" ADD CONSTRAINT "applied_recommendations_recommendationId_fkey" FOREIGN KEY ("recommendationId") REFERENCES "recommendations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "applied_recommendations" ADD CONSTRAINT "applied_recommendations_goalId_fkey" FOREIGN KEY ("goalId") REFERENCES "behavioral_goals"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "intervention_recommendations" ADD CONSTRAINT "intervention_recommendations_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "intervention_recommendations" ADD CONSTRAINT "intervention_recommendations_appliedToMissionId_fkey" FOREIGN KEY ("appliedToMissionId") REFERENCES "missions"("id") ON DELETE SET NULL ON UPDATE CASCADE;
