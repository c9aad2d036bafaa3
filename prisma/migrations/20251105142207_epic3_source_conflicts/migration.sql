-- CreateEnum
CREATE TYPE "SourceType" AS ENUM ('LECTURE', 'TEXTBOOK', 'JOURNAL', 'GUIDELINE', 'FIRST_AID', 'USER_NOTES');

-- CreateEnum
CREATE TYPE "TrustLevel" AS ENUM ('LOW', 'MEDIUM', 'HIGH');

-- CreateEnum
CREATE TYPE "ConflictType" AS ENUM ('DOSAGE', 'CONTRAINDICATION', 'MECHANISM', 'TREATMENT', 'DIAGNOSIS', 'OTHER');

-- CreateEnum
CREATE TYPE "ConflictSeverity" AS ENUM ('LOW', 'MEDIUM', 'HIGH', 'CRITICAL');

-- CreateEnum
CREATE TYPE "ConflictStatus" AS ENUM ('ACTIVE', 'UNDER_REVIEW', 'RESOLVED', 'DISMISSED');

-- CreateEnum
CREATE TYPE "ChangeType" AS ENUM ('DETECTED', 'STATUS_CHANGED', 'EVIDENCE_ADDED', 'RESOLVED', 'REOPENED');

-- CreateTable
CREATE TABLE "sources" (
    "id" TEXT NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "type" "SourceType" NOT NULL,
    "edition" VARCHAR(40),
    "credibilityScore" SMALLINT NOT NULL DEFAULT 50,
    "byte_size" BIGINT,
    "url" TEXT,
    "lastCheckedOn" DATE,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sources_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_source_preferences" (
    "userId" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "trustLevel" "TrustLevel" NOT NULL DEFAULT 'MEDIUM',
    "priority" SMALLINT NOT NULL DEFAULT 0,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "user_source_preferences_pkey" PRIMARY KEY ("userId","sourceId")
);

-- CreateTable
CREATE TABLE "conflicts" (
    "id" TEXT NOT NULL,
    "conceptId" TEXT,
    "chunkAId" TEXT NOT NULL,
    "chunkBId" TEXT,
    "sourceAId" TEXT NOT NULL,
    "sourceBId" TEXT NOT NULL,
    "conflictType" "ConflictType" NOT NULL,
    "severity" "ConflictSeverity" NOT NULL DEFAULT 'MEDIUM',
    "status" "ConflictStatus" NOT NULL DEFAULT 'ACTIVE',
    "description" TEXT NOT NULL,
    "similarityScore" DECIMAL(5,4) NOT NULL,
    "detectedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "conflicts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "conflict_flags" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "conflictId" TEXT NOT NULL,
    "reason" VARCHAR(500) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "conflict_flags_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "conflict_history" (
    "id" SERIAL NOT NULL,
    "conflictId" TEXT NOT NULL,
    "changed_by_id" TEXT,
    "changeType" "ChangeType" NOT NULL,
    "oldStatus" "ConflictStatus",
    "newStatus" "ConflictStatus" NOT NULL,
    "note" TEXT,
    "changedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "conflict_history_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "conflict_resolutions" (
    "id" TEXT NOT NULL,
    "conflictId" TEXT NOT NULL,
    "resolved_by_id" TEXT,
    "preferredSourceId" TEXT NOT NULL,
    "resolution" TEXT NOT NULL,
    "confidence" DECIMAL(3,2) NOT NULL DEFAULT 0.8,
    "resolvedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "conflict_resolutions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "sources_name_type_key" ON "sources"("name", "type");

-- CreateIndex
CREATE INDEX "user_source_preferences_sourceId_idx" ON "user_source_preferences"("sourceId");

-- CreateIndex
CREATE INDEX "conflicts_conceptId_idx" ON "conflicts"("conceptId");

-- CreateIndex
CREATE INDEX "conflicts_chunkAId_idx" ON "conflicts"("chunkAId");

-- CreateIndex
CREATE INDEX "conflicts_chunkBId_idx" ON "conflicts"("chunkBId");

-- CreateIndex
CREATE INDEX "conflicts_sourceAId_idx" ON "conflicts"("sourceAId");

-- CreateIndex
CREATE INDEX "conflicts_sourceBId_idx" ON "conflicts"("sourceBId");

-- CreateIndex
CREATE INDEX "conflicts_status_severity_idx" ON "conflicts"("status", "severity");

-- CreateIndex
CREATE INDEX "conflict_flags_conflictId_idx" ON "conflict_flags"("conflictId");

-- CreateIndex
CREATE UNIQUE INDEX "conflict_flags_userId_conflictId_key" ON "conflict_flags"("userId", "conflictId");

-- CreateIndex
CREATE INDEX "conflict_history_conflictId_changedAt_idx" ON "conflict_history"("conflictId", "changedAt");

-- CreateIndex
CREATE INDEX "conflict_history_changed_by_id_idx" ON "conflict_history"("changed_by_id");

-- CreateIndex
CREATE INDEX "conflict_resolutions_conflictId_resolvedAt_idx" ON "conflict_resolutions"("conflictId", "resolvedAt");

-- CreateIndex
CREATE INDEX "conflict_resolutions_resolved_by_id_idx" ON "conflict_resolutions"("resolved_by_id");

-- CreateIndex
CREATE INDEX "conflict_resolutions_preferredSourceId_idx" ON "conflict_resolutions"("preferredSourceId");

-- AddForeignKey
ALTER TABLE "user_source_preferences" ADD CONSTRAINT "user_source_preferences_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_source_preferences" ADD CONSTRAINT "user_source_preferences_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "sources"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conflicts" ADD CONSTRAINT "conflicts_conceptId_fkey" FOREIGN KEY ("conceptId") REFERENCES "concepts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conflicts" ADD CONSTRAINT "conflicts_chunkAId_fkey" FOREIGN KEY ("chunkAId") REFERENCES "content_chunks"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conflicts" ADD CONSTRAINT "conflicts_chunkBId_fkey" FOREIGN KEY ("chunkBId") REFERENCES "content_chunks"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conflicts" ADD CONSTRAINT "conflicts_sourceAId_fkey" FOREIGN KEY ("sourceAId") REFERENCES "sources"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conflicts" ADD CONSTRAINT "conflicts_sourceBId_fkey" FOREIGN KEY ("sourceBId") REFERENCES "sources"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conflict_flags" ADD CONSTRAINT "conflict_flags_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conflict_flags" ADD CONSTRAINT "conflict_flags_conflictId_fkey" FOREIGN KEY ("conflictId") REFERENCES "conflicts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conflict_history" ADD CONSTRAINT "conflict_history_conflictId_fkey" FOREIGN KEY ("conflictId") REFERENCES "conflicts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conflict_history" ADD CONSTRAINT "conflict_history_changed_by_id_fkey" FOREIGN KEY ("changed_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conflict_resolutions" ADD CONSTRAINT "conflict_resolutions_conflictId_fkey" FOREIGN KEY ("conflictId") REFERENCES "conflicts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conflict_resolutions" ADD CONSTRAINT "conflict_resolutions_resolved_by_id_fkey" FOREIGN KEY ("resolved_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conflict_resolutions" ADD CONSTRAINT "conflict_resolutions_preferredSourceId_fkey" FOREIGN KEY ("preferredSourceId") REFERENCES "sources"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
