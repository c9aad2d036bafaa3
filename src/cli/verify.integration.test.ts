import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { embeddedStatus, resetEmbedded, startEmbedded } from '../server/embedded';
import { createTestDatabase, type TestDatabase } from '../server/embedded/testing';
import { RunEvent } from '../shared/events';
import { Report } from '../shared/report';

const ROOT = path.resolve(import.meta.dirname, '../..');

// A shop of Prisma 6's time: a url in the datasource, an enum, native types, a composite key, a named constraint.
const SCHEMA = `
datasource db {
  provider  = "postgresql"
  url       = env("SHOP_DATABASE_URL")
  directUrl = env("SHOP_DIRECT_URL")
}
generator client {
  provider        = "prisma-client-js"
  previewFeatures = ["metrics", "relationJoins"]
}
enum OrderState {
  OPEN
  PAID
  SENT @map("shipped")
}
model Customer {
  id     Int     @id @default(autoincrement())
  email  String  @unique @db.VarChar(255)
  url    String?
  orders Order[]
}
model Order {
  id         String     @id @default(uuid()) @db.Uuid
  state      OrderState @default(OPEN)
  total      Decimal    @db.Decimal(10, 2)
  tags       String[]
  customerId Int        @map("customer_id")
  customer   Customer   @relation(fields: [customerId], references: [id], onDelete: Restrict)
  placedAt   DateTime   @default(now()) @map("placed_at")
  @@index([customerId, placedAt(sort: Desc)])
  @@map("orders")
}
`;

const DDL = `
CREATE TYPE "OrderState" AS ENUM ('OPEN', 'PAID', 'shipped');
CREATE TABLE "Customer" ("id" SERIAL PRIMARY KEY, "email" VARCHAR(255) NOT NULL, "url" TEXT);
CREATE UNIQUE INDEX "Customer_email_key" ON "Customer"("email");
CREATE TABLE "orders" (
  "id" UUID NOT NULL PRIMARY KEY,
  "state" "OrderState" NOT NULL DEFAULT 'OPEN',
  "total" DECIMAL(10,2) NOT NULL,
  "tags" TEXT[],
  "customer_id" INTEGER NOT NULL REFERENCES "Customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  "placed_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX "orders_customer_id_placed_at_idx" ON "orders"("customer_id", "placed_at" DESC);
`;

type Outcome = { code: number; stdout: string; stderr: string };

let folder: string;
let schema: string;
let database: TestDatabase;

/** `driftboard …` as a process of its own, with nothing of this one's settings. */
function driftboard(...args: string[]): Promise<Outcome> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !name.startsWith('DRIFTBOARD_') && name !== 'DATABASE_URL',
    ),
  );
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(ROOT, 'bin', 'driftboard.mjs'), ...args], {
      cwd: folder,
      env: { ...env, NODE_ENV: 'production', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
}

const reportOf = (outcome: Outcome) => Report.parse(JSON.parse(outcome.stdout));
const check = (report: Report, id: string) => report.checks.find((candidate) => candidate.id === id);

async function sql(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(text).finally(() => client.end());
}

/** A copy of the shop's database that a test may harm. */
async function shop(): Promise<TestDatabase> {
  const copy = await createTestDatabase('shop');
  await sql(copy.url, DDL);
  return copy;
}

function withPart(url: string, change: (url: URL) => void): string {
  const changed = new URL(url);
  change(changed);
  return changed.href;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'driftboard-shop-'));
  schema = path.join(folder, 'schema.prisma');
  await writeFile(schema, SCHEMA);
  database = await shop();
});

afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

