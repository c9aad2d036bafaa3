import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../embedded/testing';
import { findProjectRoot } from '../project-root';
import { type StoreClient, storeClient } from '../store/postgres/client';
import { migrateStore } from '../store/postgres/migrate';
import { clearAway } from '../store/postgres/retention';
import { byHand, createBench, refusals } from './testing/bench';
import { findIn } from './testing/releasable';

let database: TestDatabase;
let client: StoreClient;
let other: StoreClient;
beforeAll(async () => {
  database = await createTestDatabase('record');
  await migrateStore(database.url, findProjectRoot());
  [client, other] = [storeClient(database.url), storeClient(database.url)];
});
afterAll(async () => {
  await client?.$disconnect();
  await other?.$disconnect();
  await database?.drop();
});

describe('the second person', () => {
  test('is another one, however the name is written, and confirms what waits', async () => {
    const bench = createBench(client, { secondPerson: true });
    await bench.run();
    const first = await bench.decide({ name: 'Ada Jäger' });
    expect((await bench.look()).signOffs[0]?.standing).toBe('waiting');
    const confirm = { run: 1, confirms: first.id };
    for (const name of [
      'Ada Jäger',
      ' ADA  JÄGER ',
      'Ada Ja\u0308ger',
      'Ada\u00a0Jäger',
      'Ada\u034f Jäger',
      'Ａda Jäger',
    ])
      expect(await refusals(bench.decide({ name, request: confirm }))).toEqual([
        'Ada Jäger decided it, and nobody confirms their own decision: another person has to.',
      ]);
    const twice = await Promise.all(
      [
        bench.decide({ name: 'Bea', request: confirm }),
        bench.decide({ name: 'Cleo', client: other, request: confirm }),
      ].map(refusals),
    );
    expect(twice.toSorted()).toEqual([[], ['It is confirmed already.']]);
    const { signOffs } = await bench.look();
    expect(signOffs.map(({ standing }) => standing)).toEqual(['stands', 'stands']);
    expect(signOffs[1]?.confirmedBy?.person.name).toMatch(/Bea|Cleo/);
  });

  test('confirms no no-go, nothing that is void or superseded, no other run, and no confirmation', async () => {
    const bench = createBench(client, { secondPerson: true });
    await bench.run();
    const noGo = await bench.decide({ request: { decision: 'no-go' } });
    const confirm = (confirms: string, changed = {}) =>
      refusals(bench.decide({ name: 'Bea', request: { run: 1, confirms, ...changed } }));
    expect(await confirm(noGo.id)).toEqual([expect.stringMatching(/^Only a go that waits/)]);
    const first = await bench.decide({ request: { run: 1 } });
    const newest = 2;
    // What waits for them is what the second person is shown.
    expect((await bench.look()).candidate?.run).toBe(1);
    expect(await confirm(first.id, { run: newest })).toEqual([
      `It was decided on run #1, not on run #${newest}.`,
    ]);
    expect(await confirm(first.id, { decision: 'no-go' })).toEqual([expect.stringMatching(/^Only a go/)]);
    expect(await confirm('999999')).toEqual(['There is no decision 999999 to confirm here.']);
    const second = await bench.decide({ request: { run: 1 } });
    expect(await confirm(first.id)).toEqual([expect.stringMatching(/^Another decision came after it/)]);
    await bench.run(({ fingerprints }) => Object.assign(fingerprints, { commit: 'def456' }));
    expect(await confirm(second.id)).toEqual([
      'The newer run #4 is not the same. The commit is another one: abc123 then, def456 now.',
      'It is void since run #4: decide anew. The commit is another one: abc123 then, def456 now.',
    ]);
    await bench.run();
    expect((await bench.look()).signOffs[0]?.standing).toBe('void');
    expect(await confirm(second.id)).toEqual([expect.stringMatching(/^It is void/)]);
  });

  test('elsewhere, a decision of another environment cannot be confirmed', async () => {
    const [here, there] = [createBench(client, { secondPerson: true }), createBench(client)];
    await here.run();
    await there.run();
    const { id } = await here.decide();
    expect(await refusals(there.decide({ name: 'Bea', request: { confirms: id } }))).toEqual([
      `There is no decision ${id} to confirm here.`,
    ]);
  });
});

