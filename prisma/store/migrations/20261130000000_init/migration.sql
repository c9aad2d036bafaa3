-- CreateTable
CREATE TABLE "environments" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "last_number" INTEGER NOT NULL DEFAULT 0,
    "verdict" TEXT,
    "verdict_since" TIMESTAMPTZ(3),
    "last_green_number" INTEGER,
    "last_green_at" TIMESTAMPTZ(3),
    "pruned_at" TIMESTAMPTZ(3),

    CONSTRAINT "environments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "runs" (
    "id" BIGSERIAL NOT NULL,
    "environment_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "run_id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "duration_ms" DOUBLE PRECISION NOT NULL,
    "verdict" TEXT NOT NULL,
    "snapshot_id" BIGINT NOT NULL,
    "measured" BYTEA NOT NULL,
    "latencies_ms" DOUBLE PRECISION[],

    CONSTRAINT "runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "snapshots" (
    "id" BIGSERIAL NOT NULL,
    "hash" TEXT NOT NULL,
    "format" INTEGER NOT NULL,
    "state_hash" TEXT NOT NULL,
    "headline" TEXT NOT NULL,
    "groups" JSONB NOT NULL,
    "endpoints" JSONB NOT NULL,
    "schema_fingerprint" TEXT,
    "database_fingerprint" TEXT,
    "client_fingerprint" TEXT,
    "commit" TEXT,
    "parts" BIGINT[],
    "body" BYTEA NOT NULL,

    CONSTRAINT "snapshots_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "parts" (
    "id" BIGSERIAL NOT NULL,
    "hash" TEXT NOT NULL,
    "body" BYTEA NOT NULL,

    CONSTRAINT "parts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "findings" (
    "id" BIGSERIAL NOT NULL,
    "hash" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "message" TEXT NOT NULL,

    CONSTRAINT "findings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "finding_spans" (
    "id" BIGSERIAL NOT NULL,
    "environment_id" INTEGER NOT NULL,
    "finding_id" BIGINT NOT NULL,
    "check_id" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "first_number" INTEGER NOT NULL,
    "last_number" INTEGER,

    CONSTRAINT "finding_spans_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "check_spans" (
    "id" BIGSERIAL NOT NULL,
    "environment_id" INTEGER NOT NULL,
    "check_id" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "reason" TEXT,
    "first_number" INTEGER NOT NULL,
    "last_number" INTEGER,

    CONSTRAINT "check_spans_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "happenings" (
    "id" BIGSERIAL NOT NULL,
    "environment_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "number" INTEGER,
    "detail" JSONB NOT NULL,

    CONSTRAINT "happenings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "waivers" (
    "id" BIGSERIAL NOT NULL,
    "environment_id" INTEGER NOT NULL,
    "pattern" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "person" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "finding_hash" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "ended_why" TEXT,

    CONSTRAINT "waivers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_offs" (
    "id" BIGSERIAL NOT NULL,
    "environment_id" INTEGER NOT NULL,
    "run_id" BIGINT NOT NULL,
    "decision" TEXT NOT NULL,
    "person" TEXT NOT NULL,
    "comment" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "confirms" BIGINT,
    "bindings" JSONB NOT NULL,
    "gates" JSONB NOT NULL,
    "request_id" TEXT NOT NULL,

    CONSTRAINT "sign_offs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "sequence" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "person" TEXT,
    "payload" JSONB NOT NULL,
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("sequence")
);

-- CreateTable
CREATE TABLE "jobs" (
    "id" TEXT NOT NULL,
    "environment_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "owner" TEXT NOT NULL,
    "failure" TEXT,

    CONSTRAINT "jobs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "job_steps" (
    "job_id" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "job_steps_pkey" PRIMARY KEY ("job_id","place")
);

-- CreateTable
CREATE TABLE "job_log_lines" (
    "id" BIGSERIAL NOT NULL,
    "job_id" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "job_log_lines_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "environments_name_key" ON "environments"("name");

-- CreateIndex
CREATE UNIQUE INDEX "runs_run_id_key" ON "runs"("run_id");

-- CreateIndex
CREATE INDEX "runs_snapshot_id_idx" ON "runs"("snapshot_id");

-- CreateIndex
CREATE UNIQUE INDEX "runs_environment_id_number_key" ON "runs"("environment_id", "number" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "snapshots_hash_key" ON "snapshots"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "parts_hash_key" ON "parts"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "findings_hash_key" ON "findings"("hash");

-- CreateIndex
CREATE INDEX "findings_key_idx" ON "findings"("key");

-- CreateIndex
CREATE INDEX "finding_spans_environment_id_last_number_idx" ON "finding_spans"("environment_id", "last_number");

-- CreateIndex
CREATE INDEX "finding_spans_finding_id_idx" ON "finding_spans"("finding_id");

-- CreateIndex
CREATE INDEX "check_spans_environment_id_last_number_idx" ON "check_spans"("environment_id", "last_number");

-- CreateIndex
CREATE INDEX "happenings_environment_id_at_idx" ON "happenings"("environment_id", "at");

-- CreateIndex
CREATE INDEX "waivers_environment_id_ended_at_idx" ON "waivers"("environment_id", "ended_at");

-- CreateIndex
CREATE UNIQUE INDEX "sign_offs_request_id_key" ON "sign_offs"("request_id");

-- CreateIndex
CREATE INDEX "sign_offs_environment_id_at_idx" ON "sign_offs"("environment_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "audit_events_hash_key" ON "audit_events"("hash");

-- CreateIndex
CREATE INDEX "jobs_environment_id_started_at_idx" ON "jobs"("environment_id", "started_at" DESC);

-- CreateIndex
CREATE INDEX "job_log_lines_job_id_place_id_idx" ON "job_log_lines"("job_id", "place", "id");

-- AddForeignKey
ALTER TABLE "runs" ADD CONSTRAINT "runs_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "runs" ADD CONSTRAINT "runs_snapshot_id_fkey" FOREIGN KEY ("snapshot_id") REFERENCES "snapshots"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding_spans" ADD CONSTRAINT "finding_spans_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding_spans" ADD CONSTRAINT "finding_spans_finding_id_fkey" FOREIGN KEY ("finding_id") REFERENCES "findings"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "check_spans" ADD CONSTRAINT "check_spans_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "happenings" ADD CONSTRAINT "happenings_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "waivers" ADD CONSTRAINT "waivers_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sign_offs" ADD CONSTRAINT "sign_offs_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sign_offs" ADD CONSTRAINT "sign_offs_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job_steps" ADD CONSTRAINT "job_steps_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "jobs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job_log_lines" ADD CONSTRAINT "job_log_lines_job_id_place_fkey" FOREIGN KEY ("job_id", "place") REFERENCES "job_steps"("job_id", "place") ON DELETE CASCADE ON UPDATE CASCADE;
