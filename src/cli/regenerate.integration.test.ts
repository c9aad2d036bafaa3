import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createTestApplication, type TestApplication, testSchema } from '../server/probes/client/testing';
import { findProjectRoot } from '../server/project-root';
import { Job } from '../shared/job';
import { Report } from '../shared/report';

const Printed = z.strictObject({ version: z.literal(1), job: Job, report: Report.nullable() });

let application: TestApplication;
beforeEach(async () => {
  application = await createTestApplication();
});
afterEach(() => application.remove());

function regenerate(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { root, schema, client, dataDir } = application;
  const own = ['--schema', schema, '--client', client, '--only', 'client', '--format', 'json'];
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [path.join(findProjectRoot(), 'bin', 'driftboard.mjs'), 'regenerate', ...own, ...args],
      { cwd: root, env: { PATH: process.env.PATH, NODE_ENV: 'production', DRIFTBOARD_DATA_DIR: dataDir } },
      (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

test('prints job and report as one document, with what changed, its types and its restart', async () => {
  await mkdir(path.join(application.root, 'src'), { recursive: true });
  await writeFile(
    path.join(application.root, 'src', 'code.ts'),
    "import type { PrismaClient } from './generated/client';\nexport const users = (prisma: PrismaClient) => prisma.user.count();\n",
  );
  await writeFile(
    path.join(application.root, 'tsconfig.json'),
    '{ "compilerOptions": { "strict": true, "module": "esnext", "moduleResolution": "bundler", "types": [] }, "include": ["src"] }',
  );
  const outcome = await regenerate(
    '--type-check',
    'tsconfig.json',
    '--restart-command',
    'echo token=hunter2',
  );
  expect(outcome.stderr).toContain('✓ Check the types of the application');
  expect(outcome.stderr + outcome.stdout).not.toContain('hunter2');
  expect(outcome.code).toBe(0);
  const { job, report } = Printed.parse(JSON.parse(outcome.stdout));
  expect(job).toMatchObject({
    state: 'succeeded',
    result: {
      changes: [{ before: null, after: { models: 2 } }],
      types: { errors: 0, clientFiles: expect.any(Number) },
      takeUp: { how: 'restarted', processes: [] },
    },
  });
  expect(report?.checks.find(({ id }) => id === 'client-types')).toMatchObject({ verdict: 'pass' });
  // Generating, two compilers and the checks, on a machine that may be busy.
}, 120_000);

test('ends with 1 and no report where a step fails', async () => {
  await writeFile(application.schema, testSchema().replace('mood  Mood', 'mood  Wrong'));
  const outcome = await regenerate();
  expect(outcome.code).toBe(1);
  expect(Printed.parse(JSON.parse(outcome.stdout))).toMatchObject({ job: { state: 'failed' }, report: null });
});

test('names every fault at once, and shows nothing of a webhook', async () => {
  const outcome = await regenerate(
    ...[
      '--on-type-errors',
      'never',
      '--restart-webhook',
      'ftp://host/T0PSECRET',
      '--generate-memory-mb',
      '1',
    ],
  );
  expect(outcome).toMatchObject({ code: 64, stdout: '' });
  for (const part of ['--on-type-errors', '--restart-webhook', '--generate-memory-mb']) {
    expect(outcome.stderr).toContain(part);
  }
  expect(outcome.stderr).not.toContain('T0PSECRET');
});