describe('verify on an application that has nothing to do with Americano', () => {
  test('a bare database and schema are a full schema and index check', async () => {
    const outcome = await driftboard(
      'verify',
      '--database-url',
      database.url,
      '--schema',
      schema,
      '--format',
      'json',
    );
    const report = reportOf(outcome);
    expect(report.checks.flatMap((entry) => entry.findings.map((finding) => finding.message))).toEqual([]);
    expect(outcome.code).toBe(0);
    expect(report.verdict).toBe('pass');
    expect(report.summary.tables).toEqual({ expected: 2, observed: 2, missing: [], unexpected: [] });
    expect(report.summary.enums).toEqual({ expected: 1, observed: 1, missing: [], unexpected: [] });
    expect(check(report, 'columns')?.compared).toBe(9);
    expect(check(report, 'endpoints')).toMatchObject({
      verdict: 'skipped',
      reason: expect.stringContaining('--base-url'),
    });
    expect(check(report, 'client-files')).toMatchObject({
      verdict: 'skipped',
      reason: expect.stringContaining('--client'),
    });
    expect(report.notes.join('\n')).toMatch(/metrics/);
    expect(outcome.stdout + outcome.stderr).not.toContain(new URL(database.url).password);
  });

  test('each kind of difference is named, with exit code 1', async () => {
    const ill = await shop();
    try {
      await sql(
        ill.url,
        `ALTER TABLE "orders" DROP COLUMN "total";
         ALTER TABLE "Customer" ALTER COLUMN "email" TYPE TEXT;
         ALTER TYPE "OrderState" RENAME VALUE 'PAID' TO 'SETTLED';
         DROP INDEX "orders_customer_id_placed_at_idx";
         CREATE TABLE "audit" ("id" INT PRIMARY KEY);`,
      );
      const outcome = await driftboard(
        'verify',
        '--database-url',
        ill.url,
        '--schema',
        schema,
        '--format',
        'json',
      );
      const rules = reportOf(outcome).checks.flatMap((entry) =>
        entry.findings.map((finding) => finding.rule),
      );
      expect(outcome.code).toBe(1);
      expect(new Set(rules)).toEqual(
        new Set([
          'column.missing',
          'column.type',
          'enum.value-missing',
          'enum.value-unexpected',
          // The index that lacks was the one under a foreign key.
          'foreign-key.unindexed',
          'index.missing',
          'table.unexpected',
        ]),
      );
    } finally {
      await ill.drop();
    }
  });

  test('ndjson streams the same run and ends with run.finished', async () => {
    const outcome = await driftboard(
      'verify',
      '--database-url',
      database.url,
      '--schema',
      schema,
      '--format',
      'ndjson',
    );
    const events = outcome.stdout
      .trim()
      .split('\n')
      .map((line) => RunEvent.parse(JSON.parse(line)));
    expect(events[0]?.type).toBe('run.started');
    const last = events.at(-1);
    expect(last?.type).toBe('run.finished');
    expect(last?.type === 'run.finished' && last.report.verdict).toBe('pass');
    expect(outcome.code).toBe(0);
  });

  test('text is plain where it is no terminal, and --out keeps standard output empty', async () => {
    const file = path.join(folder, 'report.txt');
    const outcome = await driftboard(
      'verify',
      '--database-url',
      database.url,
      '--schema',
      schema,
      '--out',
      file,
    );
    expect(outcome).toMatchObject({ code: 0, stdout: '' });
    const text = await readFile(file, 'utf8');
    expect(text).toContain('● pass');
    expect(text).not.toContain('\u001b[');
  });

  test('an empty database is no pass: everything is missing', async () => {
    const empty = await createTestDatabase('empty');
    try {
      const outcome = await driftboard(
        'verify',
        '--database-url',
        empty.url,
        '--schema',
        schema,
        '--format',
        'json',
      );
      expect(outcome.code).toBe(1);
      expect(reportOf(outcome).summary.tables).toMatchObject({
        expected: 2,
        observed: 0,
        missing: ['Customer', 'orders'],
      });
    } finally {
      await empty.drop();
    }
  });
});

