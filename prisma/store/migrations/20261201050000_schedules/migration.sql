-- When an environment is verified by itself: whether somebody paused it, and how its last runs went.
CREATE TABLE "schedules" (
    "environment_id" INTEGER NOT NULL,
    "paused_by" TEXT,
    "paused_proven" BOOLEAN NOT NULL DEFAULT false,
    "paused_at" TIMESTAMPTZ(3),
    "paused_reason" TEXT,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,
    "next_at" TIMESTAMPTZ(3),

    CONSTRAINT "schedules_pkey" PRIMARY KEY ("environment_id")
);

ALTER TABLE "schedules" ADD CONSTRAINT "schedules_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE CASCADE ON UPDATE CASCADE;
