-- Incidents are kept as runs are added, so that a page of the timeline knows the true beginning and end of each.
ALTER TABLE "environments" ADD COLUMN "incidents_through" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "incidents" (
    "environment_id" INTEGER NOT NULL,
    "first_number" INTEGER NOT NULL,
    "last_number" INTEGER NOT NULL,
    "runs" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_number" INTEGER,
    "ended_at" TIMESTAMPTZ(3),
    "causes" JSONB,
    "latest" JSONB NOT NULL,

    CONSTRAINT "incidents_pkey" PRIMARY KEY ("environment_id","first_number")
);

-- CreateIndex
CREATE INDEX "incidents_environment_id_ended_number_idx" ON "incidents"("environment_id", "ended_number");

-- AddForeignKey
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE CASCADE ON UPDATE CASCADE;
