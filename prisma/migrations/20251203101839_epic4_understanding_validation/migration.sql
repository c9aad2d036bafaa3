-- CreateEnum
CREATE TYPE "PromptType" AS ENUM ('EXPLAIN_TO_PATIENT', 'CLINICAL_REASONING', 'CONTROLLED_FAILURE', 'SOCRATIC');

-- AlterEnum
ALTER TYPE "AchievementType" ADD VALUE 'EXAM_SUCCESS';

-- AlterTable
ALTER TABLE "learning_objectives" ADD COLUMN     "weaknessScore" DECIMAL(4,3) NOT NULL DEFAULT 0.5;

-- AlterTable
ALTER TABLE "missions" ADD COLUMN     "success_score" DECIMAL(4,3);

-- CreateTable
CREATE TABLE "comprehension_metrics" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "objectiveId" TEXT NOT NULL,
    "date" DATE NOT NULL,
    "avgScore" DOUBLE PRECISION NOT NULL,
    "sampleSize" INTEGER NOT NULL DEFAULT 0,
    "trend" VARCHAR(12) NOT NULL DEFAULT 'STABLE',

    CONSTRAINT "comprehension_metrics_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "performance_predictions" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "objectiveId" TEXT,
    "predictedFor" DATE NOT NULL,
    "predictedScore" DECIMAL(4,3) NOT NULL,
    "actualScore" DECIMAL(4,3),
    "confidence" DOUBLE PRECISION NOT NULL,
    "features" JSONB NOT NULL,
    "modelVersion" VARCHAR(40) NOT NULL DEFAULT 'baseline-1',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "performance_predictions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "validation_prompts" (
    "id" TEXT NOT NULL,
    "objectiveId" TEXT NOT NULL,
    "promptType" "PromptType" NOT NULL,
    "promptText" TEXT NOT NULL,
    "conceptName" VARCHAR(160) NOT NULL,
    "expectedCriteria" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "validation_prompts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "validation_responses" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "promptId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "sessionId" TEXT,
    "userAnswer" TEXT NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "confidenceLevel" SMALLINT,
    "aiEvaluation" JSONB NOT NULL,
    "respondedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "validation_responses_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "comprehension_metrics_objectiveId_idx" ON "comprehension_metrics"("objectiveId");

-- CreateIndex
CREATE UNIQUE INDEX "comprehension_metrics_userId_objectiveId_date_key" ON "comprehension_metrics"("userId", "objectiveId", "date");

-- CreateIndex
CREATE INDEX "performance_predictions_userId_predictedFor_idx" ON "performance_predictions"("userId", "predictedFor");

-- CreateIndex
CREATE INDEX "performance_predictions_objectiveId_idx" ON "performance_predictions"("objectiveId");

-- CreateIndex
CREATE INDEX "validation_prompts_objectiveId_promptType_idx" ON "validation_prompts"("objectiveId", "promptType");

-- CreateIndex
CREATE INDEX "validation_responses_promptId_idx" ON "validation_responses"("promptId");

-- CreateIndex
CREATE INDEX "validation_responses_userId_respondedAt_idx" ON "validation_responses"("userId", "respondedAt");

-- CreateIndex
CREATE INDEX "validation_responses_sessionId_idx" ON "validation_responses"("sessionId");

-- AddForeignKey
ALTER TABLE "comprehension_metrics" ADD CONSTRAINT "comprehension_metrics_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comprehension_metrics" ADD CONSTRAINT "comprehension_metrics_objectiveId_fkey" FOREIGN KEY ("objectiveId") REFERENCES "learning_objectives"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "performance_predictions" ADD CONSTRAINT "performance_predictions_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "performance_predictions" ADD CONSTRAINT "performance_predictions_objectiveId_fkey" FOREIGN KEY ("objectiveId") REFERENCES "learning_objectives"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "validation_prompts" ADD CONSTRAINT "validation_prompts_objectiveId_fkey" FOREIGN KEY ("objectiveId") REFERENCES "learning_objectives"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "validation_responses" ADD CONSTRAINT "validation_responses_promptId_fkey" FOREIGN KEY ("promptId") REFERENCES "validation_prompts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "validation_responses" ADD CONSTRAINT "validation_responses_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "validation_responses" ADD CONSTRAINT "validation_responses_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "study_sessions"("id") ON DELETE SET NULL ON UPDATE CASCADE;
