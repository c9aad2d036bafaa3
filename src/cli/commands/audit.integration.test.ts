import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import pc from 'picocolors';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../server/embedded/testing';
import { findProjectRoot } from '../../server/project-root';
import { byHand, createBench, minutesAfter, NOON } from '../../server/sign-off/testing/bench';
import { type StoreClient, storeClient } from '../../server/store/postgres/client';
import { migrateStore } from '../../server/store/postgres/migrate';
import { endWaiver, giveWaiver } from '../../server/store/postgres/waivers';
import { auditCommand } from './audit';

const ADA = { name: 'Ada', proven: false };
let database: TestDatabase;
let client: StoreClient;
beforeAll(async () => {
  database = await createTestDatabase('audited');
  await migrateStore(database.url, findProjectRoot());
  client = storeClient(database.url);
  const bench = createBench(client, { secondPerson: true });
  await bench.run();
  const first = await bench.decide();
  await bench.decide({ name: 'Bea', request: { run: 1, confirms: first.id } });
  await bench.run(({ fingerprints }) => Object.assign(fingerprints, { commit: 'def456' }));
  // Void, which is an event of its own.
  await bench.look();
  for (const [place, pattern] of ['table.missing:a', 'table.missing:b'].entries()) {
    const given = await giveWaiver(client, bench.environment, {
      ...{ pattern, endsAt: minutesAfter(60), at: NOON, run: 1, requestId: randomUUID() },
      ...{ person: ADA, reason: 'It is built on Sunday.', accepts: { [pattern]: 'sha256:as it was' } },
    });
    if ('refused' in given) throw new Error(given.refused);
    const ending = { person: ADA, why: 'It is not accepted any more.', at: minutesAfter(1) };
    if (place === 1) await endWaiver(client, bench.environment, given.waiver.id, ending);
  }
  await bench.decide({
    request: { decision: 'no-go' },
  });
});
afterAll(async () => {
  await client?.$disconnect();
  await database?.drop();
});

async function audit(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const colors = pc.createColors(false);
  const code = await auditCommand(args, {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    ...{ outColors: colors, errColors: colors, outWidth: null, cwd: tmpdir() },
    env: { NODE_ENV: 'test' },
  });
  return { code, ...said };
}

const here = (...args: string[]) => audit('--store-url', database.url, ...args);

test('a record that nobody changed is told as that, with where it ends and what cannot be known', async () => {
  const { code, out, err } = await here();
  expect(out).toMatch(/^● Nothing was changed\. 8 events, 3 decisions and 2 waivers were read\.\n/);
  expect(out).toMatch(/The last hash is sha256:[0-9a-f]{64}\.\nNobody can tell from the store alone/);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const json: unknown = JSON.parse((await here('--format', 'json')).out);
  expect(json).toMatchObject({ version: 1, verdict: 'pass', events: 8, signOffs: 3, waivers: 2, faults: [] });
});