describe('the store', () => {
  test('refuses to change or delete what was decided', async () => {
    for (const sql of [
      "UPDATE sign_offs SET decision = 'no-go'",
      'DELETE FROM sign_offs',
      'TRUNCATE sign_offs',
      "UPDATE audit_events SET kind = 'incident.noted'",
      'DELETE FROM audit_events',
    ])
      await expect(client.$executeRawUnsafe(sql)).rejects.toThrow(/only added, never changed or deleted/);
  });

  const FORGED =
    'environment_id, run_id, decision, person, proven, comment, at, second_person, content, bindings, gates, request_hash';
  const altered: [what: string, sql: string, back: string, said: RegExp][] = [
    [
      'a run',
      "UPDATE runs SET verdict = 'fail' WHERE id = (SELECT max(id) FROM runs)",
      "UPDATE runs SET verdict = 'pass' WHERE id = (SELECT max(id) FROM runs)",
      /was changed in the store\. Its row and its report do not say the same\./,
    ],
    [
      'what a run found',
      "UPDATE snapshots SET hash = hash || 'x' WHERE id = (SELECT snapshot_id FROM runs ORDER BY id DESC LIMIT 1)",
      'UPDATE snapshots SET hash = rtrim(hash, $$x$$) WHERE id = (SELECT snapshot_id FROM runs ORDER BY id DESC LIMIT 1)',
      /was changed in the store\. Its body is not what it was kept as\./,
    ],
    [
      'a decision',
      "UPDATE sign_offs SET person = person || 'x' WHERE id = (SELECT min(id) FROM sign_offs)",
      'UPDATE sign_offs SET person = left(person, -1) WHERE id = (SELECT min(id) FROM sign_offs)',
      /The record of earlier decisions was changed\. Decision \d+: It does not say what event \d+ tells of it\./,
    ],
    [
      'an event',
      "UPDATE audit_events SET person = person || 'x' WHERE sequence = 1",
      'UPDATE audit_events SET person = left(person, -1) WHERE sequence = 1',
      /The record of earlier decisions was changed\. Event 1: It was changed after it was written/,
    ],
    [
      'a decision that somebody put in',
      `INSERT INTO sign_offs (id, request_id, ${FORGED}) SELECT 999999, 'forged', ${FORGED} FROM sign_offs LIMIT 1`,
      'DELETE FROM sign_offs WHERE id = 999999',
      /Decision 999999: No event of the chain tells of it/,
    ],
  ];
  test.each(altered)('%s that was changed by hand lets no go through', async (_what, sql, back, said) => {
    const bench = createBench(client);
    await bench.run();
    const sent = await bench.request();
    await byHand(client, sql);
    try {
      const refused = await refusals(bench.send(sent));
      expect(refused).toContainEqual(expect.stringMatching(said));
    } finally {
      await byHand(client, back);
    }
  });

  test('a decision whose run or record was changed is not known to stand', async () => {
    const bench = createBench(client);
    await bench.run();
    await bench.decide();
    const first = `environment_id = (SELECT id FROM environments WHERE name = '${bench.environment}') AND number = 1`;
    await byHand(client, `UPDATE runs SET verdict = 'fail' WHERE ${first}`);
    const { signOffs } = await bench.look();
    expect(signOffs[0]?.standing).toBe('doubtful');
    expect(signOffs[0]?.doubts).toEqual([
      expect.stringMatching(/^What is kept of run #1 is not what was decided on/),
    ]);
    await byHand(client, `UPDATE runs SET verdict = 'pass' WHERE ${first}`);
    expect((await bench.look()).signOffs[0]?.standing).toBe('stands');
    await byHand(client, "UPDATE audit_events SET person = person || 'x' WHERE sequence = 1");
    expect((await bench.look()).signOffs[0]?.standing).toBe('doubtful');
    await byHand(client, 'UPDATE audit_events SET person = left(person, -1) WHERE sequence = 1');
  });
});

describe('a decision is void', () => {
  test('from the first run on that is not the same, also when that is the same again and the run is gone', async () => {
    const bench = createBench(client);
    await bench.run();
    await bench.decide();
    await bench.run(({ fingerprints }) => Object.assign(fingerprints, { database: null }));
    await bench.run();
    const voided = {
      run: 3,
      why: ['The database was not read, so nobody knows whether it is the same.'],
    };
    expect((await bench.look()).signOffs).toMatchObject([{ standing: 'void', voided }]);
    const cleared = await clearAway(other, {
      ...{ now: new Date('2026-03-01T00:00:00.000Z'), everyMs: 0 },
      ...{ maxRuns: 100, maxDays: 1, thinDays: 1 },
    });
    expect(cleared?.tooOld).toBeGreaterThan(0);
    const numbers = await client.run.findMany({
      where: { environment: { name: bench.environment } },
      orderBy: { number: 'asc' },
      select: { number: true },
    });
    // The newest, and what the decision stands on.
    expect(numbers).toEqual([{ number: 1 }, { number: 4 }]);
    const anew = storeClient(database.url);
    const { signOffs } = await createBench(anew, {}, bench.environment).look();
    await anew.$disconnect();
    expect(signOffs).toMatchObject([{ standing: 'void', voided }]);
  });

  test('where a later run was changed in the store, or another gate came to another state', async () => {
    const altered = createBench(client);
    await altered.run();
    await altered.decide();
    const second = `environment_id = (SELECT id FROM environments WHERE name = '${altered.environment}') AND number = 2`;
    await byHand(client, `UPDATE runs SET verdict = 'fail' WHERE ${second}`);
    expect((await altered.look(1)).signOffs[0]?.voided?.why).toEqual([
      'What is kept of run #2 was changed in the store. Its row and its report do not say the same.',
    ]);
    const bench = createBench(client);
    await bench.run();
    await bench.decide();
    await bench.run((report) => findIn(report, 'endpoints'));
    expect((await bench.look()).signOffs[0]?.voided?.why).toEqual([
      expect.stringMatching(/^“Every endpoint passes” was pass then, and is fail now\./),
    ]);
  });
});
