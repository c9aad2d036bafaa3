/** A small schema with an enum in a list, a default of each kind, every kind of key, and two tables tied by Prisma alone. */
export const SHOP = `
datasource db {
  provider = "postgresql"
}
enum Role {
  ADMIN
  USER
  GUEST
}
enum Mood {
  GOOD
  BAD
}
model User {
  id        Int      @id @default(autoincrement())
  email     String   @unique
  name      String?  @db.VarChar(40)
  role      Role     @default(USER)
  roles     Role[]   @default([USER, GUEST])
  score     Decimal  @default(0) @db.Decimal(10, 2)
  visits    BigInt   @default(1)
  active    Boolean  @default(true)
  seenAt    DateTime @default(now())
  tags      String[]
  posts     Post[]
  teams     Team[]

  @@index([role, seenAt(sort: Desc)])
}
model Post {
  id       String @id @default(uuid()) @db.Uuid
  title    String
  body     Json?
  authorId Int
  author   User   @relation(fields: [authorId], references: [id], onDelete: Cascade)

  @@unique([authorId, title])
  @@index([authorId])
}
model Team {
  id    Int    @id
  name  String
  users User[]
}
model Entry {
  a    Int
  b    Int
  note String
  mood Mood

  @@id([a, b])
  @@map("entries")
}
`;

/** What only plain SQL can say of it. */
export const SHOP_MIGRATION = `
CREATE INDEX "Post_untitled_idx" ON "Post" ("authorId") WHERE "title" = '';
CREATE INDEX "User_admins_idx" ON "User" (lower("email")) WHERE "role" = 'ADMIN';
`;

/** Rows that fit. */
export const SHOP_ROWS = `
INSERT INTO "User" ("email", "name", "role", "roles", "tags") VALUES
  ('a@x', 'A', 'ADMIN', '{ADMIN,USER}', '{x}'), ('b@x', NULL, 'USER', '{}', '{}');
INSERT INTO "Post" ("id", "title", "authorId", "body")
  VALUES (gen_random_uuid(), 'one', 1, '{"k": 1}'), (gen_random_uuid(), 'two', 1, NULL);
INSERT INTO "Team" VALUES (1, 't'), (2, 'u');
INSERT INTO "_TeamToUser" VALUES (1, 1), (2, 1);
INSERT INTO "entries" VALUES (1, 1, 'n', 'GOOD'), (1, 2, 'n', 'BAD');
`;

/** What of it only a replay of the migrations can declare. */
export const SHOP_BEYOND_PRISMA = `
CREATE FUNCTION "touch"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
ALTER TABLE "Post" ADD CONSTRAINT "Post_title_check" CHECK (length("title") > 0);
ALTER TABLE "entries" ADD CONSTRAINT "entries_note_excl" EXCLUDE USING btree ("a" WITH =, "b" WITH =);
CREATE TRIGGER "Post_touch" BEFORE UPDATE ON "Post" FOR EACH ROW EXECUTE FUNCTION "touch"();
ALTER TABLE "Team" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "see_all" ON "Team" FOR SELECT USING (true);
CREATE VIEW "titles" AS SELECT "id", "title" FROM "Post";
CREATE SEQUENCE "tickets" INCREMENT 2;
CREATE EXTENSION "pg_trgm";
`;