test('the watched database sees read-only statements on its catalogue, and nothing else', async () => {
  const dir = await mkdtemp(path.join(tmpdir(), 'driftboard-log-'));
  const logFile = path.join(dir, 'server.log');
  const server = await startEmbedded({
    dataDir: path.join(dir, 'data'),
    logFile,
    durable: false,
    settings: { log_statement: 'all', log_line_prefix: '[%a] ' },
  });
  try {
    await sql(server.url('postgres'), DDL);
    const outcome = await driftboard('verify', '--database-url', server.url('postgres'), '--schema', schema);
    expect(outcome.code).toBe(0);
    const text = await readFile(logFile, 'utf8');
    const statements = text
      .split(/^(?=\[)/m)
      .filter((entry) => entry.startsWith('[driftboard]'))
      .flatMap((entry) => /(?:statement|execute [^:]*): ([\s\S]*)$/.exec(entry)?.[1]?.trim() ?? []);
    expect(statements.length).toBeGreaterThan(3);
    const session = /^(BEGIN\b.*READ ONLY|SET\b|COMMIT|ROLLBACK|SHOW\b)/is;
    const reading = statements.filter((statement) => !session.test(statement));
    expect(reading.length).toBeGreaterThan(0);
    for (const statement of reading) {
      expect(statement).toMatch(/^(SELECT|WITH)\b/i);
      expect(statement).not.toMatch(/"?orders"?|"?Customer"?|information_schema/);
      for (const [, source = ''] of statement.matchAll(/\b(?:from|join)\s+(?:lateral\s+)?([a-z_."]+)/gi)) {
        expect(source).toMatch(/^(pg_|unnest|generate_|with_|LATERAL$|[a-z_]+$)/);
      }
    }
    // Whatever connected to look carried our name: no other session read anything.
    expect(text).not.toMatch(
      /^\[(?!driftboard\])[^\]]*\].*(statement|execute).*pg_(class|attribute|index)/im,
    );
  } finally {
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  }
});

describe('what cannot be checked is said, never green', () => {
  const verify = (url: string, ...more: string[]) =>
    driftboard(
      'verify',
      '--database-url',
      url,
      '--schema',
      schema,
      '--timeout-ms',
      '1500',
      '--format',
      'json',
      ...more,
    );

  test('a wrong password', async () => {
    const url = withPart(database.url, (changed) => {
      changed.password = 'not-the-password';
    });
    const outcome = await verify(url);
    expect(outcome.code).toBe(2);
    expect(reportOf(outcome).verdict).toBe('unknown');
    expect(outcome.stderr).toMatch(/password/i);
    expect(outcome.stdout + outcome.stderr).not.toContain('not-the-password');
  });

  test('a database that does not exist', async () => {
    const outcome = await verify(
      withPart(database.url, (changed) => {
        changed.pathname = '/nowhere';
      }),
    );
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain('nowhere');
  });

  test('a port on which nobody listens', async () => {
    const outcome = await verify('postgresql://user:hunter2@127.0.0.1:1/db');
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain('127.0.0.1:1');
    expect(outcome.stdout + outcome.stderr).not.toContain('hunter2');
  });

  describe('a server that accepts and never answers', () => {
    let hanging: Server;
    let port: number;
    beforeAll(async () => {
      hanging = createServer(() => {});
      await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
      const address = hanging.address();
      port = typeof address === 'object' && address !== null ? address.port : 0;
    });
    afterAll(() => {
      hanging.close();
    });
    test('is given up in time', async () => {
      const outcome = await verify(`postgresql://user:pw@127.0.0.1:${port}/db`);
      expect(outcome.code).toBe(2);
      expect(outcome.stderr).toMatch(/1500 ms/);
    });
  });

  test('a schema that is not valid names its line', async () => {
    const broken = path.join(folder, 'broken.prisma');
    await writeFile(broken, SCHEMA.replace('OrderState @default', 'Nonsense @default'));
    const outcome = await driftboard(
      'verify',
      '--database-url',
      database.url,
      '--schema',
      broken,
      '--format',
      'json',
    );
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toMatch(/broken\.prisma:\d+/);
    expect(check(reportOf(outcome), 'tables')?.verdict).toBe('unknown');
  });

  test('a schema that is not there', async () => {
    const outcome = await driftboard(
      'verify',
      '--database-url',
      database.url,
      '--schema',
      path.join(folder, 'no.prisma'),
    );
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain('no.prisma');
  });

  test('a client folder that is not there is a finding', async () => {
    const outcome = await verify(database.url, '--client', path.join(folder, 'generated'));
    expect(outcome.code).toBe(1);
    const findings = reportOf(outcome).checks.flatMap((entry) => entry.findings);
    expect(findings.map((finding) => finding.rule)).toContain('client.missing');
  });

  test('an application that is not running is unknown, once', async () => {
    const manifest = path.join(folder, 'endpoints.json');
    await writeFile(manifest, JSON.stringify({ endpoints: [{ path: '/api/a' }, { path: '/api/b' }] }));
    const outcome = await verify(database.url, '--base-url', 'http://127.0.0.1:1', '--manifest', manifest);
    expect(outcome.code).toBe(2);
    const report = reportOf(outcome);
    expect(check(report, 'endpoints')).toMatchObject({
      verdict: 'unknown',
      reason: expect.stringContaining('127.0.0.1:1'),
    });
    expect(check(report, 'tables')?.verdict).toBe('pass');
  });
});

test('Ctrl-C ends the embedded server that verify had started for itself, and there is no report', async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'driftboard-interrupted-'));
  // The server runs as an ordinary user where the tests run as root, and must reach its folder.
  await chmod(dataDir, 0o711);
  try {
    const child = spawn(process.execPath, [path.join(ROOT, 'bin', 'driftboard.mjs'), 'verify'], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, NODE_ENV: 'production', DRIFTBOARD_DATA_DIR: dataDir },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const isRunning = async () => (await embeddedStatus(path.join(dataDir, 'pg'))).running;
    await expect.poll(isRunning, { timeout: 30_000, interval: 50 }).toBe(true);
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(await isRunning()).toBe(false);
    expect(stdout).toBe('');
  } finally {
    await resetEmbedded(path.join(dataDir, 'pg'));
    await rm(dataDir, { recursive: true, force: true });
  }
});

