import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NotifyRules } from '../../../shared/notify-settings';
import { auditBreaks } from '../../audit/verify';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { runVerdict } from '../../engine/verdicts';
import { waive } from '../../engine/waive';
import { createNotifier } from '../../notify/notifier';
import { beginningAt } from '../../notify/state';
import { toldInAll } from '../../notify/testing/model';
import { findProjectRoot } from '../../project-root';
import { readCandidate } from '../../sign-off/candidate';
import { voidedSignOffs } from '../../sign-off/later-runs';
import { lockEnvironment } from '../../store/postgres/add';
import { openPostgresStore } from '../../store/postgres/open';
import { createPostgresOutbox } from '../../store/postgres/outbox';
import { addSignOff, readSignOffs } from '../../store/postgres/sign-offs';
import { endWaiver, giveWaiver } from '../../store/postgres/waivers';
import { waiversInForce } from '../../store/postgres/waivers-in-force';
import { acceptedOf, matched } from '../../waivers/judge';
import { commitOf, type DecisionsModel, decisionsModel, type ScriptedWaiver } from './decisions-model';
import { outcomeOf } from './outcome';
import { type ScriptedRun, scriptedWeek } from './script';

const ENVIRONMENTS = ['production', 'staging', 'local'];
const EVERY_MINUTES = 5;
const at = (place: number) => new Date(Date.UTC(2026, 0, 5, 0, place * EVERY_MINUTES));
const week = scriptedWeek({ environments: ENVIRONMENTS, runs: 2_000, seed: 20_260_112, at });
const WAIVER_EVERY = 7;
const SIGN_OFF_EVERY = 25;
const ADA = { name: 'Ada', proven: false };

type Opened = Awaited<ReturnType<typeof openPostgresStore>>;
type Place = { opened: Opened; runs: ScriptedRun[]; waivers: ScriptedWaiver[]; model: DecisionsModel };

let database: TestDatabase;
const places = new Map<string, Place>();

beforeAll(async () => {
  database = await createTestDatabase('decided_week');
  for (const environment of ENVIRONMENTS) {
    const where = { storeUrl: database.url, environment, watchedUrl: null, projectRoot: findProjectRoot() };
    const runs = week.filter((run) => run.environment === environment);
    const waivers: ScriptedWaiver[] = [];
    const opened = await openPostgresStore(where);
    places.set(environment, { opened, runs, waivers, model: decisionsModel(runs, waivers) });
  }
});
afterAll(async () => {
  for (const { opened } of places.values()) await opened.close();
  await database?.drop();
});

/** As the dashboard does: by the waivers of the store, and what the run has found out of them is kept. */
async function verify({ opened: { client, store } }: Place, run: ScriptedRun) {
  const { environment, startedAt, number } = run;
  const outcome = outcomeOf(run);
  const { report } = outcome;
  const outcomes = report.checks.map((check) => ({
    report: check,
    how: 'ran' as const,
    accepted: check.verdict === 'fail' ? { verdict: 'warn' as const, reason: check.reason } : null,
  }));
  const { given, notes } = await waiversInForce(client, environment);
  expect(notes).toEqual([]);
  const { checks, causes, waivers, count } = waive(report, outcomes, given, startedAt);
  const record = await store.add({
    ...outcome,
    report: {
      ...report,
      checks,
      causes,
      waivers,
      verdict: runVerdict(checks),
      summary: { ...report.summary, waived: count },
      fingerprints: { ...report.fingerprints, commit: commitOf(number) },
    },
  });
  for (const { id, state, why } of waivers) {
    if (id === null || (state !== 'changed' && state !== 'expired')) continue;
    await endWaiver(client, environment, id, { person: null, why: why ?? '', at: startedAt });
  }
  return record;
}

/** Somebody accepts the first finding of a run, for a while. */
async function accept({ opened: { client }, waivers, model }: Place, run: ScriptedRun): Promise<void> {
  const { environment, number, startedAt } = run;
  const findings = outcomeOf(run).report.checks.flatMap((check) => check.findings);
  const [first] = run.checks.flatMap((check) => check.findings);
  if (first === undefined) return;
  const { key, text } = first;
  const lastsMs = (20 + 17 * (number % 23)) * EVERY_MINUTES * 60_000;
  const endsAt = new Date(Date.parse(startedAt) + lastsMs).toISOString();
  const wanted = {
    pattern: key,
    reason: 'It is known, and is being mended.',
    endsAt,
    accepts: acceptedOf(matched(findings, key)),
    run: number,
    person: ADA,
    requestId: randomUUID(),
    at: startedAt,
  };
  const answer = await giveWaiver(client, environment, wanted);
  expect('refused' in answer, `${environment} #${number} ${key}`).toBe(model.isAccepted(number, key));
  if ('waiver' in answer) waivers.push({ id: answer.waiver.id, run: number, key, text, endsAt });
}

