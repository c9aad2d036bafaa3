-- What extensions bring lies apart.
CREATE SCHEMA "tools";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "Stock";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "crm";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateExtension
CREATE EXTENSION IF NOT EXISTS "btree_gist" WITH SCHEMA "tools";

-- CreateExtension
CREATE EXTENSION IF NOT EXISTS "citext";

-- CreateExtension
CREATE EXTENSION IF NOT EXISTS "hstore" WITH VERSION "1.8";

-- CreateExtension
CREATE EXTENSION IF NOT EXISTS "pg_trgm";

-- CreateExtension
CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA "tools";

-- CreateEnum
CREATE TYPE "crm"."status" AS ENUM ('LEAD', 'WON', 'lost forever');

-- CreateEnum
CREATE TYPE "status" AS ENUM ('OPEN', 'on hold', 'CLOSED');

-- CreateTable
CREATE TABLE "crm"."contacts" (
    "id" SERIAL NOT NULL,
    "email" CITEXT NOT NULL,
    "first_name" TEXT NOT NULL,
    "last_name" TEXT,
    "state" "crm"."status" NOT NULL DEFAULT 'LEAD',
    "score" INTEGER NOT NULL DEFAULT 0,
    "data" JSONB NOT NULL DEFAULT '{}',
    "tags" TEXT[],
    "deleted_at" TIMESTAMP(3),
    "span" int4range,
    "manager_id" INTEGER,

    CONSTRAINT "contacts are known by" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contacts" (
    "id" VARCHAR(30) NOT NULL,
    "contact" TEXT NOT NULL,

    CONSTRAINT "contacts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "crm"."Label" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "Label_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "crm"."memberships" (
    "contact_id" INTEGER NOT NULL,
    "group_id" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "memberships_key" PRIMARY KEY ("contact_id","group_id")
);

-- CreateTable
CREATE TABLE "crm"."group" (
    "id" SERIAL NOT NULL,
    "where" TEXT NOT NULL,

    CONSTRAINT "group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "crm"."audit_trail" (
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "what" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "Types" (
    "id" BIGSERIAL NOT NULL,
    "text" TEXT NOT NULL,
    "char" CHAR(12) NOT NULL,
    "varchar" VARCHAR(255) NOT NULL,
    "unbounded" VARCHAR NOT NULL,
    "bit" BIT(8) NOT NULL,
    "varbit" VARBIT NOT NULL,
    "uuid" UUID NOT NULL,
    "xml" XML NOT NULL,
    "inet" INET NOT NULL,
    "citext" CITEXT NOT NULL,
    "boolean" BOOLEAN NOT NULL,
    "integer" INTEGER NOT NULL,
    "small" SMALLINT NOT NULL,
    "oid" OID NOT NULL,
    "big" BIGINT NOT NULL,
    "double" DOUBLE PRECISION NOT NULL,
    "real" REAL NOT NULL,
    "decimal" DECIMAL(12,4) NOT NULL,
    "whole" DECIMAL(9,0) NOT NULL,
    "plain" DECIMAL(65,30) NOT NULL,
    "money" MONEY NOT NULL,
    "moment" TIMESTAMP(3) NOT NULL,
    "stamp" TIMESTAMP(6) NOT NULL,
    "seconds" TIMESTAMP(0) NOT NULL,
    "zoned" TIMESTAMPTZ(3) NOT NULL,
    "day" DATE NOT NULL,
    "clock" TIME(3) NOT NULL,
    "zoned time" TIMETZ(6) NOT NULL,
    "json" JSON NOT NULL,
    "jsonb" JSONB NOT NULL,
    "bytes" BYTEA NOT NULL,
    "texts" VARCHAR(20)[],
    "uuids" UUID[],
    "flags" BOOLEAN[],
    "numbers" SMALLINT[],
    "bigs" BIGINT[],
    "decimals" DECIMAL(6,2)[],
    "floats" REAL[],
    "moments" TIMESTAMPTZ(6)[],
    "jsons" JSONB[],
    "blobs" BYTEA[],
    "circle" circle,
    "span" int4range,
    "document" tsvector,
    "points" point[],
    "key values" hstore,
    "period" interval day to second(3),
    "address" macaddr8 NOT NULL DEFAULT '08:00:2b:01:02:03:04:05'::macaddr8,

    CONSTRAINT "Types_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Defaults" (
    "serial" SERIAL NOT NULL,
    "other" BIGSERIAL NOT NULL,
    "tiny" SMALLSERIAL NOT NULL,
    "uuid4" TEXT NOT NULL,
    "uuid7" UUID NOT NULL,
    "cuid1" TEXT NOT NULL,
    "cuid2" TEXT NOT NULL,
    "nano" TEXT NOT NULL,
    "nano10" TEXT NOT NULL,
    "ulid" TEXT NOT NULL,
    "made" UUID NOT NULL DEFAULT gen_random_uuid(),
    "tool" UUID NOT NULL DEFAULT tools.uuid_generate_v4(),
    "unknown" TEXT,
    "shout" TEXT NOT NULL DEFAULT upper('it''s' || E'\t'),
    "later" TIMESTAMP(3) NOT NULL DEFAULT (now() + '1 day'::interval),
    "text" TEXT NOT NULL DEFAULT 'it''s "quoted" \ and ü, {braces}',
    "empty" TEXT NOT NULL DEFAULT '',
    "short" CHAR(3) NOT NULL DEFAULT 'abc',
    "bits" BIT(3) NOT NULL DEFAULT '101',
    "int" INTEGER NOT NULL DEFAULT 0,
    "negative" INTEGER NOT NULL DEFAULT -42,
    "big" BIGINT NOT NULL DEFAULT -9223372036854775807,
    "float" DOUBLE PRECISION NOT NULL DEFAULT -0.5,
    "large" DOUBLE PRECISION NOT NULL DEFAULT 1000000000000000000000.25,
    "real" REAL NOT NULL DEFAULT 1.50,
    "price" DECIMAL(12,4) NOT NULL DEFAULT 1.50,
    "zero" DECIMAL(65,30) NOT NULL DEFAULT 0,
    "money" MONEY NOT NULL DEFAULT 12.30,
    "yes" BOOLEAN NOT NULL DEFAULT true,
    "no" BOOLEAN NOT NULL DEFAULT false,
    "now" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "zoned" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "today" DATE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "clock" TIME(0) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "fixed" TIMESTAMP(3) NOT NULL DEFAULT '2020-02-29 12:30:00.500 +00:00',
    "offset" TIMESTAMPTZ(0) NOT NULL DEFAULT '2020-02-29 12:30:00 +02:00',
    "leap" DATE NOT NULL DEFAULT '2020-02-29 00:00:00 +00:00',
    "changed" TIMESTAMP(3) NOT NULL,
    "json" JSONB NOT NULL DEFAULT '{"b": [1, 2.50], "a": null, "c": "it''s"}',
    "list" JSON NOT NULL DEFAULT '[]',
    "bytes" BYTEA NOT NULL DEFAULT '\x68656c6c6f',
    "state" "status" NOT NULL DEFAULT 'on hold',
    "states" "status"[] DEFAULT ARRAY['OPEN', 'on hold']::"status"[],
    "crmState" "crm"."status" NOT NULL DEFAULT 'LEAD',
    "none" TEXT[],
    "noneYet" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "words" TEXT[] DEFAULT ARRAY['a', 'b c', 'd,e', 'it''s', '{f}', 'NULL', '']::TEXT[],
    "numbers" INTEGER[] DEFAULT ARRAY[1, -2]::INTEGER[],
    "prices" DECIMAL(6,2)[] DEFAULT ARRAY[1.50, 2]::DECIMAL(6,2)[],
    "flags" BOOLEAN[] DEFAULT ARRAY[true, false]::BOOLEAN[],
    "moments" TIMESTAMP(3)[] DEFAULT ARRAY['2020-02-29 00:00:00 +00:00']::TIMESTAMP(3)[],
    "jsons" JSONB[] DEFAULT ARRAY['{"a": 1}', '[]']::JSONB[],
    "hidden" TEXT,

    CONSTRAINT "Defaults_pkey" PRIMARY KEY ("serial")
);

-- CreateTable
CREATE TABLE "Stock"."Products ßold" (
    "country" CHAR(2) NOT NULL,
    "code" VARCHAR(20) NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "Products ßold_pkey" PRIMARY KEY ("country","code")
);

-- CreateTable
CREATE TABLE "Stock"."Variant" (
    "id" SERIAL NOT NULL,
    "product country" CHAR(2) DEFAULT 'de',
    "product code" VARCHAR(20) DEFAULT 'none',

    CONSTRAINT "Variant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Stock"."Order" (
    "id" SERIAL NOT NULL,
    "contactId" INTEGER,
    "state" "status" NOT NULL DEFAULT 'OPEN',
    "placedOn" DATE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "total" DECIMAL(12,2) NOT NULL DEFAULT 0,

    CONSTRAINT "Order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Stock"."OrderLine" (
    "orderId" INTEGER NOT NULL,
    "position" SMALLINT NOT NULL,
    "country" CHAR(2) NOT NULL,
    "code" VARCHAR(20) NOT NULL,
    "note" TEXT,

    CONSTRAINT "OrderLine_pkey" PRIMARY KEY ("orderId","position")
);

-- CreateTable
CREATE TABLE "Stock"."AnOrderThatSomebodyHasGivenAQuiteRemarkablyLongNameForNoGoodReason" (
    "id" INTEGER NOT NULL,
    "theFirstColumnWhoseNameIsLongEnoughToBeCutSomewhere" INTEGER NOT NULL,
    "theSecondColumnWhoseNameIsLongEnoughToBeCutSomewhere" INTEGER NOT NULL,
    "eine Spalte mit einem Namen, der über alle Maße lang gerät – äöüß" TEXT,
    "parentId" INTEGER,

    CONSTRAINT "AnOrderThatSomebodyHasGivenAQuiteRemarkablyLongNameForNoGo_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "crm"."_Friends" (
    "A" INTEGER NOT NULL,
    "B" INTEGER NOT NULL,

    CONSTRAINT "_Friends_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateTable
CREATE TABLE "crm"."_ContactToLabel" (
    "A" INTEGER NOT NULL,
    "B" TEXT NOT NULL,

    CONSTRAINT "_ContactToLabel_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateIndex
CREATE UNIQUE INDEX "one_contact_per_email" ON "crm"."contacts"("email");

-- CreateIndex
CREATE INDEX "contacts_state_score_idx" ON "crm"."contacts"("state", "score" DESC);

-- CreateIndex
CREATE INDEX "contacts_last_name_prefix" ON "crm"."contacts"("last_name" text_pattern_ops);

-- CreateIndex
CREATE INDEX "contacts_first_name_trgm" ON "crm"."contacts" USING GIN ("first_name" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "contacts_data_idx" ON "crm"."contacts" USING GIN ("data" jsonb_path_ops);

-- CreateIndex
CREATE INDEX "contacts_tags_idx" ON "crm"."contacts" USING GIN ("tags");

-- CreateIndex
CREATE INDEX "contacts_span" ON "crm"."contacts" USING GIST ("span" range_ops);

-- CreateIndex
CREATE INDEX "contacts_deleted_at_idx" ON "crm"."contacts" USING BRIN ("deleted_at");

-- CreateIndex
CREATE INDEX "contacts_score_idx" ON "crm"."contacts" USING HASH ("score");

-- CreateIndex
CREATE INDEX "contacts_last_name_idx" ON "crm"."contacts" USING SPGIST ("last_name");

-- CreateIndex
CREATE INDEX "contacts_living" ON "crm"."contacts"("email") WHERE ("deleted_at" IS NULL);

-- CreateIndex
CREATE INDEX "contacts_hot" ON "crm"."contacts"("score" DESC) WHERE (score > 10 AND state = 'LEAD'::crm.status);

-- CreateIndex
CREATE UNIQUE INDEX "contacts_name" ON "crm"."contacts"("first_name", "last_name");

-- CreateIndex
CREATE UNIQUE INDEX "contacts_unique_report" ON "crm"."contacts"("manager_id", "first_name") WHERE ("deleted_at" IS NULL AND "score" != 0);

-- CreateIndex
CREATE UNIQUE INDEX "Label_name_key" ON "crm"."Label"("name");

-- CreateIndex
CREATE INDEX "memberships_group_id_idx" ON "crm"."memberships"("group_id");

-- CreateIndex
CREATE UNIQUE INDEX "Defaults_other_key" ON "Defaults"("other");

-- CreateIndex
CREATE UNIQUE INDEX "Variant_product country_product code_id_key" ON "Stock"."Variant"("product country", "product code", "id");

-- CreateIndex
CREATE INDEX "Order_contactId_placedOn_idx" ON "Stock"."Order"("contactId", "placedOn" DESC);

-- CreateIndex
CREATE INDEX "AnOrderThatSomebodyHasGivenAQuiteRemarkablyLongNameForNoGoo_idx" ON "Stock"."AnOrderThatSomebodyHasGivenAQuiteRemarkablyLongNameForNoGoodReason"("theSecondColumnWhoseNameIsLongEnoughToBeCutSomewhere", "parentId");

-- CreateIndex
CREATE UNIQUE INDEX "AnOrderThatSomebodyHasGivenAQuiteRemarkablyLongNameForNoGoo_key" ON "Stock"."AnOrderThatSomebodyHasGivenAQuiteRemarkablyLongNameForNoGoodReason"("theFirstColumnWhoseNameIsLongEnoughToBeCutSomewhere", "theSecondColumnWhoseNameIsLongEnoughToBeCutSomewhere");

-- CreateIndex
CREATE INDEX "_Friends_B_index" ON "crm"."_Friends"("B");

-- CreateIndex
CREATE INDEX "_ContactToLabel_B_index" ON "crm"."_ContactToLabel"("B");

-- AddForeignKey
ALTER TABLE "crm"."contacts" ADD CONSTRAINT "contacts_manager_id_fkey" FOREIGN KEY ("manager_id") REFERENCES "crm"."contacts"("id") ON DELETE SET NULL ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "crm"."memberships" ADD CONSTRAINT "memberships_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "crm"."contacts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "crm"."memberships" ADD CONSTRAINT "memberships_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "crm"."group"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "Stock"."Variant" ADD CONSTRAINT "Variant_product country_product code_fkey" FOREIGN KEY ("product country", "product code") REFERENCES "Stock"."Products ßold"("country", "code") ON DELETE SET DEFAULT ON UPDATE SET DEFAULT;

-- AddForeignKey
ALTER TABLE "Stock"."Order" ADD CONSTRAINT "orders belong to" FOREIGN KEY ("contactId") REFERENCES "crm"."contacts"("id") ON DELETE NO ACTION ON UPDATE SET NULL;

-- AddForeignKey
ALTER TABLE "Stock"."OrderLine" ADD CONSTRAINT "OrderLine_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Stock"."Order"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Stock"."OrderLine" ADD CONSTRAINT "OrderLine_country_code_fkey" FOREIGN KEY ("country", "code") REFERENCES "Stock"."Products ßold"("country", "code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Stock"."AnOrderThatSomebodyHasGivenAQuiteRemarkablyLongNameForNoGoodReason" ADD CONSTRAINT "AnOrderThatSomebodyHasGivenAQuiteRemarkablyLongNameForNoGo_fkey" FOREIGN KEY ("parentId") REFERENCES "Stock"."AnOrderThatSomebodyHasGivenAQuiteRemarkablyLongNameForNoGoodReason"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "crm"."_Friends" ADD CONSTRAINT "_Friends_A_fkey" FOREIGN KEY ("A") REFERENCES "crm"."contacts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "crm"."_Friends" ADD CONSTRAINT "_Friends_B_fkey" FOREIGN KEY ("B") REFERENCES "crm"."contacts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "crm"."_ContactToLabel" ADD CONSTRAINT "_ContactToLabel_A_fkey" FOREIGN KEY ("A") REFERENCES "crm"."contacts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "crm"."_ContactToLabel" ADD CONSTRAINT "_ContactToLabel_B_fkey" FOREIGN KEY ("B") REFERENCES "crm"."Label"("id") ON DELETE CASCADE ON UPDATE CASCADE;
