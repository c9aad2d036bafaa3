-- Left out where the server is older: PostgreSQL 14 knows none of it.
CREATE UNIQUE INDEX variants_once ON "Stock"."Variant" ("product code") NULLS NOT DISTINCT;
ALTER TABLE "Stock"."Recall" ADD CONSTRAINT recall_reason UNIQUE NULLS NOT DISTINCT (reason);
CREATE VIEW crm.invoked WITH (security_invoker = true) AS SELECT 1 AS one;
