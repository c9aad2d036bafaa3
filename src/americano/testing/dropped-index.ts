import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type pg from 'pg';
import { expect, it } from 'vitest';
import { americano } from '@/server/testing/differential/applications';
import manifest from '../../../driftboard.indexes';
import { declaredIndexes } from '../../checks/declared-indexes';
import { strategicIndexes } from '../../checks/strategic-indexes';
import { runChecks } from '../../server/engine/run';
import { openDatabaseSession } from '../../server/probes/catalogue/session';
import { probes } from '../../server/probes/registry';
import { Settings } from '../../shared/config';
import type { Finding } from '../../shared/finding';
import { type DeclaredIndex, IndexManifest } from '../../shared/index-manifest';

const { indexes, queries } = IndexManifest.parse(manifest);
const nameIn = (sql: string) => /INDEX "(\w+)"/.exec(sql)?.[1] ?? '';

async function verify(databaseUrl: string): Promise<Finding[]> {
  const settings = Settings.parse({
    databaseUrl,
    schema: americano.schema,
    migrations: path.resolve('prisma/migrations'),
    indexManifest: path.resolve('driftboard.indexes.ts'),
    manifest: path.resolve('driftboard.endpoints.ts'),
  });
  const { signal } = new AbortController();
  const { report } = await runChecks({
    runId: randomUUID(),
    settings,
    checks: [strategicIndexes, declaredIndexes],
    // Replaying the migrations takes a server of its own, and says the same of the indexes as their reading.
    probes: {
      ...probes,
      'migrations.replay': {
        need: 'migrations.replay',
        read: async () => ({ ok: false, reason: 'Not in this test.', evidence: [] }),
      },
    },
    context: { projectRoot: process.cwd(), dataDir: path.resolve('.data'), signal },
    openDatabase: () => openDatabaseSession({ databaseUrl, timeoutMs: settings.timeoutMs, signal }),
    readCommit: async () => null,
  });
  const [strategic] = report.checks;
  expect(strategic?.compared, strategic?.reason ?? '').toBe(27);
  expect(report.summary.indexes?.strategic?.expected).toBe(27);
  return report.checks.flatMap(({ findings }) => findings);
}

/** Drops each of some strategic indexes in a real database: it is found with all that it served, and its repair heals it. */
export function dropEach(
  those: (index: DeclaredIndex, position: number) => boolean,
  database: () => { url: string; client: pg.Client },
): void {
  it('is in place before anything is dropped', async () => {
    expect(await verify(database().url)).toEqual([]);
  });

  it.each(indexes.filter(those))('$sql', async ({ sql, queries: served }) => {
    const { url, client } = database();
    const name = nameIn(sql);
    await client.query(`DROP INDEX "${name}"`);
    const [finding, ...more] = await verify(url);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ rule: 'index.missing', subject: { name }, impact: 'performance' });
    const sending = queries.filter((query) => served.includes(query.name));
    const endpoints = sending.flatMap((query) => query.endpoints);
    expect(finding?.affects).toEqual(expect.arrayContaining(endpoints));
    for (const told of [name, ...served, ...endpoints]) expect(finding?.message).toContain(told);
    for (const statement of finding?.remedy.statements ?? []) await client.query(statement.sql);
    expect(await verify(url)).toEqual([]);
  });
}
