-- Nothing wrote waivers before, so the table is empty.
ALTER TABLE "waivers" DROP COLUMN "finding_hash",
ADD COLUMN "accepts" JSONB NOT NULL,
ADD COLUMN "ended_by" TEXT,
ADD COLUMN "given_event" BIGINT NOT NULL,
ADD COLUMN "proven" BOOLEAN NOT NULL,
ADD COLUMN "request_id" TEXT NOT NULL,
ADD COLUMN "run" INTEGER NOT NULL;

CREATE UNIQUE INDEX "waivers_request_id_key" ON "waivers"("request_id");
