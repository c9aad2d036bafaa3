-- CreateEnum
CREATE TYPE "RelationshipType" AS ENUM ('PREREQUISITE', 'RELATED', 'INTEGRATED', 'CLINICAL');

-- CreateEnum
CREATE TYPE "ContentSourceType" AS ENUM ('LECTURE', 'CONCEPT', 'ARTICLE');

-- CreateEnum
CREATE TYPE "RecommendationStatus" AS ENUM ('PENDING', 'VIEWED', 'ACCEPTED', 'DISMISSED', 'EXPIRED');

-- CreateEnum
CREATE TYPE "FeedbackRating" AS ENUM ('NOT_HELPFUL', 'SOMEWHAT_HELPFUL', 'HELPFUL', 'VERY_HELPFUL');

-- CreateTable
CREATE TABLE "concepts" (
    "id" TEXT NOT NULL,
    "parent_id" TEXT,
    "name" VARCHAR(160) NOT NULL,
    "category" VARCHAR(80) NOT NULL,
    "description" TEXT,
    "synonyms" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "concepts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "concept_relationships" (
    "id" TEXT NOT NULL,
    "fromConceptId" TEXT NOT NULL,
    "toConceptId" TEXT NOT NULL,
    "relationship" "RelationshipType" NOT NULL,
    "strength" DECIMAL(3,2) NOT NULL,
    "isUserDefined" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "concept_relationships_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "search_queries" (
    "id" UUID NOT NULL,
    "userId" TEXT NOT NULL,
    "query" VARCHAR(400) NOT NULL,
    "filters" JSONB,
    "resultCount" INTEGER NOT NULL DEFAULT 0,
    "responseTimeMs" INTEGER NOT NULL,
    "searchedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "search_queries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "search_clicks" (
    "id" UUID NOT NULL,
    "searchQueryId" UUID NOT NULL,
    "userId" TEXT,
    "resultType" "ContentSourceType" NOT NULL,
    "resultId" TEXT NOT NULL,
    "position" SMALLINT NOT NULL,
    "clickedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "search_clicks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "content_recommendations" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "chunkId" TEXT,
    "objectiveId" TEXT,
    "sourceType" "ContentSourceType" NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "reason" TEXT NOT NULL,
    "score" DECIMAL(5,4) NOT NULL,
    "status" "RecommendationStatus" NOT NULL DEFAULT 'PENDING',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "viewedAt" TIMESTAMP(3),

    CONSTRAINT "content_recommendations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recommendation_feedback" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "recommendationId" TEXT NOT NULL,
    "rating" "FeedbackRating" NOT NULL,
    "comment" VARCHAR(500),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "recommendation_feedback_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recommendation_analytics" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "date" DATE NOT NULL,
    "shownCount" INTEGER NOT NULL DEFAULT 0,
    "clickedCount" INTEGER NOT NULL DEFAULT 0,
    "completedCount" INTEGER NOT NULL DEFAULT 0,
    "avgRating" DECIMAL(3,2),

    CONSTRAINT "recommendation_analytics_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "concepts_name_key" ON "concepts"("name");

-- CreateIndex
CREATE INDEX "concepts_parent_id_idx" ON "concepts"("parent_id");

-- CreateIndex
CREATE INDEX "concepts_category_name_idx" ON "concepts"("category", "name");

-- CreateIndex
CREATE INDEX "concept_relationships_toConceptId_idx" ON "concept_relationships"("toConceptId");

-- CreateIndex
CREATE UNIQUE INDEX "concept_relationships_fromConceptId_toConceptId_relationshi_key" ON "concept_relationships"("fromConceptId", "toConceptId", "relationship");

-- CreateIndex
CREATE INDEX "search_queries_userId_searchedAt_idx" ON "search_queries"("userId", "searchedAt");

-- CreateIndex
CREATE INDEX "search_clicks_searchQueryId_position_idx" ON "search_clicks"("searchQueryId", "position");

-- CreateIndex
CREATE INDEX "search_clicks_userId_idx" ON "search_clicks"("userId");

-- CreateIndex
CREATE INDEX "content_recommendations_userId_status_idx" ON "content_recommendations"("userId", "status");

-- CreateIndex
CREATE INDEX "content_recommendations_chunkId_idx" ON "content_recommendations"("chunkId");

-- CreateIndex
CREATE INDEX "content_recommendations_objectiveId_idx" ON "content_recommendations"("objectiveId");

-- CreateIndex
CREATE INDEX "recommendation_feedback_userId_idx" ON "recommendation_feedback"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "recommendation_feedback_recommendationId_userId_key" ON "recommendation_feedback"("recommendationId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "recommendation_analytics_userId_date_key" ON "recommendation_analytics"("userId", "date");

-- AddForeignKey
ALTER TABLE "concepts" ADD CONSTRAINT "concepts_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "concepts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "concept_relationships" ADD CONSTRAINT "concept_relationships_fromConceptId_fkey" FOREIGN KEY ("fromConceptId") REFERENCES "concepts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "concept_relationships" ADD CONSTRAINT "concept_relationships_toConceptId_fkey" FOREIGN KEY ("toConceptId") REFERENCES "concepts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "search_queries" ADD CONSTRAINT "search_queries_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "search_clicks" ADD CONSTRAINT "search_clicks_searchQueryId_fkey" FOREIGN KEY ("searchQueryId") REFERENCES "search_queries"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "search_clicks" ADD CONSTRAINT "search_clicks_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "content_recommendations" ADD CONSTRAINT "content_recommendations_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "content_recommendations" ADD CONSTRAINT "content_recommendations_chunkId_fkey" FOREIGN KEY ("chunkId") REFERENCES "content_chunks"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "content_recommendations" ADD CONSTRAINT "content_recommendations_objectiveId_fkey" FOREIGN KEY ("objectiveId") REFERENCES "learning_objectives"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recommendation_feedback" ADD CONSTRAINT "recommendation_feedback_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recommendation_feedback" ADD CONSTRAINT "recommendation_feedback_recommendationId_fkey" FOREIGN KEY ("recommendationId") REFERENCES "content_recommendations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recommendation_analytics" ADD CONSTRAINT "recommendation_analytics_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
