import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Settings } from '../../shared/config';
import { verifyOnce } from '../compose';
import { createTestDatabase, type TestDatabase } from '../embedded/testing';
import { applyMigrations } from '../prisma/schema-engine';
import { readSchemaFiles } from '../probes/prisma/schema-files';
import { dataDirOf, findProjectRoot } from '../project-root';
import { claimsOf } from './claims';
import { reportDocument } from './document';
import type { ReportDocument, ReportInput } from './model';
import { renderReport } from './render';
import { parseStrictly } from './testing/well-formed';

const root = findProjectRoot();
const schema = join(root, 'prisma', 'schema.prisma');
let database: TestDatabase;
let client: pg.Client;
let input: ReportInput;
let document: ReportDocument;

beforeAll(async () => {
  database = await createTestDatabase('report');
  const migrations = join(root, 'prisma', 'migrations');
  await applyMigrations({
    databaseUrl: database.url,
    schemaFiles: await readSchemaFiles(schema),
    migrationsDir: migrations,
  });
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const outcome = await verifyOnce(
    Settings.parse({ schema, migrations, databaseUrl: database.url, timeoutMs: 30_000, skip: ['client'] }),
    { projectRoot: root, dataDir: dataDirOf(root) },
    { runId: 'report', signal: new AbortController().signal },
  );
  const { tables, enums, indexes } = outcome.objects.rows;
  input = {
    report: outcome.report,
    details: outcome.details,
    rows: { tables, enums, indexes },
    number: null,
    gates: Settings.parse({}).signOff.gates,
    decisions: { unknown: 'No store was asked.' },
    madeAt: new Date().toISOString(),
    origin: 'A test.',
  };
  document = reportDocument(input);
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

/** One number of the database, asked in another way than any probe does. */
async function count(sql: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(sql);
  return Number(rows[0]?.count);
}

/** The cell beside a claim that says what was measured. */
function measured(words: string): string {
  const table = document.sections
    .find(({ id }) => id === 'claims')
    ?.blocks.find((block) => block.kind === 'table');
  const row = table?.rows.find(([claim]) => typeof claim === 'string' && claim.includes(words));
  return String(row?.[2]);
}

describe('the report of a migrated Americano', () => {
  test('its tables, enums and values are those that the database counts itself', async () => {
    const tables = await count(
      "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
    );
    const enums = await count(
      "SELECT count(DISTINCT t.oid) FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid JOIN pg_namespace n ON n.oid = t.typnamespace WHERE n.nspname = 'public'",
    );
    const values = await count('SELECT count(*) FROM pg_enum');
    const models = readFileSync(schema, 'utf8').match(/^model \w+ \{/gm)?.length ?? 0;
    expect({ tables, enums, models }).toEqual({ tables: 67, enums: 51, models: 66 });
    expect(measured('every table')).toBe(
      `${tables} in the database, ${models + 1} expected; none missing, none unexpected.`,
    );
    expect(measured('every enum (')).toContain(`${enums} in the database, ${enums} expected`);
    expect(measured('Every enum value')).toBe(
      `${enums} enums with ${values} values compared; no value differs.`,
    );
  });

  test('what its foreign keys do is what the database counts', async () => {
    const keys = await count("SELECT count(*) FROM pg_constraint WHERE contype = 'f'");
    const cascading = await count(
      "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND confdeltype = 'c'",
    );
    expect(cascading).toBeLessThan(keys);
    expect(measured('CASCADE')).toMatch(new RegExp(`^Not all of ${keys}: ${cascading} CASCADE, `));
  });

  test('its 27 strategic indexes are counted, and every table, enum and index is listed', async () => {
    expect(measured('strategic indexes are in place')).toBe('27 of 27 are there and valid.');
    const rowsOf = (id: string) =>
      document.sections.find((section) => section.id === id)?.blocks.find((block) => block.kind === 'table')
        ?.rows.length;
    expect(rowsOf('tables')).toBe(67);
    expect(rowsOf('enums')).toBe(51);
    expect(rowsOf('indexes')).toBe(input.details?.counts.indexes);
  });

  test('each claim of the incident’s report has a measurement, or says why it has none', () => {
    // The rows of its table, in its order.
    const rows = [
      ['every table of the schema', 'every enum (', 'Every enum value'],
      ['The client was regenerated', 'No route fails for the schema', 'The running processes hold'],
      ['Every route works', 'No route is claimed that the code does not have'],
      ['models of Epic 5 are usable'],
      [
        'fully indexed',
        'strategic indexes are in place',
        'foreign keys are as declared',
        'delete with CASCADE',
      ],
      ['75 to 91 %'],
      ['98 % faster'],
      ['No type errors'],
    ];
    const claims = claimsOf(input);
    const walked = rows.flat().map((words) => claims.find(({ claim }) => claim.includes(words)));
    expect(walked).not.toContain(undefined);
    const markdown = renderReport(input, 'markdown');
    const { text: html } = parseStrictly(renderReport(input, 'html'));
    for (const { claim, verdict, measured: said, needs } of claims) {
      const isMeasured = !said.startsWith('not measured, because: ');
      expect(isMeasured, claim).toBe(verdict !== 'unknown' && verdict !== 'skipped');
      expect(said.replace('not measured, because: ', ''), claim).toMatch(/\w.*[.:]?$/);
      // What is measured has its evidence, with when it was asked.
      const asked = needs.filter((need) => Object.hasOwn(input.report.evidence, need));
      if (isMeasured) expect(asked, claim).toEqual([...needs]);
      if (isMeasured) expect(asked.length, claim).toBeGreaterThan(0);
      expect(html).toContain(claim);
    }
    expect(markdown).toContain(`Of ${claims.length} claims: `);
  });

  test('what was not asked is said with its reason and is not green', () => {
    expect(measured('models of Epic 5')).toMatch(/^not measured, because: Switched off by --skip client\.$/);
    expect(measured('Every route works')).toMatch(/^not measured, because: .*--/);
    expect(measured('75 to 91 %')).toContain('driftboard bench indexes');
    expect(measured('98 % faster')).toMatch(/^not measured, because: /);
  });

  test('as HTML it is well-formed and has every question that was asked of the database', () => {
    const { text } = parseStrictly(renderReport(input, 'html'));
    const asked = Object.values(input.report.evidence).flat();
    expect(asked.filter(({ kind }) => kind === 'sql').length).toBeGreaterThan(3);
    for (const piece of asked) expect(text).toContain(piece.text.trim());
  });
});
