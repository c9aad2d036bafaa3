-- Nothing wrote jobs before, so the tables are empty.
ALTER TABLE "jobs" DROP COLUMN "owner", DROP COLUMN "failure",
    ADD COLUMN "started_by" JSONB NOT NULL,
    ADD COLUMN "outcome" TEXT,
    ADD COLUMN "result" JSONB;

ALTER TABLE "job_steps" DROP COLUMN "ended_at",
    ADD COLUMN "step" TEXT NOT NULL,
    ADD COLUMN "duration_ms" DOUBLE PRECISION,
    ADD COLUMN "progress" JSONB,
    ADD COLUMN "reason" TEXT;

-- A line may belong to a step that no plan named.
DROP TABLE "job_log_lines";

-- CreateTable
CREATE TABLE "job_log_lines" (
    "job_id" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "job_log_lines_pkey" PRIMARY KEY ("job_id","place")
);

-- AddForeignKey
ALTER TABLE "job_log_lines" ADD CONSTRAINT "job_log_lines_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "jobs"("id") ON DELETE CASCADE ON UPDATE CASCADE;
