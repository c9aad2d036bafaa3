-- CreateTable
CREATE TABLE "incident_notes" (
    "id" BIGSERIAL NOT NULL,
    "environment_id" INTEGER NOT NULL,
    "first_number" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "person" TEXT NOT NULL,
    "proven" BOOLEAN NOT NULL,
    "text" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,

    CONSTRAINT "incident_notes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "incident_notes_request_id_key" ON "incident_notes"("request_id");

-- CreateIndex
CREATE INDEX "incident_notes_environment_id_first_number_idx" ON "incident_notes"("environment_id", "first_number");

-- AddForeignKey
ALTER TABLE "incident_notes" ADD CONSTRAINT "incident_notes_environment_id_first_number_fkey" FOREIGN KEY ("environment_id", "first_number") REFERENCES "incidents"("environment_id", "first_number") ON DELETE CASCADE ON UPDATE CASCADE;
