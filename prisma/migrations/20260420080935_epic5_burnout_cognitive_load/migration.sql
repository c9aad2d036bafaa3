-- CreateEnum
CREATE TYPE "BurnoutRiskLevel" AS ENUM ('LOW', 'MEDIUM', 'HIGH', 'CRITICAL');

-- AlterEnum
ALTER TYPE "EventType" ADD VALUE 'COGNITIVE_OVERLOAD';

-- AlterTable
ALTER TABLE "user_learning_profiles" ADD COLUMN     "load_tolerance" DECIMAL(4,3) NOT NULL DEFAULT 0.6;

-- CreateTable
CREATE TABLE "cognitive_load_metrics" (
    "id" SERIAL NOT NULL,
    "userId" TEXT NOT NULL,
    "sessionId" TEXT,
    "measured_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "loadScore" DECIMAL(5,2) NOT NULL,
    "stressIndicators" JSONB NOT NULL DEFAULT '[]',
    "confidence" DECIMAL(4,3) NOT NULL,

    CONSTRAINT "cognitive_load_metrics_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "burnout_risk_assessments" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "assessmentDate" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "riskScore" DECIMAL(5,2) NOT NULL,
    "riskLevel" "BurnoutRiskLevel" NOT NULL,
    "contributingFactors" JSONB NOT NULL,
    "recommendations" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "confidence" DECIMAL(4,3) NOT NULL,

    CONSTRAINT "burnout_risk_assessments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stress_response_patterns" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "triggerType" VARCHAR(60) NOT NULL,
    "responseProfile" JSONB NOT NULL,
    "avgLoadIncrease" DECIMAL(5,2) NOT NULL,
    "recoveryHours" DECIMAL(6,2) NOT NULL,
    "copingStrategies" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "occurrenceCount" INTEGER NOT NULL DEFAULT 1,
    "confidence" DECIMAL(4,3) NOT NULL,
    "firstDetectedAt" TIMESTAMP(3) NOT NULL,
    "lastOccurredAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "stress_response_patterns_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "cognitive_load_metrics_userId_measured_at_idx" ON "cognitive_load_metrics"("userId", "measured_at");

-- CreateIndex
CREATE INDEX "cognitive_load_metrics_sessionId_idx" ON "cognitive_load_metrics"("sessionId");

-- CreateIndex
CREATE INDEX "burnout_risk_assessments_userId_assessmentDate_idx" ON "burnout_risk_assessments"("userId", "assessmentDate");

-- CreateIndex
CREATE UNIQUE INDEX "stress_response_patterns_userId_triggerType_key" ON "stress_response_patterns"("userId", "triggerType");

-- AddForeignKey
ALTER TABLE "cognitive_load_metrics" ADD CONSTRAINT "cognitive_load_metrics_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cognitive_load_metrics" ADD CONSTRAINT "cognitive_load_metrics_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "study_sessions"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "burnout_risk_assessments" ADD CONSTRAINT "burnout_risk_assessments_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stress_response_patterns" ADD CONSTRAINT "stress_response_patterns_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
