-- CreateTable
CREATE TABLE "rehearsals" (
    "environment_id" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "body" JSONB NOT NULL,

    CONSTRAINT "rehearsals_pkey" PRIMARY KEY ("environment_id")
);

-- AddForeignKey
ALTER TABLE "rehearsals" ADD CONSTRAINT "rehearsals_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE CASCADE ON UPDATE CASCADE;
