import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { waitForExit } from '../embedded/processes';
import { type LimitedRun, runLimited } from './run-limited';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftboard-limited-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A program of its own; what it starts writes its number into the file `pids`. */
async function run(
  program: string,
  change: Partial<LimitedRun> = {},
): Promise<{ lines: string[]; error: unknown }> {
  const lines: string[] = [];
  const script = join(folder, 'program.mjs');
  await writeFile(script, program);
  try {
    await runLimited({
      name: 'the program',
      args: [script],
      cwd: folder,
      env: { ...process.env, NODE_OPTIONS: '' },
      signal: new AbortController().signal,
      time: { limitMs: 30_000, option: '--time' },
      memory: { limitMb: 2_000, option: '--memory' },
      onLine: (line) => lines.push(line),
      clean: (line) => line.replace('secret', '***'),
      ...change,
    });
    return { lines, error: null };
  } catch (error) {
    return { lines, error };
  }
}

/** Hangs, with a child in its group and one that has left it, and both deaf to being asked. */
const HANGING = `
  import { spawn } from 'node:child_process';
  import { appendFileSync } from 'node:fs';
  const hang = "process.on('SIGTERM',()=>{});require('fs').appendFileSync('pids',process.pid+'\\\\n');setInterval(()=>{},1000)";
  for (const detached of [false, true]) spawn(process.execPath, ['-e', hang], { stdio: 'ignore', detached });
  appendFileSync('pids', process.pid + '\\n');
  process.on('SIGTERM', () => {});
  setInterval(() => {}, 1000);
`;

async function hangingPids(): Promise<number[]> {
  for (;;) {
    const text = await readFile(join(folder, 'pids'), 'utf8').catch(() => '');
    const pids = text.split('\n').filter(Boolean).map(Number);
    if (pids.length === 3) return pids;
    await sleep(20);
  }
}

async function expectGone(pids: readonly number[]): Promise<void> {
  for (const pid of pids) expect(await waitForExit(pid, 5_000)).toBe(true);
}

describe('runLimited', { timeout: 30_000 }, () => {
  it('tells what is printed, without what nobody should see, and ends well', async () => {
    const { lines, error } = await run(
      "console.log('one'); console.error('two secret'); process.stdout.write('three')",
    );
    expect(error).toBeNull();
    expect(lines.sort()).toEqual(['one', 'three', 'two ***']);
  });

  it('lets the program have threads and forks', async () => {
    const { lines, error } = await run(
      `import { fork } from 'node:child_process';
       import { Worker } from 'node:worker_threads';
       const worker = new Worker("console.log('thread')", { eval: true });
       await new Promise((end) => worker.once('exit', end));
       if (process.argv[2] === 'child') {
         process.once('disconnect', () => process.exit(7));
         process.send('up');
         await new Promise((end) => setTimeout(end, 20_000));
       }
       const child = fork(process.argv[1], ['child']);
       await new Promise((up) => child.once('message', up));
       child.disconnect();
       const code = await new Promise((end) => child.once('exit', end));
       console.log('fork ' + code);`,
    );
    expect(error).toBeNull();
    expect(lines).toContain('fork 7');
  });

  it('fails with the last words of the program, or says that it had none', async () => {
    const { error } = await run(
      "for (let i = 0; i < 30; i++) console.log('line ' + i); console.log('secret'); process.exitCode = 3",
    );
    expect(String(error)).toMatch(/^Error: the program ended with code 3: line 19\n(line \d+\n){10}\*\*\*$/);
    expect(String((await run('process.exitCode = 1')).error)).toMatch(/code 1: it printed nothing\.$/);
    expect(String((await run("process.kill(process.pid, 'SIGKILL')")).error)).toContain(
      'was ended by SIGKILL from outside, perhaps by the system for want of memory: it printed nothing.',
    );
  });

  it('stops one that hangs, with all that it started', async () => {
    const abort = new AbortController();
    const running = run(HANGING, { signal: abort.signal });
    const pids = await hangingPids();
    const reason = new Error('Cancelled.');
    abort.abort(reason);
    expect((await running).error).toBe(reason);
    await expectGone(process.platform === 'linux' ? pids : pids.slice(0, 1));
  });

  it('names the time limit that it broke', async () => {
    const { error } = await run(HANGING, { time: { limitMs: 1_000, option: '--generate-timeout-ms' } });
    expect(String(error)).toBe(
      'Error: the program did not end within 1 s, so it was stopped with all that it had started: raise --generate-timeout-ms if it needs longer.',
    );
    const text = await readFile(join(folder, 'pids'), 'utf8').catch(() => '');
    await expectGone(text.split('\n').filter(Boolean).map(Number));
  });

  it.runIf(process.platform !== 'win32')(
    'stops one that takes too much memory, its children counted',
    async () => {
      const { error } = await run(
        `import { spawn } from 'node:child_process';
       const eat = "const kept=[];setInterval(()=>kept.push(Buffer.alloc(8e6,1)),10)";
       for (let i = 0; i < 2; i++) spawn(process.execPath, ['-e', eat], { stdio: 'inherit' });
       setInterval(() => {}, 1000);`,
        { memory: { limitMb: 400, option: '--generate-memory-mb' } },
      );
      expect(String(error)).toMatch(
        /held \d+ MB in its 3 processes, more than the 400 MB that it may, so it was stopped: raise --generate-memory-mb/,
      );
    },
  );

  it('keeps little of 100 MB, and says how much it left out', async () => {
    const before = process.memoryUsage().rss;
    let most = before;
    const timer = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 20);
    const { lines, error } = await run(
      `const line = 'x'.repeat(99) + '\\n';
       const write = () => new Promise((done) => process.stdout.write(line.repeat(10_000), done));
       for (let i = 0; i < 100; i++) await write();
       console.log('the last secret');`,
    );
    clearInterval(timer);
    expect(error).toBeNull();
    expect(lines).toHaveLength(501);
    expect(lines[400]).toBe('… 999,501 lines were left out …');
    expect(lines.at(-1)).toBe('the last ***');
    expect((most - before) / 1e6).toBeLessThan(80);
  });

  it('cuts a line without an end', async () => {
    const { lines } = await run(
      `const write = () => new Promise((done) => process.stdout.write('x'.repeat(1e6), done));
       for (let i = 0; i < 20; i++) await write();`,
    );
    expect(lines).toEqual([`${'x'.repeat(2_000)}…`]);
  });

  it.runIf(process.platform !== 'win32')('ends the program when we are killed', async () => {
    const script = join(folder, 'program.mjs');
    await writeFile(script, HANGING.replace('[false, true]', '[false, false]'));
    const parent = join(folder, 'parent.mts');
    await writeFile(
      parent,
      `import { runLimited } from ${JSON.stringify(join(import.meta.dirname, 'run-limited.ts'))};
       await runLimited({ name: 'x', args: [${JSON.stringify(script)}], cwd: ${JSON.stringify(folder)}, env: process.env,
         signal: new AbortController().signal, time: { limitMs: 60000, option: '' }, memory: { limitMb: 2000, option: '' },
         onLine: () => {}, clean: (line) => line });`,
    );
    const bundle = join(folder, 'parent.mjs');
    const { build } = await import('esbuild');
    await build({
      entryPoints: [parent],
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'esm',
    });
    const child = spawn(process.execPath, [bundle], { stdio: 'ignore' });
    const pids = await hangingPids();
    child.kill('SIGKILL');
    await expectGone(pids);
  });
});
