import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { browserOptions } from './e2e/browser';

/** One dashboard on one embedded PostgreSQL serves all tests, and demos change it: so one worker, in file order. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: '.data/e2e-results',
  fullyParallel: false,
  workers: 1,
  // In CI one more try, on a machine that others share; `npm test` names every test that needed it.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 20_000 },
  globalSetup: './e2e/global-setup.ts',
  reporter: [['list'], ['json', { outputFile: path.join('.data', 'test-reports', 'e2e.json') }]],
  use: {
    // Set by the global setup, before the workers read this file.
    baseURL: process.env.DRIFTBOARD_E2E_BASE_URL,
    ...(await browserOptions()),
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
});
