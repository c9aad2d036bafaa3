import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckReport } from '../../../shared/report';
import { withClient } from '../../embedded/databases';
import { withTestServer } from '../../embedded/testing';
import { americano, everything } from './applications';
import { type Change, corpusOf } from './changes/corpus';
import { type Laboratory, openLaboratory } from './laboratory';

/** Every so many changes of the corpus is looked at by both. */
const EVERY = 9;
const TIMEOUT_MS = 300_000;
const server = withTestServer().url('postgres');
const role = `looker_${randomBytes(4).toString('hex')}`;
const password = randomBytes(12).toString('hex');

beforeAll(() =>
  withClient(server, (client) => client.query(`CREATE ROLE "${role}" LOGIN PASSWORD '${password}'`)),
);
afterAll(() => withClient(server, (client) => client.query(`DROP ROLE "${role}"`)));

/** What the owner's answer has and the other one lacks, as sentences. */
function fewer(owner: readonly CheckReport[], other: readonly CheckReport[]): string[] {
  return owner.flatMap((check) => {
    const same = other.find(({ id }) => id === check.id);
    if (same === undefined) return [`${check.id} was not run`];
    // Unknown with its reason is an honest answer to a question that it may not ask.
    if (same.verdict === 'unknown')
      return same.reason === null ? [`${check.id} is unknown for no reason`] : [];
    const keys = new Set(same.findings.map(({ key }) => key));
    return [
      ...(same.verdict === check.verdict ? [] : [`${check.id}: ${check.verdict} becomes ${same.verdict}`]),
      ...check.findings.filter(({ key }) => !keys.has(key)).map(({ key }) => `${key} is lost`),
    ];
  });
}

async function compare(laboratory: Laboratory, change: Change | null): Promise<string[] | null> {
  return laboratory.withCopy(async ({ url, client }) => {
    try {
      for (const sql of change?.sql ?? []) await client.query(sql);
    } catch {
      return null;
    }
    for (const schema of laboratory.application.schemas)
      await client.query(`GRANT USAGE ON SCHEMA "${schema}" TO "${role}"`);
    const asRole = new URL(url);
    asRole.username = role;
    asRole.password = password;
    const owner = await laboratory.askDriftboard(url);
    return fewer(owner, await laboratory.askDriftboard(asRole.href));
  });
}

describe('a role that may only connect and use the schemas', () => {
  test.each([americano, everything])(
    'gets the same verdicts on $name, or unknown, and never fewer findings',
    async (application) => {
      const laboratory = await openLaboratory(application, server);
      try {
        expect(await compare(laboratory, null), 'the clean database').toEqual([]);
        let compared = 0;
        for (const [change] of corpusOf(laboratory.shape, laboratory.versionNumber).filter(
          (_, place) => place % EVERY === 0,
        )) {
          if (change === undefined) continue;
          const lost = await compare(laboratory, change);
          if (lost === null) continue;
          compared += 1;
          expect.soft(lost, change.name).toEqual([]);
        }
        expect(compared).toBeGreaterThanOrEqual(15);
      } finally {
        await laboratory.close();
      }
    },
    TIMEOUT_MS,
  );
});
