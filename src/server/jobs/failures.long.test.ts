import { existsSync } from 'node:fs';
import { chmod, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive } from '../embedded/processes';
import { createTestApplication, type TestApplication, testSchema } from '../probes/client/testing';
import { findProjectRoot } from '../project-root';
import { journalFolder } from './journal';
import { lockState } from './lock';
import { clientLocks, swapFolder } from './lock-files';
import { type CommandLine, driftboardArguments, startCommandLine } from './testing/command-line';
import { installFakePrisma } from './testing/fake-prisma';
import { runInNamespace, whyNoMounts } from './testing/namespace';

const noMounts = whyNoMounts();
if (noMounts !== null) process.stderr.write(`Left out, full and read-only disks: ${noMounts}.\n`);

let application: TestApplication;
let before: Record<string, string>;
let running: CommandLine | null = null;
beforeEach(async () => {
  application = await createTestApplication();
  await application.generate();
  before = await contents();
});
afterEach(async () => {
  running?.child.kill('SIGKILL');
  running = null;
  await application.remove();
});

/** Every file of the client with its text. */
async function contents(): Promise<Record<string, string>> {
  const entries = await readdir(application.client, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(files.sort().map(async (file) => [file, await readFile(file, 'utf8')])),
  );
}

/** Regenerates in a real process. @returns what it said */
async function regenerate(env: Readonly<Record<string, string>> = {}, code = 1): Promise<string> {
  running = startCommandLine(application, ['regenerate'], env);
  expect(await running.ended, running.said()).toBe(code);
  return running.said();
}

/** The former client is there whole, and nothing beside it. */
async function expectUntouched(): Promise<void> {
  expect(await contents()).toEqual(before);
  expect(await readdir(dirname(application.client))).toEqual(['generated']);
  const locks = clientLocks(findProjectRoot(), { client: [application.client], schema: null });
  for (const lock of locks) expect(await lockState(lock)).toEqual({ state: 'free' });
  expect(existsSync(swapFolder(locks))).toBe(false);
}

async function journal(): Promise<string> {
  const [name = ''] = await readdir(journalFolder(application.dataDir));
  return join(journalFolder(application.dataDir), name);
}

describe('a regeneration that cannot succeed says why, and leaves the old client in place', () => {
  it('a schema with a syntax error', async () => {
    await application.write(testSchema().replace('id    String @id', 'id    Strin @id'));
    const said = await regenerate();
    expect(said).toContain('✗ Check the schema: ');
    expect(said).toMatch(
      /schema\.prisma:\d+.*Type "Strin" is neither a built-in type, nor refers to another model/,
    );
    expect(said).not.toMatch(/\n\s+at /);
    await expectUntouched();
  });

  it('a generate that hangs', async () => {
    const pids = join(application.root, 'pids');
    await installFakePrisma(application, {
      program: `import { spawn } from 'node:child_process';
        const hang = "require('fs').appendFileSync(" + ${JSON.stringify(JSON.stringify(pids))} + ",process.pid+'\\\\n');process.on('SIGTERM',()=>{});setInterval(()=>{},1000)";
        spawn(process.execPath, ['-e', hang], { stdio: 'inherit' });
        console.log('I take my time');
        process.on('SIGTERM', () => {});
        setInterval(() => {}, 1000);`,
    });
    const said = await regenerate({ DRIFTBOARD_GENERATE_TIMEOUT_MS: '3000' });
    expect(said).toContain('    I take my time\n');
    expect(said).toContain(
      '✗ Generate the client aside: prisma generate did not end within 3 s, so it was stopped with all that it had started: raise generateTimeoutMs if it needs longer.',
    );
    const survivors = (await readFile(pids, 'utf8')).split('\n').filter(Boolean).map(Number);
    expect(survivors).toHaveLength(1);
    for (const pid of survivors) expect(await isAlive(pid)).toBe(false);
    await expectUntouched();
  });

  it('a generate that prints 100 MB', async () => {
    await installFakePrisma(application, {
      program: `const write = () => new Promise((done) => process.stdout.write(('x'.repeat(99) + '\\n').repeat(10_000), done));
        for (let i = 0; i < 100; i++) await write();
        console.error('That was it');
        process.exit(1);`,
    });
    const said = await regenerate();
    expect(said).toContain('    … 999,501 lines were left out …\n');
    expect(said).toMatch(
      /✗ Generate the client aside: prisma generate ended with code 1: (x+\n)+That was it/,
    );
    expect(said.length).toBeLessThan(100_000);
    expect((await stat(await journal())).size).toBeLessThan(200_000);
    await expectUntouched();
  });

  it.skipIf(process.platform === 'win32')('a generate that eats memory', async () => {
    await installFakePrisma(application, {
      program: 'const kept = []; setInterval(() => kept.push(Buffer.alloc(8e6, 1)), 10);',
    });
    const said = await regenerate({ DRIFTBOARD_GENERATE_MEMORY_MB: '300' });
    expect(said).toMatch(
      /✗ Generate the client aside: prisma generate held \d+ MB in its process, more than the 300 MB that it may, so it was stopped: raise generateMemoryMb if it needs more\./,
    );
    await expectUntouched();
  });

  it('a generate that ends well and writes nothing', async () => {
    await installFakePrisma(application, { program: "console.log('All is well');" });
    expect(await regenerate()).toMatch(/✗ (Generate|Judge).*: prisma generate .*wrote no client/);
    await expectUntouched();
  });

  it('a generate that writes half a client and dies', async () => {
    const half = (end: string) => `import { mkdirSync, writeFileSync } from 'node:fs';
      import { dirname, join } from 'node:path';
      const schema = process.argv[process.argv.indexOf('--schema') + 1];
      const output = join(dirname(schema), '..', 'src', 'generated');
      mkdirSync(output, { recursive: true });
      writeFileSync(join(output, 'client.ts'), 'export const half =');
      ${end}`;
    await installFakePrisma(application, { program: half("process.kill(process.pid, 'SIGSEGV');") });
    expect(await regenerate()).toContain(
      '✗ Generate the client aside: prisma generate was ended by SIGSEGV from outside: it printed nothing.',
    );
    await expectUntouched();
    await installFakePrisma(application, { program: half('') });
    expect(await regenerate()).toMatch(/✗ Judge the new client: .*incomplete: .*missing/);
    await expectUntouched();
  });
});