const CHANGES: [what: string, sql: string, said: RegExp][] = [
  [
    'a changed decision',
    "UPDATE sign_offs SET comment = 'x' WHERE id = 1",
    /^■ Decision 1: It does not say what event 1/m,
  ],
  [
    'a removed decision',
    'DELETE FROM sign_offs WHERE id = 2',
    /^■ Decision 2: Event 2 tells of it, and it was deleted\./m,
  ],
  [
    'a decision that was put in',
    "INSERT INTO sign_offs SELECT (jsonb_populate_record(s, jsonb_build_object('id', 9, 'request_id', 'forged', 'confirms', null))).* FROM sign_offs s WHERE id = 1",
    /^■ Decision 9: No event of the chain tells of it/m,
  ],
  [
    'a waiver that was made longer',
    "UPDATE waivers SET ends_at = ends_at + interval '1 day' WHERE id = 1",
    /^■ Waiver 1: It does not say what event \d tells of it\./m,
  ],
  [
    'a waiver that was brought back',
    'UPDATE waivers SET ended_at = null, ended_by = null, ended_why = null WHERE id = 2',
    /^■ The end of waiver 2: Event \d tells of it, and it was deleted\./m,
  ],
  [
    'a waiver that was ended by hand',
    "UPDATE waivers SET ended_at = now(), ended_why = 'x' WHERE id = 1",
    /^■ The end of waiver 1: No event of the chain tells of it/m,
  ],
  [
    'a removed waiver',
    'DELETE FROM waivers WHERE id = 1',
    /^■ Waiver 1: Event \d tells of it, and it was deleted\./m,
  ],
  [
    'a changed event',
    "UPDATE audit_events SET person = 'Eve' WHERE sequence = 2",
    /^■ Event 2: It was changed after/m,
  ],
  [
    'a removed event',
    'DELETE FROM audit_events WHERE sequence = 2',
    /^■ Event 3: It follows event 1, so 1 between them lack\./m,
  ],
  [
    'a removed first event',
    'DELETE FROM audit_events WHERE sequence = 1',
    /^■ Event 2: It follows event 0, so 1 between them lack\./m,
  ],
  [
    'an event that was put in at the end',
    "INSERT INTO audit_events (sequence, at, kind, environment, person, payload, previous_hash, hash) SELECT 9, at, kind, environment, 'Eve', payload, hash, 'sha256:forged' FROM audit_events WHERE sequence = 8",
    /^■ Event 9: It was changed after it was written/m,
  ],
  [
    'an event of no known form',
    "UPDATE audit_events SET kind = 'x' WHERE sequence = 2",
    /^■ Event 2: It is not of the form/m,
  ],
  [
    'a decision of no known form',
    "UPDATE sign_offs SET decision = 'x' WHERE id = 1",
    /^■ Decision 1: It is not of the form/m,
  ],
];

test.each(CHANGES)('%s is found', async (_what, sql, said) => {
  const tables = ['sign_offs', 'audit_events', 'waivers'];
  for (const table of tables) await byHand(client, `CREATE TABLE kept_${table} AS TABLE ${table}`);
  await byHand(client, sql);
  const { code, out } = await here();
  for (const table of tables) {
    await byHand(client, `DELETE FROM ${table}`);
    await byHand(client, `INSERT INTO ${table} SELECT * FROM kept_${table}`);
    await byHand(client, `DROP TABLE kept_${table}`);
  }
  expect(out).toMatch(said);
  expect(code).toBe(1);
});

test('an end that was cut off is found by a hash that was written down elsewhere', async () => {
  const hash = /The last hash is (\S+)\.$/m.exec((await here()).out)?.[1] ?? '';
  expect((await here('--expect', hash)).code).toBe(0);
  await byHand(client, 'DELETE FROM sign_offs WHERE id = 3');
  await byHand(client, 'DELETE FROM audit_events WHERE sequence = 8');
  expect((await here()).code).toBe(0);
  const { code, out } = await here('--expect', hash);
  expect(code).toBe(1);
  expect(out).toContain(`No event has the hash ${hash}: the chain was cut off before it, or written anew.`);
});

test('a store that cannot be read is not verified, without its password', async () => {
  const url = new URL(database.url);
  url.port = '1';
  url.password = 'geheim';
  const { code, out, err } = await audit('--store-url', url.href);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/^driftboard: not verified: .+\.\n$/);
  expect(err).not.toContain('geheim');
  const json: unknown = JSON.parse((await audit('--store-url', url.href, '--format', 'json')).out);
  expect(json).toMatchObject({ verdict: 'unknown', reason: expect.any(String) });
  const empty = await createTestDatabase('empty');
  expect((await audit('--store-url', empty.url)).code).toBe(2);
  await empty.drop();
});

test('every fault of the words is named at once', async () => {
  await expect(here('now', '--format', 'xml', '--expect', 'abc')).rejects.toMatchObject({
    faults: [
      expect.stringMatching(/"now"/),
      expect.stringMatching(/--format/),
      expect.stringMatching(/--expect/),
    ],
  });
});
