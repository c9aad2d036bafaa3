import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findProjectRoot } from '../../project-root';
import { runDelegates } from './delegate-run';

/** A client as plain JavaScript, and what it does beside being one. */
const CLIENT = `
const table = { findFirst: async () => ({ id: 1 }), count: async () => 1 };
exports.PrismaClient = class { constructor() { this.user = table; } };
`;

let dir: string;
beforeEach(async () => {
  dir = join(findProjectRoot(), '.data', 'test', randomUUID());
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'package.json'), '{ "main": "index.js" }');
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function run(code: string, change: { timeoutMs?: number; memoryMb?: number; models?: number } = {}) {
  await writeFile(join(dir, 'index.js'), code);
  const names = Array.from({ length: change.models ?? 1 }, (_, at) => (at === 0 ? 'User' : `Model${at}`));
  return runDelegates({
    client: {
      name: 'client',
      dir,
      layout: 'prisma-client-js',
      entry: 'index.js',
      version: '7.10.0',
      engineType: 'client',
    },
    resolveDir: dir,
    models: names.map((name) => ({ name, counted: true, estimate: null })),
    databaseUrl: 'postgresql://nobody@127.0.0.1:1/nothing',
    timeoutMs: change.timeoutMs ?? 10_000,
    signal: new AbortController().signal,
    projectRoot: findProjectRoot(),
    dataDir: join(dir, '.data'),
    ...(change.memoryMb === undefined ? {} : { memoryMb: change.memoryMb }),
  });
}

describe('a client that misbehaves', () => {
  it('prints 100 MB, on both outputs, and is heard all the same', async () => {
    const print = `const mb = 'x'.repeat(1024 * 1024);
      const { writeSync } = require('node:fs');
      for (let i = 0; i < 50; i += 1) for (const fd of [1, 2]) { let rest = mb; while (rest) { try { rest = rest.slice(writeSync(fd, rest)); } catch {} } }`;
    expect(await run(`${print}\n${CLIENT}`)).toMatchObject({ ok: true, report: { results: [{ ok: true }] } });
  });

  it('gives an answer of more than a megabyte whole', async () => {
    const answer = await run(CLIENT, { models: 10_000 });
    expect(answer).toMatchObject({ ok: true });
    expect(answer.ok && answer.report.results).toHaveLength(10_000);
  });

  it.each([
    [
      'ends the process with 0 when it is imported',
      'process.exit(0);',
      /ended the process with code 0 while it was imported/,
    ],
    ['ends it with 3', 'process.exit(3);', /code 3 while it was imported/],
    ['throws', 'throw new Error("half of it is missing");', /half of it is missing/],
    ['throws nothing that is an error', 'throw null;', /null/],
    ['exports nothing', 'delete exports.PrismaClient;', /exports no PrismaClient/],
    [
      'throws late',
      'table.findFirst = () => new Promise(() => setTimeout(() => { throw new Error("too late"); }, 10));',
      /too late/,
    ],
    [
      'rejects late, with nobody listening',
      'table.findFirst = () => new Promise(() => void Promise.reject(new Error("unheard")));',
      /unheard/,
    ],
    [
      'ends the process late',
      'table.findFirst = () => process.exit(0);',
      /code 0 while its delegates were tried/,
    ],
  ])('%s: it is broken', async (_what, code, message) => {
    expect(await run(`${CLIENT}\n${code}`)).toMatchObject({
      ok: false,
      kind: 'import',
      message: expect.stringMatching(message),
    });
  });

  it('hangs in a loop: it is ended, and nothing was measured', async () => {
    await expect(run('for (;;) {}', { timeoutMs: 700 })).rejects.toThrow(
      /was not imported within 1400 ms: set --timeout-ms/,
    );
  });

  it('takes all the memory: it is ended, and nothing was measured', async () => {
    const greedy = 'const kept = []; for (;;) kept.push(new Array(1e5).fill({}).map(() => ({ a: [1] })));';
    await expect(run(greedy, { memoryMb: 64, timeoutMs: 60_000 })).rejects.toThrow(
      /needed more than 64 MB of memory/,
    );
  }, 130_000);

  it('starts others that would outlive it: they are ended with it', async () => {
    const file = join(dir, 'pids');
    const fork = `require('node:fs').writeFileSync(${JSON.stringify(file)}, String(
      require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' }).pid));`;
    expect(await run(`${fork}\n${CLIENT}`)).toMatchObject({ ok: true });
    const pid = Number(await readFile(file, 'utf8'));
    let there = true;
    for (let tries = 0; tries < 100 && there; tries += 1) {
      there = await isRunning(pid);
      if (there) await sleep(20);
    }
    expect(there).toBe(false);
  });
});

/** One that has ended and was not yet collected by its parent counts as gone. */
async function isRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return stat === null ? process.platform !== 'linux' : !/\) [ZX] /.test(stat);
}