async function signOff({ opened: { client } }: Place, { environment, number, startedAt }: ScriptedRun) {
  const candidate = await readCandidate(client, environment, number);
  if (candidate === null) throw new Error('The run is kept.');
  const { run, runId, content, bindings, gates } = candidate;
  await client.$transaction(async (transaction) => {
    const { id } = await lockEnvironment(transaction, environment);
    await addSignOff(transaction, id, {
      requestId: randomUUID(),
      requestHash: 'sha256:none',
      signOff: {
        ...{ environment, run, runId, content, bindings, gates },
        decision: 'no-go',
        person: ADA,
        comment: 'Looked at every gate.',
        at: startedAt,
        confirms: null,
        secondPerson: false,
      },
    });
  });
}

describe('what people decide in a week of 2,000 runs', () => {
  test('each run has the waivers and the verdict that the model has', async () => {
    for (const run of week) {
      const place = places.get(run.environment);
      if (place === undefined) continue;
      const { report } = await verify(place, run);
      const told = report.checks
        .flatMap((check) => check.findings)
        .flatMap(({ key, waiver }) => (waiver?.id == null ? [] : [[key, waiver.id] as const]));
      expect(new Map(told)).toEqual(place.model.waived(run.number));
      expect(report.verdict).toBe(place.model.verdict(run.number));
      if (run.number % WAIVER_EVERY === 0) await accept(place, run);
      if (run.number % SIGN_OFF_EVERY === 0) await signOff(place, run);
    }
    for (const { waivers } of places.values()) expect(waivers.length).toBeGreaterThan(10);
  }, 600_000);

  test.each(ENVIRONMENTS)(
    'who watches %s is told what the model tells, once and in order',
    async (environment) => {
      const place = places.get(environment);
      if (place === undefined) throw new Error('It is opened.');
      const { opened, runs, model } = place;
      const outbox = createPostgresOutbox(opened.client, environment);
      await outbox.keep(null, beginningAt(0), [], []);
      const told: string[] = [];
      const faults: unknown[] = [];
      const rules = NotifyRules.parse({});
      const notifier = createNotifier({
        environment,
        channels: [{ kind: 'webhook', name: 'ops', url: 'http://127.0.0.1', target: '', secrets: [] }],
        rules,
        publicUrl: null,
        outbox: async () => outbox,
        async send(_channel, { run, kind }) {
          told.push(`${run?.number} ${kind}`);
          return { ok: true, sentence: 'Sent.', retry: false, answer: '' };
        },
        now: () => new Date().toISOString(),
        onFault: (error) => faults.push(error),
      });
      notifier.wake();
      await notifier.idle();
      await notifier.close();
      expect(faults).toEqual([]);
      const steps = runs.map(({ number }) => model.step(number));
      expect(told).toEqual(toldInAll(steps, rules));
      expect(told.length).toBeGreaterThan(50);
    },
    300_000,
  );

  test.each(ENVIRONMENTS)(
    'every decision on a run of %s is void from the run on that the model names',
    async (environment) => {
      const place = places.get(environment);
      if (place === undefined) throw new Error('It is opened.');
      const { client } = place.opened;
      const signOffs = (await readSignOffs(client, environment)).map((kept) => kept.signOff);
      expect(signOffs.length).toBeGreaterThan(20);
      const voided = await voidedSignOffs(client, signOffs, environment);
      expect(signOffs.map(({ id, run }) => [run, voided.get(id)?.run ?? null])).toEqual(
        signOffs.map(({ run }) => [run, place.model.voidedBy(run)]),
      );
    },
    300_000,
  );

  test('the chain of all that was decided is whole', async () => {
    const client = places.get('local')?.opened.client;
    if (client === undefined) throw new Error('It is opened.');
    const { breaks, events } = await auditBreaks(client);
    expect(breaks).toEqual([]);
    expect(events).toBeGreaterThan(150);
  });
});
