-- Nothing wrote audit events before, so the table is empty.
ALTER TABLE "audit_events" ADD COLUMN "environment" TEXT NOT NULL;
