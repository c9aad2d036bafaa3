import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../embedded/testing';
import { findProjectRoot } from '../project-root';
import { type StoreClient, storeClient } from '../store/postgres/client';
import { migrateStore } from '../store/postgres/migrate';
import { endWaiver, giveWaiver } from '../store/postgres/waivers';
import { createBench, minutesAfter, NOON, refusals } from './testing/bench';
import { checkIn, findIn } from './testing/releasable';

let database: TestDatabase;
let client: StoreClient;
let other: StoreClient;
beforeAll(async () => {
  database = await createTestDatabase('signoff');
  await migrateStore(database.url, findProjectRoot());
  [client, other] = [storeClient(database.url), storeClient(database.url)];
});
afterAll(async () => {
  await client?.$disconnect();
  await other?.$disconnect();
  await database?.drop();
});

describe('a go is kept', () => {
  test('where every gate passes, and stands', async () => {
    const bench = createBench(client);
    await bench.run();
    expect((await bench.look()).candidate?.against).toEqual([]);
    const signOff = await bench.decide();
    expect(signOff).toMatchObject({ decision: 'go', run: 1, person: { name: 'Ada', proven: false } });
    expect(signOff.bindings).toMatchObject({ schema: 'sha256:schema', commit: 'abc123', waivers: [] });
    expect((await bench.look()).signOffs).toMatchObject([{ id: signOff.id, standing: 'stands' }]);
  });

  test('on a finding that somebody has accepted, which it is bound to', async () => {
    const bench = createBench(client);
    const waiver = { id: null, pattern: 'table.missing:a', person: 'Bea', endsAt: minutesAfter(500) };
    const waived = () => bench.run((report) => findIn(report, 'tables', waiver));
    await waived();
    const signOff = await bench.decide({ lookAgain: async () => (await waived()).runId });
    expect(signOff.bindings.waivers).toMatchObject([{ pattern: 'table.missing:a', keys: ['a'] }]);
    await bench.run((report) => findIn(report, 'tables', { ...waiver, endsAt: minutesAfter(900) }));
    expect((await bench.look()).signOffs[0]).toMatchObject({ standing: 'void', voided: { run: 3 } });
  });

  test('a no-go is kept on a run that fails, and a later go supersedes it', async () => {
    const bench = createBench(client);
    await bench.run((report) => findIn(report, 'tables'));
    await bench.decide({ request: { decision: 'no-go' } });
    expect((await bench.look()).signOffs).toMatchObject([{ decision: 'no-go', standing: 'stands' }]);
    await bench.run();
    await bench.decide();
    expect((await bench.look()).signOffs).toMatchObject([
      { decision: 'go', standing: 'stands' },
      { decision: 'no-go', standing: 'void' },
    ]);
  });
});

