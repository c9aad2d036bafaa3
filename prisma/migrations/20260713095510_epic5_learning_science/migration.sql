-- CreateEnum
CREATE TYPE "ArticleCategory" AS ENUM ('SPACED_REPETITION', 'ACTIVE_RECALL', 'COGNITIVE_LOAD', 'SLEEP_AND_MEMORY', 'METACOGNITION', 'STRESS_AND_PERFORMANCE');

-- AlterTable
ALTER TABLE "burnout_risk_assessments" ADD COLUMN     "daysSinceLastBreak" SMALLINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "learning_articles" (
    "id" TEXT NOT NULL,
    "slug" VARCHAR(120) NOT NULL,
    "follows_id" TEXT,
    "title" VARCHAR(200) NOT NULL,
    "summary" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "category" "ArticleCategory" NOT NULL,
    "readTimeMinutes" SMALLINT NOT NULL,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "externalResources" JSONB NOT NULL DEFAULT '[]',
    "publishedAt" TIMESTAMP(3),
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "learning_articles_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "article_reads" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "articleId" TEXT NOT NULL,
    "readAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "readSeconds" INTEGER NOT NULL DEFAULT 0,
    "completed" BOOLEAN NOT NULL DEFAULT false,
    "rating" SMALLINT,
    "notes" TEXT,

    CONSTRAINT "article_reads_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "learning_articles_slug_key" ON "learning_articles"("slug");

-- CreateIndex
CREATE INDEX "learning_articles_follows_id_idx" ON "learning_articles"("follows_id");

-- CreateIndex
CREATE INDEX "article_reads_userId_readAt_idx" ON "article_reads"("userId", "readAt");

-- CreateIndex
CREATE INDEX "article_reads_articleId_idx" ON "article_reads"("articleId");

-- AddForeignKey
ALTER TABLE "learning_articles" ADD CONSTRAINT "learning_articles_follows_id_fkey" FOREIGN KEY ("follows_id") REFERENCES "learning_articles"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "article_reads" ADD CONSTRAINT "article_reads_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "article_reads" ADD CONSTRAINT "article_reads_articleId_fkey" FOREIGN KEY ("articleId") REFERENCES "learning_articles"("id") ON DELETE CASCADE ON UPDATE CASCADE;