describe.skipIf(noMounts !== null)('a disk that refuses, mounted for the test alone', () => {
  const args = () => driftboardArguments(application, ['regenerate']);
  /** The client lies on a file system of its own, which is looked at before it is gone. */
  const REPORT = `echo "code $?"; diff -r "$backup" src/generated && echo "the old client is whole"; echo "beside it: $(ls -A src)"`;

  async function inNamespace(script: string): Promise<string> {
    running = runInNamespace(application, script, args());
    await running.ended;
    return running.said();
  }

  it('a full disk while the client is generated', async () => {
    const said = await inNamespace(`
      backup=$(mktemp -d) && cp -r src/generated/. "$backup"
      size=$(du -sk src/generated | cut -f1)
      mount -t tmpfs -o size=$((size + 40))k x src && cp -r "$backup" src/generated
      "$NODE" "$@"; ${REPORT}; rm -r "$backup"`);
    expect(said).toMatch(
      /✗ Generate the client aside: No space is left on the disk: free some, then start again\. prisma generate ended with code 1: [\s\S]*ENOSPC/,
    );
    expect(said).toContain('code 1\nthe old client is whole\nbeside it: generated\n');
    expect(said).not.toMatch(/\n\s+at /);
    await expectUntouched();
  });

  it('a full disk under the data folder', async () => {
    const said = await inNamespace(`
      mkdir -p .data && mount -t tmpfs -o size=16k x .data && mkdir .data/jobs
      dd if=/dev/zero of=.data/ballast bs=4k count=4 2>/dev/null
      "$NODE" "$@"; echo "code $?"; ls -A .data .data/jobs`);
    expect(said).toMatch(
      /^driftboard: “Regenerate the client” was not begun, since it cannot be recorded in .*jobs: No space is left on the disk: free some, then start again\. ENOSPC/,
    );
    expect(said).toContain('code 70\n.data:\nballast\njobs\n\n.data/jobs:\n');
    await expectUntouched();
  });

  it('a read-only output folder', async () => {
    const said = await inNamespace(`
      backup=$(mktemp -d) && cp -r src/generated/. "$backup"
      mount --bind src src && mount -o remount,ro,bind src
      "$NODE" "$@"; ${REPORT}; rm -r "$backup"`);
    expect(said).toMatch(/✗ Generate the client aside: The file system is read-only: .*src \(EROFS\)/);
    expect(said).toContain('code 1\nthe old client is whole\nbeside it: generated\n');
    await expectUntouched();
  });

  it('a client that is a file system of its own', async () => {
    const said = await inNamespace(`
      backup=$(mktemp -d) && cp -r src/generated/. "$backup"
      mount -t tmpfs -o size=4m x src/generated && cp -r "$backup/." src/generated
      "$NODE" "$@"; ${REPORT}; rm -r "$backup"`);
    expect(said).toMatch(/✗ Put it in place: .*could not be replaced .*the old one stays/);
    expect(said).toContain('code 1\nthe old client is whole\nbeside it: generated\n');
    await expectUntouched();
  });
});

describe.skipIf(process.getuid?.() === 0)('an output folder that the user may not write', () => {
  it('says so, and leaves the old client in place', async () => {
    const folder = dirname(application.client);
    await chmod(folder, 0o555);
    try {
      expect(await regenerate()).toMatch(
        /✗ Generate the client aside: The folder may not be written .*EACCES/,
      );
    } finally {
      await chmod(folder, 0o755);
    }
    await expectUntouched();
  });
});
