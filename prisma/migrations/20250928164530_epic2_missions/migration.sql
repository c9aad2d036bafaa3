-- CreateEnum
CREATE TYPE "MissionStatus" AS ENUM ('PENDING', 'IN_PROGRESS', 'COMPLETED', 'SKIPPED');

-- CreateEnum
CREATE TYPE "AnalyticsPeriod" AS ENUM ('DAILY', 'WEEKLY', 'MONTHLY', 'ALL_TIME');

-- CreateEnum
CREATE TYPE "PaceRating" AS ENUM ('TOO_SLOW', 'JUST_RIGHT', 'TOO_FAST');

-- CreateEnum
CREATE TYPE "ReviewPeriod" AS ENUM ('WEEK', 'MONTH', 'TERM');

-- CreateEnum
CREATE TYPE "PriorityLevel" AS ENUM ('CRITICAL', 'HIGH', 'MEDIUM', 'LOW');

-- CreateEnum
CREATE TYPE "FeedbackType" AS ENUM ('TOO_HIGH', 'JUST_RIGHT', 'TOO_LOW');

-- AlterTable
ALTER TABLE "study_sessions" ADD COLUMN     "missionId" TEXT;

-- CreateTable
CREATE TABLE "missions" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "date" DATE NOT NULL,
    "status" "MissionStatus" NOT NULL DEFAULT 'PENDING',
    "estimatedMinutes" SMALLINT NOT NULL,
    "actualMinutes" SMALLINT,
    "objectives" JSONB NOT NULL DEFAULT '[]',
    "reviewCardCount" INTEGER NOT NULL DEFAULT 0,
    "newContentCount" INTEGER NOT NULL DEFAULT 0,
    "difficultyRating" SMALLINT,
    "completedAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "missions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mission_analytics" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "period" "AnalyticsPeriod" NOT NULL,
    "date" DATE NOT NULL,
    "missionsGenerated" INTEGER NOT NULL DEFAULT 0,
    "missionsCompleted" INTEGER NOT NULL DEFAULT 0,
    "missionsSkipped" INTEGER NOT NULL DEFAULT 0,
    "avgDifficulty" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "avgSuccessScore" DECIMAL(4,3) NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mission_analytics_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mission_feedback" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "missionId" TEXT NOT NULL,
    "helpfulnessRating" SMALLINT NOT NULL,
    "relevanceRating" SMALLINT NOT NULL,
    "paceRating" "PaceRating" NOT NULL,
    "improvementSuggestions" TEXT,
    "submittedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mission_feedback_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mission_reviews" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "period" "ReviewPeriod" NOT NULL,
    "startDate" DATE NOT NULL,
    "endDate" DATE NOT NULL,
    "summary" JSONB NOT NULL,
    "highlights" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "insights" JSONB,
    "generatedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mission_reviews_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mission_streaks" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "currentStreak" INTEGER NOT NULL DEFAULT 0,
    "longestStreak" INTEGER NOT NULL DEFAULT 0,
    "lastCompletedDate" DATE,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "mission_streaks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "course_priorities" (
    "userId" TEXT NOT NULL,
    "courseId" TEXT NOT NULL,
    "priorityLevel" "PriorityLevel" NOT NULL DEFAULT 'MEDIUM',
    "reason" TEXT,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "course_priorities_key" PRIMARY KEY ("userId","courseId")
);

-- CreateTable
CREATE TABLE "priority_feedback" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "objectiveId" TEXT NOT NULL,
    "userFeedback" "FeedbackType" NOT NULL,
    "suggestedPriority" "PriorityLevel",
    "comment" VARCHAR(500),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "priority_feedback_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "performance_metrics" (
    "id" SERIAL NOT NULL,
    "userId" TEXT NOT NULL,
    "objectiveId" TEXT NOT NULL,
    "date" DATE NOT NULL,
    "retentionScore" DECIMAL(4,3) NOT NULL,
    "studyTimeMs" INTEGER NOT NULL DEFAULT 0,
    "reviewCount" INTEGER NOT NULL DEFAULT 0,
    "correctReviews" INTEGER NOT NULL DEFAULT 0,
    "incorrectReviews" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "performance_metrics_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "missions_status_date_idx" ON "missions"("status", "date");

-- CreateIndex
CREATE UNIQUE INDEX "missions_userId_date_key" ON "missions"("userId", "date");

-- CreateIndex
CREATE UNIQUE INDEX "mission_analytics_userId_period_date_key" ON "mission_analytics"("userId", "period", "date");

-- CreateIndex
CREATE INDEX "mission_feedback_userId_submittedAt_idx" ON "mission_feedback"("userId", "submittedAt");

-- CreateIndex
CREATE UNIQUE INDEX "mission_feedback_missionId_userId_key" ON "mission_feedback"("missionId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "mission_reviews_userId_period_startDate_key" ON "mission_reviews"("userId", "period", "startDate");

-- CreateIndex
CREATE UNIQUE INDEX "mission_streaks_userId_key" ON "mission_streaks"("userId");

-- CreateIndex
CREATE INDEX "course_priorities_courseId_idx" ON "course_priorities"("courseId");

-- CreateIndex
CREATE INDEX "priority_feedback_userId_createdAt_idx" ON "priority_feedback"("userId", "createdAt");

-- CreateIndex
CREATE INDEX "priority_feedback_objectiveId_idx" ON "priority_feedback"("objectiveId");

-- CreateIndex
CREATE INDEX "performance_metrics_objectiveId_date_idx" ON "performance_metrics"("objectiveId", "date");

-- CreateIndex
CREATE UNIQUE INDEX "performance_metrics_userId_objectiveId_date_key" ON "performance_metrics"("userId", "objectiveId", "date");

-- CreateIndex
CREATE INDEX "study_sessions_missionId_idx" ON "study_sessions"("missionId");

-- AddForeignKey
ALTER TABLE "missions" ADD CONSTRAINT "missions_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mission_analytics" ADD CONSTRAINT "mission_analytics_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mission_feedback" ADD CONSTRAINT "mission_feedback_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mission_feedback" ADD CONSTRAINT "mission_feedback_missionId_fkey" FOREIGN KEY ("missionId") REFERENCES "missions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mission_reviews" ADD CONSTRAINT "mission_reviews_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mission_streaks" ADD CONSTRAINT "mission_streaks_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "study_sessions" ADD CONSTRAINT "study_sessions_missionId_fkey" FOREIGN KEY ("missionId") REFERENCES "missions"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "course_priorities" ADD CONSTRAINT "course_priorities_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "course_priorities" ADD CONSTRAINT "course_priorities_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "courses"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "priority_feedback" ADD CONSTRAINT "priority_feedback_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "priority_feedback" ADD CONSTRAINT "priority_feedback_objectiveId_fkey" FOREIGN KEY ("objectiveId") REFERENCES "learning_objectives"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "performance_metrics" ADD CONSTRAINT "performance_metrics_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "performance_metrics" ADD CONSTRAINT "performance_metrics_objectiveId_fkey" FOREIGN KEY ("objectiveId") REFERENCES "learning_objectives"("id") ON DELETE CASCADE ON UPDATE CASCADE;
