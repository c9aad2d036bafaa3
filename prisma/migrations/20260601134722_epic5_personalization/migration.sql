-- CreateEnum
CREATE TYPE "PersonalizationLevel" AS ENUM ('NONE', 'LOW', 'MEDIUM', 'HIGH');

-- CreateEnum
CREATE TYPE "PersonalizationContext" AS ENUM ('MISSION', 'CONTENT', 'ASSESSMENT', 'SESSION');

-- CreateEnum
CREATE TYPE "OutcomeType" AS ENUM ('RETENTION', 'COMPLETION', 'SATISFACTION', 'TIME_EFFICIENCY');

-- CreateEnum
CREATE TYPE "ExperimentType" AS ENUM ('AB_TEST', 'MULTIVARIATE', 'BANDIT');

-- CreateEnum
CREATE TYPE "ExperimentStatus" AS ENUM ('DRAFT', 'ACTIVE', 'PAUSED', 'COMPLETED', 'CANCELLED');

-- CreateTable
CREATE TABLE "personalization_preferences" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "level" "PersonalizationLevel" NOT NULL DEFAULT 'MEDIUM',
    "autoAdaptEnabled" BOOLEAN NOT NULL DEFAULT true,
    "disabledFeatures" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "dailyReminderAt" TIME(0),
    "resetAt" TIMESTAMP(3),
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "personalization_preferences_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "personalization_configs" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "context" "PersonalizationContext" NOT NULL,
    "strategyVariant" VARCHAR(60) NOT NULL DEFAULT 'balanced',
    "parameters" JSONB NOT NULL,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "activatedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deactivatedAt" TIMESTAMP(3),

    CONSTRAINT "personalization_configs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "personalization_effectiveness" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "configId" TEXT NOT NULL,
    "metric" "OutcomeType" NOT NULL,
    "baselineValue" DECIMAL(8,4) NOT NULL,
    "currentValue" DECIMAL(8,4) NOT NULL,
    "improvementPercent" DECIMAL(7,3) NOT NULL,
    "correlation" DOUBLE PRECISION,
    "sampleSize" INTEGER NOT NULL DEFAULT 0,
    "periodStart" DATE NOT NULL,
    "periodEnd" DATE NOT NULL,
    "measuredAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "personalization_effectiveness_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "personalization_outcomes" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "configId" TEXT,
    "outcomeType" "OutcomeType" NOT NULL,
    "value" DECIMAL(8,4) NOT NULL,
    "context" JSONB,
    "recordedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "personalization_outcomes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "personalization_experiments" (
    "id" TEXT NOT NULL,
    "name" VARCHAR(160) NOT NULL,
    "hypothesis" TEXT NOT NULL,
    "experimentType" "ExperimentType" NOT NULL DEFAULT 'AB_TEST',
    "status" "ExperimentStatus" NOT NULL DEFAULT 'DRAFT',
    "variants" JSONB NOT NULL,
    "successMetric" "OutcomeType" NOT NULL,
    "targetUserCount" INTEGER NOT NULL DEFAULT 20,
    "startDate" DATE NOT NULL,
    "endDate" DATE,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "personalization_experiments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "experiment_assignments" (
    "id" TEXT NOT NULL,
    "experimentId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "variant" VARCHAR(60) NOT NULL,
    "metrics" JSONB,
    "assignedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "completedAt" TIMESTAMP(3),

    CONSTRAINT "experiment_assignments_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "personalization_preferences_userId_key" ON "personalization_preferences"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "personalization_configs_userId_context_strategyVariant_key" ON "personalization_configs"("userId", "context", "strategyVariant");

-- CreateIndex
CREATE INDEX "personalization_effectiveness_userId_measuredAt_idx" ON "personalization_effectiveness"("userId", "measuredAt");

-- CreateIndex
CREATE INDEX "personalization_effectiveness_configId_idx" ON "personalization_effectiveness"("configId");

-- CreateIndex
CREATE INDEX "personalization_outcomes_userId_recordedAt_idx" ON "personalization_outcomes"("userId", "recordedAt");

-- CreateIndex
CREATE INDEX "personalization_outcomes_configId_idx" ON "personalization_outcomes"("configId");

-- CreateIndex
CREATE UNIQUE INDEX "personalization_experiments_name_key" ON "personalization_experiments"("name");

-- CreateIndex
CREATE INDEX "experiment_assignments_userId_idx" ON "experiment_assignments"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "experiment_assignments_once_per_user" ON "experiment_assignments"("experimentId", "userId");

-- AddForeignKey
ALTER TABLE "personalization_preferences" ADD CONSTRAINT "personalization_preferences_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "personalization_configs" ADD CONSTRAINT "personalization_configs_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "personalization_effectiveness" ADD CONSTRAINT "personalization_effectiveness_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "personalization_effectiveness" ADD CONSTRAINT "personalization_effectiveness_configId_fkey" FOREIGN KEY ("configId") REFERENCES "personalization_configs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "personalization_outcomes" ADD CONSTRAINT "personalization_outcomes_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "personalization_outcomes" ADD CONSTRAINT "personalization_outcomes_configId_fkey" FOREIGN KEY ("configId") REFERENCES "personalization_configs"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_assignments" ADD CONSTRAINT "experiment_assignments_experimentId_fkey" FOREIGN KEY ("experimentId") REFERENCES "personalization_experiments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_assignments" ADD CONSTRAINT "experiment_assignments_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- RenameIndex
ALTER INDEX "reviews_userId_reviewedAt_idx" RENAME TO "idx_reviews_user_reviewed_at";
