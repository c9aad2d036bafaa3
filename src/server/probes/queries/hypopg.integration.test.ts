import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findFreePort, stopEmbedded } from '../../embedded';
import { detectIdentity } from '../../embedded/identity';
import { initialise } from '../../embedded/initialise';
import { launch } from '../../embedded/launch';
import { embeddedUrl, ensurePassword } from '../../embedded/password';
import { lookAtQueries, predictionsSql } from './testing';

// Debian's packages postgresql-15 and postgresql-15-hypopg.
const BINARIES = '/usr/lib/postgresql/15/bin';
const isHere =
  existsSync(path.join(BINARIES, 'postgres')) &&
  existsSync('/usr/share/postgresql/15/extension/hypopg.control');
const why = isHere ? '' : ' (skipped: install postgresql-15 and postgresql-15-hypopg)';

describe.skipIf(!isHere)(`hypopg on PostgreSQL 15${why}`, () => {
  let folder: string;
  let client: pg.Client;
  let url: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'driftboard-hypopg-'));
    const dataDir = path.join(folder, 'data');
    await mkdir(dataDir, { mode: 0o711 });
    const native = {
      nativeDir: BINARIES,
      initdb: path.join(BINARIES, 'initdb'),
      postgres: path.join(BINARIES, 'postgres'),
      version: '15',
    };
    const identity = await detectIdentity();
    const password = await ensurePassword(dataDir);
    await initialise(native, identity, dataDir, password);
    const port = await findFreePort();
    const logFile = `${dataDir}.log`;
    await launch(native, identity, { dataDir, logFile, port, durable: false, settings: {} });
    url = embeddedUrl(port, password, 'postgres');
    client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(predictionsSql(20_000));
    await client.query('CREATE SCHEMA tools; CREATE EXTENSION hypopg SCHEMA tools');
  });
  afterAll(async () => {
    await client?.end();
    await stopEmbedded(path.join(folder, 'data'));
    await rm(folder, { recursive: true, force: true });
  });

  test('tries an index in the read-only session, and the real one has the cost that it told', async () => {
    const queries = {
      of: 'SELECT * FROM predictions WHERE "userId" = $1 ORDER BY "createdAt" DESC LIMIT $2',
    };
    const before = await lookAtQueries(url, queries);
    const [proposal] = before.plans.queries[0]?.proposals ?? [];
    expect(proposal).toMatchObject({ triedBy: 'hypopg', taken: true, untriedBecause: null });
    expect(proposal?.sizeBytes).toBeGreaterThan(100_000);
    expect(before.findings).toMatchObject([{ rule: 'query.sequential-scan' }]);
    expect(before.findings[0]?.message).toContain('tried as a hypothetical index');
    const { rows } = await client.query(
      `SELECT count(*)::int AS n FROM pg_index WHERE indrelid = 'predictions'::regclass`,
    );
    expect(rows).toEqual([{ n: 1 }]);
    await client.query(before.findings[0]?.remedy.statements?.[0]?.sql ?? '');
    const after = await lookAtQueries(url, queries);
    expect(after.findings).toEqual([]);
    const cost = after.plans.queries[0]?.plan?.cost ?? 0;
    expect(Math.abs(cost / (proposal?.costAfter ?? 1) - 1)).toBeLessThan(0.2);
  });

  test('says nothing where the planner does not take the index up', async () => {
    const { plans, findings } = await lookAtQueries(url, {
      many: 'SELECT * FROM predictions WHERE status = $1',
    });
    expect(plans.queries[0]?.proposals).toMatchObject([{ triedBy: 'hypopg' }]);
    expect(findings).toEqual([]);
  });
});

test.runIf(!isHere)('hypopg is not here: install postgresql-15 and postgresql-15-hypopg to try it', () => {
  process.stderr.write('hypopg was not tried: postgresql-15-hypopg is not installed.\n');
});