describe('wrong usage', () => {
  test('every fault is named at once, with exit code 64 and an empty standard output', async () => {
    const outcome = await driftboard(
      'verify',
      '--database-url',
      'mysql://h/d',
      '--format',
      'xml',
      '--fail-on',
      'never',
      '--timeout-ms',
      'soon',
      '--nonsense',
    );
    expect(outcome).toMatchObject({ code: 64, stdout: '' });
    for (const part of ['--database-url', '--format', '--fail-on', '--timeout-ms', '--nonsense']) {
      expect(outcome.stderr).toContain(part);
    }
  });
  test.each([
    [[]],
    [['frobnicate']],
    [['verify']],
    [['explain']],
    [['explain', 'no.rule']],
    [['demo', 'nothing']],
  ])('driftboard %j is refused', async (args) => {
    const outcome = await driftboard(...args);
    expect(outcome.code).toBe(64);
    expect(outcome.stderr).not.toBe('');
  });
  test('help and explain go to standard output', async () => {
    expect(await driftboard('--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('verify') });
    expect(await driftboard('explain', 'table.missing')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('# table.missing'),
    });
  });
});

describe('the repair of what verify finds', () => {
  const ILL = `DROP INDEX "orders_customer_id_placed_at_idx"; ALTER TABLE "orders" DROP COLUMN "tags"`;
  const common = (url: string) => ['verify', '--database-url', url, '--schema', schema];

  test('is written as a script, and rehearsed on a copy without changing the exit code', async () => {
    const ill = await shop();
    try {
      await sql(ill.url, ILL);
      const file = path.join(folder, 'repair.sql');
      const shadow = withPart(ill.url, (url) => {
        url.pathname = '/postgres';
      });
      const outcome = await driftboard(
        ...common(ill.url),
        ...['--repair', file, '--rehearse', '--shadow-database-url', shadow, '--format', 'json'],
      );
      const report = reportOf(outcome);
      expect(outcome.code).toBe(1);
      expect(await readFile(file, 'utf8')).toBe(report.repair?.script);
      expect(report.rehearsal).toMatchObject({ verdict: 'pass', remaining: [], appeared: [], notCopied: [] });
      // The index, the foreign key that it is under, the column.
      expect(report.rehearsal?.resolved).toHaveLength(3);
      const text = await driftboard(...common(ill.url));
      expect(text.stdout).toContain('repair: 2 statements in order with --repair FILE');
      expect(text.stdout).toMatch(/^indexes: declared \d+\/\d+, foreign keys \d+\/\d+$/m);
    } finally {
      await ill.drop();
    }
  });

  test('a rehearsal that cannot be made ends with 2 and says why', async () => {
    const outcome = await driftboard(
      ...common(database.url),
      ...['--rehearse', '--shadow-database-url', 'postgresql://nobody@127.0.0.1:1/none'],
    );
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain('not rehearsed');
  });
});
