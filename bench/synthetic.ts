/** A made-up application: the same tables as Prisma's language says them and as PostgreSQL does. */
export type Synthetic = {
  schema: string;
  /** In the order in which they run. A key needs both of its tables, so all keys come last. */
  statements: string[];
};

/** One enum for so many tables. */
const TABLES_PER_ENUM = 10;

/**
 * `tables` tables of 12 columns, 2 foreign keys and 5 indexes (the primary key's among them), and some enums. Each table
 * points to the two before it, the first ones to the last, so that no table is pointed to more often than another.
 */
export function synthetic(tables: number): Synthetic {
  const numbers = Array.from({ length: tables }, (_, position) => position);
  const enums = numbers.filter((position) => position % TABLES_PER_ENUM === 0);
  return {
    schema: [
      'datasource db {\n  provider = "postgresql"\n}\n',
      ...enums.map((position) => `enum ${enumName(position)} {\n  DRAFT\n  ACTIVE\n  CLOSED\n}\n`),
      ...numbers.map((position) => modelText(position, tables)),
    ].join('\n'),
    statements: [
      ...enums.map(
        (position) => `CREATE TYPE "${enumName(position)}" AS ENUM ('DRAFT', 'ACTIVE', 'CLOSED');`,
      ),
      ...numbers.map(tableStatement),
      ...numbers.flatMap(indexStatements),
      ...numbers.flatMap((position) => keyStatements(position, tables)),
    ],
  };
}

const padded = (position: number) => String(position + 1).padStart(5, '0');
const modelName = (position: number) => `Entity${padded(position)}`;
const tableName = (position: number) => `entity_${padded(position)}`;
const enumName = (position: number) => `Status${padded(position - (position % TABLES_PER_ENUM))}`;
/** `distance` places before, from the first on to the last. */
const before = (position: number, distance: number, tables: number) =>
  (position - distance + tables) % tables;

function modelText(position: number, tables: number): string {
  const owned = modelName(before(position, -1, tables));
  const child = modelName(before(position, -2, tables));
  return `model ${modelName(position)} {
  id        String   @id
  name      String   @db.VarChar(120)
  status    ${enumName(position)} @default(DRAFT)
  amount    Decimal  @default(0) @db.Decimal(12, 2)
  position  Int      @default(1)
  active    Boolean  @default(true)
  tags      String[]
  details   Json?
  createdAt DateTime @default(now()) @map("created_at")
  updatedAt DateTime @map("updated_at") @db.Timestamptz(6)
  ownerId   String   @map("owner_id")
  parentId  String?  @map("parent_id")

  owner    ${modelName(before(position, 1, tables))} @relation("Owner${padded(position)}", fields: [ownerId], references: [id], onDelete: Cascade)
  parent   ${modelName(before(position, 2, tables))}? @relation("Parent${padded(position)}", fields: [parentId], references: [id])
  owned    ${owned}[] @relation("Owner${padded(before(position, -1, tables))}")
  children ${child}[] @relation("Parent${padded(before(position, -2, tables))}")

  @@unique([name, ownerId])
  @@index([ownerId])
  @@index([parentId])
  @@index([status, createdAt(sort: Desc)])
  @@map("${tableName(position)}")
}
`;
}

function tableStatement(position: number): string {
  const table = tableName(position);
  return `CREATE TABLE "${table}" (
  "id" TEXT NOT NULL,
  "name" VARCHAR(120) NOT NULL,
  "status" "${enumName(position)}" NOT NULL DEFAULT 'DRAFT',
  "amount" DECIMAL(12,2) NOT NULL DEFAULT 0,
  "position" INTEGER NOT NULL DEFAULT 1,
  "active" BOOLEAN NOT NULL DEFAULT true,
  "tags" TEXT[],
  "details" JSONB,
  "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(6) NOT NULL,
  "owner_id" TEXT NOT NULL,
  "parent_id" TEXT,
  CONSTRAINT "${table}_pkey" PRIMARY KEY ("id"));`;
}

function indexStatements(position: number): string[] {
  const table = tableName(position);
  return [
    `CREATE UNIQUE INDEX "${table}_name_owner_id_key" ON "${table}"("name", "owner_id");`,
    `CREATE INDEX "${table}_owner_id_idx" ON "${table}"("owner_id");`,
    `CREATE INDEX "${table}_parent_id_idx" ON "${table}"("parent_id");`,
    `CREATE INDEX "${table}_status_created_at_idx" ON "${table}"("status", "created_at" DESC);`,
  ];
}

function keyStatements(position: number, tables: number): string[] {
  const key = (column: string, distance: number, onDelete: string) =>
    `ALTER TABLE "${tableName(position)}" ADD CONSTRAINT "${tableName(position)}_${column}_fkey"
  FOREIGN KEY ("${column}") REFERENCES "${tableName(before(position, distance, tables))}"("id")
  ON DELETE ${onDelete} ON UPDATE CASCADE;`;
  return [key('owner_id', 1, 'CASCADE'), key('parent_id', 2, 'SET NULL')];
}
