import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withClient } from '../../embedded/databases';
import { withTestServer } from '../../embedded/testing';
import { ENGINE_ERRORS, SMALL_SCHEMA, smallApplication } from './engine-errors';
import { type Laboratory, openLaboratory } from './laboratory';

describe("what Prisma's schema engine gets wrong", () => {
  let laboratory: Laboratory;
  let application: Awaited<ReturnType<typeof smallApplication>>;
  beforeAll(async () => {
    application = await smallApplication();
    laboratory = await openLaboratory(application, withTestServer().url('postgres'));
  });
  afterAll(async () => {
    await laboratory?.close();
    await application?.dispose();
  });

  test('on the clean database nobody reports anything', async () => {
    await laboratory.withCopy(async ({ url }) => {
      expect(withoutComments(await laboratory.askEngine(url)), SMALL_SCHEMA).toBe('');
      const reports = await laboratory.askDriftboard(url);
      expect(reports.flatMap((check) => check.findings)).toEqual([]);
    });
  });

  test.each(ENGINE_ERRORS)('$name', async ({ sql, engine, ours }) => {
    await laboratory.withCopy(async ({ url }) => {
      await withClient(url, async (client) => {
        for (const statement of sql) await client.query(statement);
      });
      expect(withoutComments(await laboratory.askEngine(url))).toBe(engine);
      const reports = await laboratory.askDriftboard(url);
      const findings = reports.flatMap((check) => check.findings);
      expect(findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual(ours);
    });
  });
});

function withoutComments(script: string): string {
  return script
    .replace(/^\s*--.*$/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
}
