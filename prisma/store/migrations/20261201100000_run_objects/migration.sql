-- CreateTable
CREATE TABLE "run_objects" (
    "environment_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "format" INTEGER NOT NULL,
    "body" BYTEA NOT NULL,

    CONSTRAINT "run_objects_pkey" PRIMARY KEY ("environment_id","number")
);

-- AddForeignKey
ALTER TABLE "run_objects" ADD CONSTRAINT "run_objects_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE CASCADE ON UPDATE CASCADE;
