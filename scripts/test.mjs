// `npm test`: every phase in order, each with its time; a phase that fails does not hide the later ones, unless they
// stand on it. The last line counts all tests and phases. `npm run test:long` is the phase that runs only by its name.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const reports = path.join(root, '.data', 'test-reports');
const bin = (name) => path.join(root, 'node_modules', '.bin', name);
const env = {
  ...process.env,
  CHECKPOINT_DISABLE: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  // Prisma's commands ask for an engine that they do not use: any executable will do.
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
};
// Settings of the person who starts the tests must not reach what they test.
for (const name of Object.keys(env))
  if (name.startsWith('DRIFTBOARD_') || ['DATABASE_URL', 'REDIS_URL', 'STORE_URL'].includes(name))
    delete env[name];
if (process.env.DRIFTBOARD_CHROMIUM) env.DRIFTBOARD_CHROMIUM = process.env.DRIFTBOARD_CHROMIUM;

/** Each phase: what it is called, what it runs, the report that counts its tests, and the phase that it stands on. */
const PHASES = [
  {
    name: 'generate',
    title: 'Prisma Clients of Americano and the store',
    run: [process.execPath, path.join(root, 'scripts', 'generate.mjs')],
  },
  { name: 'lint', title: 'Lint and formatting', run: [bin('biome'), 'ci', '--colors=off', '.'] },
  { name: 'routes', title: 'Types of the routes', run: [bin('next'), 'typegen'] },
  { name: 'types', title: 'Types', run: [bin('tsc'), '--noEmit'], after: ['generate', 'routes'] },
  { name: 'unused', title: 'Unused code and packages', run: [bin('knip')] },
  {
    name: 'unit',
    title: 'Unit tests with coverage',
    run: [bin('vitest'), 'run', '--project', 'unit', '--coverage', ...vitestReport('unit')],
    report: 'unit',
    after: ['generate'],
  },
  {
    name: 'integration',
    title: 'Integration tests on PostgreSQL',
    run: [bin('vitest'), 'run', '--project', 'integration', ...vitestReport('integration')],
    report: 'integration',
    after: ['generate'],
  },
  {
    name: 'e2e',
    title: 'End to end in Chromium',
    run: [bin('playwright'), 'test'],
    report: 'e2e',
    after: ['generate'],
  },
  {
    name: 'long',
    title: 'Kills, weeks and crowds',
    run: [bin('vitest'), 'run', '--project', 'long', ...vitestReport('long')],
    report: 'long',
    onlyByName: true,
  },
  {
    name: 'long-pages',
    title: 'A real database of 10,000 tables in Chromium',
    run: [bin('playwright'), 'test', 'e2e/7-many-tables', '--grep', 'real database'],
    env: { DRIFTBOARD_LONG: '1' },
    report: 'e2e',
    onlyByName: true,
  },
  {
    name: 'wide',
    title: "Against Prisma's engine, PostgreSQL 14–18",
    run: [bin('vitest'), 'run', '--project', 'wide', ...vitestReport('wide')],
    report: 'wide',
    onlyByName: true,
    // It takes 9 minutes, and CI may take 90. On a machine so slow that it would be cut off in the middle, what is not
    // begun is said; by hand all of it runs.
    beginsWithinMinutes: 75,
  },
];

function vitestReport(name) {
  return ['--reporter=default', '--reporter=json', `--outputFile.json=${path.join(reports, `${name}.json`)}`];
}

const wanted = process.argv.slice(2);
const phases = PHASES.filter((phase) =>
  wanted.length === 0 ? phase.onlyByName !== true : wanted.includes(phase.name),
);
const results = new Map();
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

for (const phase of phases) {
  const broken = (phase.after ?? []).filter((name) => results.get(name)?.ok === false);
  if (broken.length > 0) {
    results.set(phase.name, {
      ok: false,
      passed: 0,
      failed: 1,
      seconds: 0,
      note: `not run: ${broken.join(', ')} failed`,
    });
    continue;
  }
  const minutes = minutesOfCi();
  if (phase.beginsWithinMinutes !== undefined && minutes > phase.beginsWithinMinutes) {
    const note = `NOT RUN: CI took ${Math.round(minutes)} minutes until here; run node scripts/test.mjs ${phase.name}`;
    results.set(phase.name, { ok: true, notRun: true, passed: 0, failed: 0, seconds: 0, note });
    continue;
  }
  console.log(`\n── ${phase.title} ──`);
  const startedAt = Date.now();
  const code = await run(phase);
  results.set(phase.name, {
    ok: code === 0,
    seconds: (Date.now() - startedAt) / 1000,
    ...count(phase, code),
  });
}

console.log('\n── Summary ──');
let passed = 0;
let failed = 0;
for (const phase of phases) {
  const result = results.get(phase.name);
  passed += result.passed;
  failed += result.failed;
  const figures = phase.report ? `${result.passed} passed, ${result.failed} failed` : '';
  const line = `${result.notRun ? '○' : result.ok ? '✓' : '✗'} ${phase.title.padEnd(42)} ${result.seconds.toFixed(1).padStart(7)} s  ${result.note ?? figures}`;
  console.log(line.trimEnd());
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || phases.length === 0 ? 1 : 0;

/** Since `.ci/run` began; 0 elsewhere. */
function minutesOfCi() {
  const began = Number(process.env.DRIFTBOARD_CI_BEGAN ?? Number.NaN);
  return Number.isFinite(began) ? (Date.now() / 1000 - began) / 60 : 0;
}

function run({ run: [command, ...args], env: own = {} }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...env, ...own },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const forward = (signal) => child.kill(signal);
    process.once('SIGINT', forward);
    process.once('SIGTERM', forward);
    child.on('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      resolve(127);
    });
    child.on('exit', (code) => {
      process.off('SIGINT', forward);
      process.off('SIGTERM', forward);
      resolve(code ?? 1);
    });
  });
}

/** A phase without a report counts as one; a runner that failed without a failed test (coverage, a crash) counts too. */
function count(phase, code) {
  if (!phase.report) return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  const file = path.join(reports, `${phase.report}.json`);
  if (!existsSync(file)) return { passed: 0, failed: 1, note: 'it ended without a report' };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const counted = report.stats
    ? {
        passed: report.stats.expected + report.stats.flaky,
        failed: report.stats.unexpected,
        skipped: report.stats.skipped,
        flaky: report.stats.flaky,
      }
    : { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests };
  if (counted.passed + counted.failed === 0) return { passed: 0, failed: 1, note: 'it ran no test' };
  const silent = code !== 0 && counted.failed === 0 ? 1 : 0;
  return {
    passed: counted.passed,
    failed: counted.failed + silent,
    ...(silent ? { note: `${counted.passed} passed, but it ended with code ${code}` } : {}),
    ...(!silent && (counted.skipped > 0 || counted.flaky > 0) ? { note: inWords(counted) } : {}),
  };
}

/** A test that passed only at its second try is counted as passed, and named as what it is. */
function inWords({ passed, failed, skipped, flaky = 0 }) {
  const parts = [`${passed} passed`, `${failed} failed`];
  if (skipped > 0) parts.push(`${skipped} skipped`);
  if (flaky > 0) parts.push(`${flaky} only at the second try (see above)`);
  return parts.join(', ');
}
