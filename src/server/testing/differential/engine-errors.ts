import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { applyMigrations, emptyToSchemaDdl } from '../../prisma/schema-engine';
import { readSchemaFiles } from '../../probes/prisma/schema-files';
import type { Application } from './laboratory';

/** Just enough to err on. */
export const SMALL_SCHEMA = `datasource db {
  provider = "postgresql"
}
enum State {
  OPEN
  DONE
}
model Person {
  id    Int    @id @default(autoincrement())
  email String @unique
  tasks Task[]
}
model Task {
  id       Int     @id @default(autoincrement())
  title    String
  rank     Int
  state    State   @default(OPEN)
  personId Int?
  person   Person? @relation(fields: [personId], references: [id])

  @@index([rank, title])
  @@index([personId])
}
`;

const RANK_TITLE = 'DROP INDEX "Task_rank_title_idx"';
const TIE = 'ALTER TABLE "Task" DROP CONSTRAINT "Task_personId_fkey"';
const TIED = `ALTER TABLE "Task" ADD CONSTRAINT "Task_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" (id)
  ON DELETE SET NULL ON UPDATE CASCADE`;

/** Differences on which the engine's answer is wrong: what it says (mostly nothing), and what is true. */
export const ENGINE_ERRORS: readonly { name: string; sql: string[]; engine: string; ours: string[] }[] = [
  {
    name: 'it takes INCLUDE columns for keys: a covering index in the place of a composite one is the same to it',
    sql: [RANK_TITLE, 'CREATE INDEX "Task_rank_title_idx" ON "Task" (rank) INCLUDE (title)'],
    engine: '',
    ours: ['error index.definition'],
  },
  {
    name: 'it takes a partial index for a whole one',
    sql: [RANK_TITLE, 'CREATE INDEX "Task_rank_title_idx" ON "Task" (rank, title) WHERE rank > 5'],
    engine: '',
    ours: ['error index.definition'],
  },
  {
    name: 'it takes a unique index on some rows for one on all',
    sql: [
      'DROP INDEX "Person_email_key"',
      `CREATE UNIQUE INDEX "Person_email_key" ON "Person" (email) WHERE email <> ''`,
    ],
    engine: '',
    ours: ['error unique.missing', 'warning unique.unexpected'],
  },
  {
    name: 'it does not see an index on an expression',
    sql: ['CREATE INDEX made ON "Task" (lower(title))'],
    engine: '',
    ours: ['warning index.unexpected'],
  },
  {
    name: 'it does not look at operator classes',
    sql: [RANK_TITLE, 'CREATE INDEX "Task_rank_title_idx" ON "Task" (rank, title text_pattern_ops)'],
    engine: '',
    ours: ['error index.definition'],
  },
  {
    name: 'it does not look at where nulls stand',
    sql: [RANK_TITLE, 'CREATE INDEX "Task_rank_title_idx" ON "Task" (rank NULLS FIRST, title)'],
    engine: '',
    ours: ['error index.definition'],
  },
  {
    name: 'it takes an invalid index for one that serves',
    sql: [`UPDATE pg_index SET indisvalid = false WHERE indexrelid = '"Task_rank_title_idx"'::regclass`],
    engine: '',
    ours: ['error index.invalid'],
  },
  {
    name: 'it takes a NOT VALID key for one that was checked',
    sql: [TIE, `${TIED} NOT VALID`],
    engine: '',
    ours: ['warning constraint.not-validated'],
  },
  {
    name: 'it does not look at when a key is checked',
    sql: [TIE, `${TIED} DEFERRABLE INITIALLY DEFERRED`],
    engine: '',
    ours: ['warning foreign-key.definition'],
  },
  {
    name: 'it takes a key that nobody enforces for one that holds',
    sql: [TIE, `${TIED} NOT ENFORCED`],
    engine: '',
    ours: ['error foreign-key.definition'],
  },
  {
    name: "it does not look at the order of an enum's values",
    sql: [`UPDATE pg_enum SET enumsortorder = 9 WHERE enumtypid = '"State"'::regtype AND enumlabel = 'OPEN'`],
    engine: '',
    ours: ['warning enum.value-order'],
  },
  {
    name: 'it takes an identity column for a counted one',
    sql: [
      'ALTER TABLE "Task" ALTER COLUMN id DROP DEFAULT',
      'DROP SEQUENCE "Task_id_seq"',
      'ALTER TABLE "Task" ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY',
    ],
    engine: '',
    ours: ['warning column.identity'],
  },
  {
    name: 'it does not see a check constraint',
    sql: ['ALTER TABLE "Task" ADD CONSTRAINT positive CHECK (rank > 0)'],
    engine: '',
    ours: ['warning check-constraint.unexpected'],
  },
  {
    name: 'it does not see row security',
    sql: ['ALTER TABLE "Task" ENABLE ROW LEVEL SECURITY'],
    engine: '',
    ours: ['warning row-security.unexpected'],
  },
  {
    name: 'it does not see a trigger',
    sql: [
      'CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$',
      'CREATE TRIGGER swallow BEFORE INSERT ON "Task" FOR EACH ROW EXECUTE FUNCTION nothing()',
    ],
    engine: '',
    ours: ['warning trigger.unexpected'],
  },
];

/** A schema of its own with its one migration, as files. */
export async function smallApplication(): Promise<Application & { dispose(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'driftboard-small-'));
  const schema = path.join(folder, 'schema.prisma');
  const migrationsDir = path.join(folder, 'migrations');
  await writeFile(schema, SMALL_SCHEMA);
  const schemaFiles = await readSchemaFiles(schema);
  const { sql } = await emptyToSchemaDdl(schemaFiles);
  await mkdir(path.join(migrationsDir, '20260101000000_init'), { recursive: true });
  await writeFile(path.join(migrationsDir, 'migration_lock.toml'), 'provider = "postgresql"\n');
  await writeFile(path.join(migrationsDir, '20260101000000_init', 'migration.sql'), sql);
  return {
    name: 'small',
    schema,
    schemas: ['public'],
    knownOnClean: [],
    unknownOnClean: [],
    unmodelled: null,
    make: async (databaseUrl) => {
      await applyMigrations({ databaseUrl, schemaFiles, migrationsDir });
      return { migrationsDir, dispose: async () => undefined };
    },
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}