describe('a go is refused', () => {
  test('on an old run, and on one of which nobody knows how old it is', async () => {
    const bench = createBench(client);
    await bench.run(undefined, NOON);
    const late = { now: () => minutesAfter(31) };
    expect(await refusals(bench.decide(late))).toEqual([
      'Run #1 is 31 minutes old, and a decision stands on one of at most 30: verify again and look at that run.',
    ]);
    const early = { now: () => minutesAfter(-10) };
    expect(await refusals(bench.decide(early))).toEqual([expect.stringMatching(/its age is not known/)]);
  });

  test('for another environment, and on a run that is not kept', async () => {
    const bench = createBench(client);
    await bench.run();
    const elsewhere = await bench.request({ environment: 'production' });
    expect(await refusals(bench.send(elsewhere))).toEqual([
      `The decision is on production, and this dashboard watches ${bench.environment}: decide it there.`,
    ]);
    const sent = await bench.request();
    expect(await refusals(bench.send({ ...sent, run: 7 }))).toEqual(['Run #7 is not kept, or not any more.']);
  });

  test('where something was changed between the look and the click', async () => {
    const bench = createBench(client);
    await bench.run();
    const sent = await bench.request();
    expect(await refusals(bench.send({ ...sent, seen: 'sha256:other' }))).toEqual([
      expect.stringMatching(/^What you saw is not what this run holds/),
    ]);
    const gates = { gates: { ...bench.settings().gates, types: false } };
    expect(await refusals(bench.send(sent, { settings: gates }))).toEqual([
      expect.stringMatching(/^What you saw is not what this run holds/),
    ]);
    const changed = async () =>
      (await bench.run(({ fingerprints }) => Object.assign(fingerprints, { schema: 'sha256:new' }))).runId;
    expect(await refusals(bench.send(sent, { lookAgain: changed }))).toEqual([
      'The newer run #2 is not the same. schema.prisma is another one: schema then, new now.',
    ]);
    expect((await bench.look()).signOffs).toEqual([]);
  });

  test('where what was verified at the click is not recorded, or fails itself', async () => {
    const bench = createBench(client);
    await bench.run();
    expect(await refusals(bench.decide({ lookAgain: async () => 'nowhere' }))).toEqual([
      expect.stringMatching(/is not recorded/),
    ]);
    const failing = bench.decide({ lookAgain: () => Promise.reject(new Error('The run failed.')) });
    await expect(failing).rejects.toThrow('The run failed.');
    expect((await bench.look()).signOffs).toEqual([]);
  });

  test.each(['schema', 'database', 'client', 'manifest', 'commit'] as const)(
    'where a newer run has another %s, or could not read it',
    async (what) => {
      for (const value of ['sha256:new', null]) {
        const bench = createBench(client);
        await bench.run();
        await bench.run(({ fingerprints }) => Object.assign(fingerprints, { [what]: value }));
        expect(await refusals(bench.decide({ request: { run: 1 } }))).toEqual([
          expect.stringMatching(
            value === null
              ? /^The newer run #2 is not the same\. .* was not read, so nobody knows whether it is the same\.$/
              : /^The newer run #2 is not the same\. .* is another one: \w+ then, new now\.$/,
          ),
        ]);
      }
    },
  );

  test('while a check is unknown, was left out, or finds something', async () => {
    const cases: [string, (check: ReturnType<typeof checkIn>) => void, RegExp[]][] = [
      [
        'enums',
        (check) => Object.assign(check, { verdict: 'unknown', compared: 0, reason: 'It did not answer.' }),
        [/“No schema errors.*” is unknown/, /“All enums are equal” is unknown/, /“Nothing is unknown” fails/],
      ],
      [
        'client-types',
        (check) => Object.assign(check, { verdict: 'skipped', compared: 0, reason: 'Not asked.' }),
        [/“The type check is clean” is unknown: not measured, because: /],
      ],
      ['processes', (check) => Object.assign(check, { compared: 0 }), [/“Every process .*” is unknown/]],
      ['endpoints', (check) => Object.assign(check, { verdict: 'fail' }), [/“Every endpoint passes” fails/]],
    ];
    for (const [id, change, said] of cases) {
      const bench = createBench(client);
      await bench.run((report) => change(checkIn(report, id)));
      const refused = await refusals(bench.decide());
      expect(refused).toEqual(said.map((pattern) => expect.stringMatching(pattern)));
      expect((await bench.look()).candidate?.against).toEqual(refused);
    }
    const missing = createBench(client);
    await missing.run((report) => {
      report.checks = report.checks.filter(({ id }) => id !== 'delegates');
    });
    expect(await refusals(missing.decide())).toEqual([
      expect.stringMatching(/“Every model is usable” is unknown/),
    ]);
  });

  test('with no fingerprint to be bound to, or every gate switched off', async () => {
    const bench = createBench(client);
    await bench.run(({ fingerprints }) => Object.assign(fingerprints, { database: null }));
    expect(await refusals(bench.decide())).toEqual([
      'The run has no fingerprint of the database, so the go would be bound to none.',
    ]);
    const { gates } = bench.settings();
    const none = Object.fromEntries(Object.keys(gates).map((id) => [id, false]));
    const off = createBench(client, { gates: { ...gates, ...none } });
    await off.run((report) => findIn(report, 'tables'));
    expect(await refusals(off.decide())).toEqual([expect.stringMatching(/^Every gate is switched off/)]);
  });

  test('where a waiver has ended since the run, by its date or by a person', async () => {
    const bench = createBench(client);
    const [endsAt, pattern] = [minutesAfter(6), 'table.missing:a'];
    const given = await giveWaiver(client, bench.environment, {
      ...{ pattern, endsAt, at: NOON, run: 1, requestId: randomUUID() },
      person: { name: 'Bea', proven: false },
      reason: 'It is built on Sunday.',
      accepts: { [pattern]: 'sha256:as it was' },
    });
    if ('refused' in given) throw new Error(given.refused);
    const { id } = given.waiver;
    const waiver = { id, pattern, person: 'Bea', endsAt };
    const waived = () => bench.run((report) => findIn(report, 'tables', waiver));
    await waived();
    const ended = [
      'The waiver of table.missing:a by Bea has ended since the run: verify again to see what it hid.',
    ];
    let minute = 5;
    const during = {
      now: () => minutesAfter(minute),
      lookAgain: async () => {
        minute = 7;
        return (await waived()).runId;
      },
    };
    expect(await refusals(bench.decide(during))).toEqual(ended);
    // Its end was moved in the database, and its row says what nobody accepted.
    await client.waiver.update({ where: { id: BigInt(id) }, data: { endsAt: minutesAfter(600) } });
    expect(await refusals(bench.decide())).toEqual([
      ...ended,
      expect.stringMatching(/was changed\. Waiver \d+: It does not say what event \d+ tells of it\.$/),
    ]);
    await client.waiver.update({ where: { id: BigInt(id) }, data: { endsAt } });
    await endWaiver(client, bench.environment, id, {
      person: { name: 'Ada', proven: false },
      why: 'It is not accepted any more.',
      at: minutesAfter(1),
    });
    expect(await refusals(bench.decide())).toEqual(ended);
  });
});

describe('a request', () => {
  test('that is sent again is the same decision, and with another content none', async () => {
    const bench = createBench(client);
    await bench.run();
    const sent = await bench.request();
    const twice = await Promise.all([
      bench.send(sent),
      bench.send(sent, { client: other }),
      bench.send(sent),
    ]);
    expect(new Set(twice.map(({ id }) => id)).size).toBe(1);
    // Also when it would be refused by now.
    const again = await bench.send(sent, { now: () => minutesAfter(600) });
    expect(again.id).toBe(twice[0]?.id);
    for (const changed of [
      bench.send({ ...sent, decision: 'no-go' }),
      bench.send({ ...sent, comment: 'Another comment.' }),
      bench.send(sent, { name: 'Eve' }),
    ])
      expect(await refusals(changed)).toEqual([expect.stringMatching(/^This request was sent before/)]);
    expect((await bench.look()).signOffs).toHaveLength(1);
  });

  test('two that decide at once come one after the other', async () => {
    const bench = createBench(client);
    await bench.run();
    const [go, noGo] = await Promise.all([bench.request(), bench.request({ decision: 'no-go' })]);
    await Promise.all([bench.send(go), bench.send(noGo, { client: other, name: 'Bea' })]);
    const { signOffs } = await bench.look();
    expect(signOffs.map(({ standing }) => standing)).toEqual(['stands', 'superseded']);
  });
});
