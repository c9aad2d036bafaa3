import { writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Settings } from '../../../shared/config';
import type { Report } from '../../../shared/report';
import { verifyOnce } from '../../compose';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { findProjectRoot } from '../../project-root';
import { startTestServer } from '../http/testing-server';
import { createTestApplication, TEST_TABLES, type TestApplication, testSchema } from './testing';
import { buildSource, PRISMA_MODULE, startProcess, type TestProcess } from './testing-health';

const NEW_MODELS = `
/// story: 5.3
model StruggleIndicator {
  id Int @id @default(autoincrement())

  @@map("struggle_indicators")
}

model BurnoutRisk {
  id Int @id @default(autoincrement())

  @@map("burnout_risks")
}
`;

/** The handler of docs/health-client-route.md, beside two routes of which one needs a model of the new schema. */
const SERVER = `import { createServer } from 'node:http';
import { clientHealth } from './client-health';
import { prisma } from './prisma';

const health = clientHealth({ client: () => prisma });
const routes = {
  '/api/users': () => prisma.user.count(),
  '/api/struggles': () => prisma.struggleIndicator.count(),
};
createServer(async (request, response) => {
  if (request.url === '/api/health/client') return health.node(request, response);
  response.setHeader('content-type', 'application/json');
  try {
    response.end(JSON.stringify({ count: await routes[request.url]() }));
  } catch (error) {
    response.writeHead(500).end(JSON.stringify({ error: { code: 'error', message: error.message } }));
  }
}).listen(Number(process.env.PORT));
`;
const MANIFEST = {
  endpoints: [
    { path: '/api/users', models: ['User'], retries: 0 },
    { path: '/api/struggles', models: ['StruggleIndicator'], retries: 0 },
  ],
};

const OLD_SCHEMA = testSchema('prisma-client-js');
let database: TestDatabase;
let application: TestApplication;
let server: string;
const running: { stop(): Promise<void> }[] = [];

async function sql(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(text).finally(() => client.end());
}

async function start(): Promise<TestProcess> {
  const started = await startProcess(server, { DATABASE_URL: database.url });
  running.push(started);
  return started;
}

async function verify(baseUrl: string): Promise<Report> {
  const settings = Settings.parse({
    env: 'incident',
    databaseUrl: database.url,
    schema: application.schema,
    client: application.client,
    baseUrl,
    manifest: join(application.root, 'endpoints.json'),
    only: ['schema', 'client', 'endpoints'],
  });
  const place = { projectRoot: findProjectRoot(), dataDir: application.dataDir };
  const { signal } = new AbortController();
  return (await verifyOnce(settings, place, { runId: 'run', signal })).report;
}

const errors = (report: Report) =>
  report.checks.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'error');

/** One address before several processes, each connection handed to the next. */
async function balance(targets: TestProcess[]): Promise<string> {
  let turn = 0;
  const balancer = await startTestServer((incoming, outgoing) => {
    const target = targets[turn++ % targets.length];
    if (target === undefined) throw new Error('There is nothing to hand a request to.');
    request(`${target.baseUrl}${incoming.url}`, { headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    }).end();
  });
  running.push({ stop: balancer.close });
  return balancer.baseUrl;
}

beforeAll(async () => {
  database = await createTestDatabase('incident');
  await sql(TEST_TABLES);
  application = await createTestApplication(OLD_SCHEMA);
  await application.generate();
  const src = join(application.root, 'src');
  await writeFile(join(src, 'prisma.ts'), PRISMA_MODULE);
  await writeFile(join(application.root, 'endpoints.json'), JSON.stringify(MANIFEST));
  server = await buildSource('server.ts', SERVER, src);
});
afterAll(async () => {
  for (const one of running) await one.stop();
  await application?.remove();
  await database?.drop();
});

describe('the incident, with real processes', () => {
  it('names the process that was not restarted and the models it lacks, and is green after the restart', async () => {
    const first = await start();
    const second = await start();
    const before = await verify(first.baseUrl);
    expect(errors(before).map(({ subject }) => subject.name)).toEqual(['GET /api/struggles']);

    // Tables by plain SQL, past Prisma; the schema says so too; the client on disk is generated anew.
    await sql('CREATE TABLE struggle_indicators (id serial PRIMARY KEY)');
    await sql('CREATE TABLE burnout_risks (id serial PRIMARY KEY)');
    await application.generate(`${OLD_SCHEMA}${NEW_MODELS}`);

    const report = await verify(first.baseUrl);
    expect(report.verdict).toBe('fail');
    const [stale, ...routes] = errors(report);
    // The route that the process cannot serve hangs on it, and nothing else is wrong.
    expect(routes.map(({ subject, causedBy }) => [subject.name, causedBy])).toEqual([
      ['GET /api/struggles', [stale?.key]],
    ]);
    expect([stale]).toMatchObject([
      {
        key: `client.process-stale:${first.baseUrl}/api/health/client`,
        rule: 'client.process-stale',
        subject: { kind: 'process', name: expect.stringContaining(`pid ${first.pid}`) },
        message: expect.stringMatching(
          new RegExp(
            `^The running process ${first.pid} on \\S+ holds a client from [-: \\d]+ UTC, which lacks 2 models \\(StruggleIndicator, BurnoutRisk\\) of the one on disk\\.$`,
          ),
        ),
        observed: expect.stringContaining('without StruggleIndicator, BurnoutRisk'),
        remedy: { text: expect.stringContaining(`Restart process ${first.pid}`) },
        affects: ['GET /api/struggles'],
      },
    ]);
    expect(report.headline).toContain(String(first.pid));
    // Everything else agrees: it is the process alone.
    expect(report.summary.models).toMatchObject({ expected: 4, usable: 4, failing: [] });

    // Two behind one address, of which one is restarted: exactly the other is named.
    await first.stop();
    const restarted = await start();
    const both = errors(await verify(await balance([restarted, second]))).filter(
      ({ rule }) => rule === 'client.process-stale',
    );
    expect(both).toHaveLength(1);
    expect(both[0]?.subject.name).toContain(`pid ${second.pid}`);

    await second.stop();
    const green = await verify(await balance([restarted, await start()]));
    expect(errors(green)).toEqual([]);
    expect(green.checks.find(({ id }) => id === 'processes')).toMatchObject({
      verdict: 'pass',
      compared: 2,
      reason: null,
    });
    // Five runs, two generations and five processes.
  }, 180_000);

  it('is unknown, not green, where the application has no such route', async () => {
    const without = createServer((_request, response) => response.writeHead(404).end());
    await new Promise<void>((resolve) => without.listen(0, '127.0.0.1', resolve));
    running.push({ stop: () => new Promise((resolve) => without.close(() => resolve())) });
    const address = without.address();
    if (address === null || typeof address === 'string') throw new Error('The test server has no port.');
    const report = await verify(`http://127.0.0.1:${address.port}`);
    expect(report.checks.find(({ id }) => id === 'processes')).toMatchObject({
      verdict: 'unknown',
      reason: expect.stringMatching(/health-client-route\.md.*--skip processes/),
    });
  });
});
