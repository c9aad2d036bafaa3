-- What the last runs saw of things that change beside them, against which the next one is held.
ALTER TABLE "environments" ADD COLUMN "facts" JSONB;

-- CreateIndex
CREATE INDEX "happenings_environment_id_number_idx" ON "happenings"("environment_id", "number");
