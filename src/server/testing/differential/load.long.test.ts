import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { CheckReport } from '../../../shared/report';
import { withClient } from '../../embedded/databases';
import { withTestServer } from '../../embedded/testing';
import { americano } from './applications';
import { openLaboratory } from './laboratory';

const LOOKS = 30;
const PAUSE_MS = 200;
const TIMEOUT_MS = 300_000;

/** Both states of the schema differ in five objects; one transaction leads from the one to the other. */
const FORWARDS = [
  'ALTER TABLE users RENAME COLUMN name TO "nameNow"',
  'ALTER TABLE article_reads RENAME TO article_reads_now',
  'ALTER TABLE exams DROP CONSTRAINT swap_check',
  'ALTER TABLE courses ADD CONSTRAINT swap_check CHECK (true)',
  `ALTER TYPE "TrustLevel" RENAME VALUE 'LOW' TO 'LOW_NOW'`,
  'DROP INDEX concepts_parent_id_idx',
  'CREATE INDEX concepts_parent_id_idx ON concepts (parent_id)',
];
const BACKWARDS = [
  'ALTER TABLE users RENAME COLUMN "nameNow" TO name',
  'ALTER TABLE article_reads_now RENAME TO article_reads',
  'ALTER TABLE courses DROP CONSTRAINT swap_check',
  'ALTER TABLE exams ADD CONSTRAINT swap_check CHECK (true)',
  `ALTER TYPE "TrustLevel" RENAME VALUE 'LOW_NOW' TO 'LOW'`,
];

/** What an answer says of each of them: where all are of one moment, they say the same. */
function statesIn(reports: readonly CheckReport[]): string[] {
  const findings = reports.flatMap((check) => check.findings);
  const has = (rule: string, name: string, table?: string) =>
    findings.some(
      ({ rule: own, subject }) =>
        own === rule && subject.name.includes(name) && (table === undefined || subject.table === table),
    );
  const either = (first: boolean, second: boolean, before: boolean) =>
    first !== second ? 'torn' : first === before ? 'before' : 'after';
  return [
    either(has('column.missing', 'name', 'users'), has('column.unexpected', 'nameNow', 'users'), false),
    either(has('table.missing', 'article_reads'), has('table.unexpected', 'article_reads_now'), false),
    either(
      has('check-constraint.unexpected', 'swap_check', 'exams'),
      !has('check-constraint.unexpected', 'swap_check', 'courses'),
      true,
    ),
    either(has('enum.value-missing', 'LOW'), has('enum.value-unexpected', 'LOW_NOW'), false),
    has('index.missing', 'concepts_parent_id_idx') ? 'torn' : '',
  ].filter((state) => state !== '');
}

// A statement of ours that prints a view or an expression holds the lock of any reader while it runs, and no longer.
const SAMPLE = `
SELECT a.application_name AS name, a.query,
       ARRAY(SELECT b.query FROM unnest(pg_blocking_pids(a.pid)) AS p JOIN pg_stat_activity b ON b.pid = p
             WHERE b.application_name = 'driftboard' AND b.state <> 'active') AS "blockedByUs",
       ARRAY(SELECT DISTINCT l.mode FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'relation') AS modes
FROM pg_stat_activity a WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()`;
const SampleRow = z.object({
  name: z.string(),
  query: z.string(),
  blockedByUs: z.array(z.string()),
  modes: z.array(z.string()),
});

test(
  'beside writes and DDL no look is in anybody’s way, and each answer is that of one moment',
  async () => {
    const laboratory = await openLaboratory(americano, withTestServer().url('postgres'));
    try {
      await laboratory.withCopy(async ({ url, client }) => {
        await client.query('ALTER TABLE exams ADD CONSTRAINT swap_check CHECK (true)');
        // Printing a view takes locks on what it reads.
        await client.query('CREATE VIEW names AS SELECT id, name FROM users');
        const running = { until: true };
        const beside = [
          loop(url, running, writeOnce(1)),
          loop(url, running, writeOnce(2)),
          loop(url, running, swap()),
        ];
        const seen = { samples: 0, ours: 0, blocked: new Set<string>(), modes: new Set<string>() };
        const sampler = loop(url, running, sampleInto(seen));
        const answers: CheckReport[][] = [];
        for (let look = 0; look < LOOKS; look += 1) answers.push(await laboratory.askDriftboard(url));
        running.until = false;
        const [writesA = 0, writesB = 0, swaps = 0] = await Promise.all(beside);
        await sampler;

        expect([...seen.blocked]).toEqual([]);
        expect([...seen.modes]).toEqual(['AccessShareLock']);
        expect(seen.ours, 'samples in which a look was under way').toBeGreaterThan(0);
        expect(Math.min(writesA, writesB, swaps)).toBeGreaterThan(5);

        const unknown = answers.flat().filter((check) => check.verdict === 'unknown');
        // While the schema changes all the time, giving up with that reason is the honest answer; nothing else is.
        expect(unknown.filter((check) => !/changed again and again/.test(check.reason ?? ''))).toEqual([]);
        const whole = answers.filter((reports) => reports.every((check) => check.verdict !== 'unknown'));
        expect(whole.length, 'looks that came to an answer').toBeGreaterThan(LOOKS / 2);
        for (const reports of whole) {
          const states = statesIn(reports);
          expect(states).toHaveLength(4);
          expect(new Set(states).size, states.join(', ')).toBe(1);
          expect(states).not.toContain('torn');
        }
      });
    } finally {
      await laboratory.close();
    }
  },
  TIMEOUT_MS,
);

type Step = (client: pg.Client, round: number) => Promise<void>;

/** A session of its own that goes on until it is told to stop. @returns how often it came round */
async function loop(url: string, running: { until: boolean }, step: Step): Promise<number> {
  return withClient(url, async (client) => {
    let rounds = 0;
    for (; running.until; rounds += 1) await step(client, rounds);
    return rounds;
  });
}

/** Rows come, change and go; what the swap has just renamed may be refused, as an application would see it. */
function writeOnce(writer: number): Step {
  return async (client, round) => {
    const id = `w${writer}-${round}`;
    await client.query(`INSERT INTO users (id, email, "updatedAt") VALUES ($1, $2, now())`, [
      id,
      `${id}@example.org`,
    ]);
    await client.query(`UPDATE users SET timezone = 'CET' WHERE id = $1`, [id]);
    await client.query('DELETE FROM users WHERE id = $1', [id]);
  };
}

function swap(): Step {
  return async (client, round) => {
    const statements = round % 2 === 0 ? FORWARDS : BACKWARDS;
    await client.query('BEGIN');
    for (const sql of statements) await client.query(sql);
    await client.query('COMMIT');
    await sleep(PAUSE_MS);
  };
}

function sampleInto(seen: { samples: number; ours: number; blocked: Set<string>; modes: Set<string> }): Step {
  return async (client) => {
    const { rows } = await client.query(SAMPLE);
    seen.samples += 1;
    for (const row of z.array(SampleRow).parse(rows)) {
      if (row.blockedByUs.length > 0)
        seen.blocked.add(`${row.query} waits for ${row.blockedByUs.join(' and ')}`);
      if (row.name !== 'driftboard') continue;
      seen.ours += 1;
      for (const mode of row.modes) seen.modes.add(mode);
    }
    await sleep(5);
  };
}
