-- Nothing wrote sign-offs before, so the table is empty.
ALTER TABLE "sign_offs" ADD COLUMN "proven" BOOLEAN NOT NULL;
ALTER TABLE "sign_offs" ADD COLUMN "second_person" BOOLEAN NOT NULL;
ALTER TABLE "sign_offs" ADD COLUMN "content" TEXT NOT NULL;
ALTER TABLE "sign_offs" ADD COLUMN "request_hash" TEXT NOT NULL;
CREATE UNIQUE INDEX "sign_offs_confirms_key" ON "sign_offs"("confirms");

-- What was decided is only added to. The chain of hashes finds what was changed all the same; this keeps it from
-- happening by mistake.
CREATE OR REPLACE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Rows of % are only added, never changed or deleted.', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER "sign_offs_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "sign_offs"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "audit_events_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_events"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
