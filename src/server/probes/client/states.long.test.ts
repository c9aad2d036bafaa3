import { chmod, copyFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateWith, type LabApplication } from '../../testing/other-prismas/generate-with';
import { prismaOf } from '../../testing/other-prismas/install';
import { LAB_MODELS } from '../../testing/other-prismas/schema';
import { readClientOnDisk } from './read-client';

let folder: string;
let application: LabApplication;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftboard-states-'));
  application = await generateWith('7.10.0', { layout: 'prisma-client-js' });
}, 400_000);
afterAll(async () => {
  await application?.remove();
  await rm(folder, { recursive: true, force: true });
});

const read = (dir: string) => readClientOnDisk({ dir, name: 'client' });
const found = async (dir: string) => {
  const one = await read(dir);
  return one.state === 'missing' ? one.found : one.state;
};

describe('what lies in the place of a client', () => {
  it('is told apart: nothing, an empty folder, a file, something else', async () => {
    expect(await found(join(folder, 'nowhere'))).toBe('nothing');
    const empty = join(folder, 'empty');
    await mkdir(empty);
    expect(await found(empty)).toBe('an empty folder');
    await writeFile(join(empty, 'README.md'), 'Hello.');
    expect(await found(empty)).toBe('other files');
    expect(await found(join(empty, 'README.md'))).toBe('a file');
    await writeFile(join(empty, 'index.js'), 'module.exports = { add: (a, b) => a + b };');
    expect(await found(empty)).toBe('other files');
  });

  it.each(['5.22.0', '6.19.3'] as const)(
    'may be the placeholder that @prisma/client %s puts there when it is installed',
    async (version) => {
      const { nodeModules } = await prismaOf(version);
      const scripts = join(nodeModules, '@prisma', 'client', 'scripts');
      const dir = join(folder, version, '.prisma', 'client');
      await mkdir(dir, { recursive: true });
      for (const name of ['index', 'edge', 'default', 'wasm', 'index-browser']) {
        await copyFile(join(scripts, 'default-index.js'), join(dir, `${name}.js`));
        if (name !== 'index-browser')
          await copyFile(join(scripts, 'default-index.d.ts'), join(dir, `${name}.d.ts`));
      }
      expect(await found(dir)).toBe('the placeholder');
      expect(await found(join(nodeModules, '@prisma', 'client'))).toBe('the package');
    },
    400_000,
  );

  it('may be forbidden to read, as a folder or as a file in it', async () => {
    const dir = join(folder, 'forbidden');
    await cp(application.client, dir, { recursive: true });
    await chmod(folder, 0o755);
    const asNobody = async (path: string, mode: number) => {
      await chmod(path, mode);
      // The administrator may read everything.
      const isRoot = process.geteuid?.() === 0;
      if (isRoot) process.seteuid?.(65534);
      try {
        return await read(dir);
      } finally {
        if (isRoot) process.seteuid?.(0);
        await chmod(path, 0o755);
      }
    };
    const reason = expect.stringMatching(
      /cannot be read \(EACCES\): give the user of this process the right/,
    );
    expect(await asNobody(join(dir, 'index.js'), 0)).toMatchObject({ state: 'unreadable', reason });
    expect(await asNobody(dir, 0)).toMatchObject({ state: 'unreadable', reason });
    expect(await found(dir)).toBe('complete');
  });

  it('may be half of one generation and half of another', async () => {
    const dir = join(folder, 'mixed');
    await cp(application.client, dir, { recursive: true });
    await application.generate(`${LAB_MODELS}model Tag {\n  id Int @id\n}\n`);
    for (const file of ['schema.prisma', 'edge.js']) {
      await copyFile(join(application.client, file), join(dir, file));
    }
    expect(await read(dir)).toMatchObject({
      client: {
        brokenFiles: [
          { path: 'edge.js', why: 'of another generation' },
          { path: 'schema.prisma', why: 'of another generation' },
        ],
      },
    });
  });
});

describe('a client that was read before', () => {
  it('is given again as it was, until any file of it changes', async () => {
    const dir = join(folder, 'remembered');
    await cp(application.client, dir, { recursive: true });
    const settled = async () => {
      // What changed just now is not remembered, since it could change again within one tick of the clock.
      await new Promise((resolve) => setTimeout(resolve, 300));
      const first = await read(dir);
      expect(await read(dir)).toBe(first);
      return first;
    };
    const first = await settled();
    const text = await readFile(join(dir, 'index.js'), 'utf8');
    await writeFile(join(dir, 'index.js'), text.replaceAll('HAPPY', 'MERRY'));
    const second = await read(dir);
    expect(second).not.toEqual(first);
    expect(second).toMatchObject({ client: { enums: [{ values: [{ name: 'MERRY' }, { name: 'SAD' }] }] } });
    await settled();
    await rm(join(dir, 'edge.js'));
    expect(await read(dir)).toMatchObject({ client: { missingFiles: ['edge.js'] } });
    await rm(dir, { recursive: true });
    expect(await found(dir)).toBe('nothing');
  });
});
