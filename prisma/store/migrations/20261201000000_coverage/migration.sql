-- How far indexes covered what is asked of them, for the figures over time; null in what was kept before.
ALTER TABLE "snapshots" ADD COLUMN "coverage" JSONB;
