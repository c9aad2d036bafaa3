-- CreateTable
CREATE TABLE "route_states" (
    "environment_id" INTEGER NOT NULL,
    "route" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "last_green_number" INTEGER,
    "last_green_at" TIMESTAMPTZ(3),

    CONSTRAINT "route_states_pkey" PRIMARY KEY ("environment_id","route")
);

-- AddForeignKey
ALTER TABLE "route_states" ADD CONSTRAINT "route_states_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE CASCADE ON UPDATE CASCADE;
