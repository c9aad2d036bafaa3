import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadTsModule } from './load-module';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftboard-load-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = async (name: string, text: string) => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};

test('loads TypeScript with its relative imports, and again after a change', async () => {
  await write('part.ts', 'export const answer: number = 42;');
  const file = await write(
    'a.ts',
    "import { answer } from './part'; export default { answer } as { answer: number };",
  );
  expect(await loadTsModule(file)).toEqual({ answer: 42 });
  await write('part.ts', 'export const answer: number = 43;');
  expect(await loadTsModule(file)).toEqual({ answer: 43 });
});

test('loads JSON, and named exports where there is no default', async () => {
  expect(await loadTsModule(await write('a.json', '{"n": 1}'))).toEqual({ n: 1 });
  expect(await loadTsModule(await write('named.mjs', 'export const n = 2;'))).toMatchObject({ n: 2 });
});

test("takes packages from beside the file first, and from Driftboard's second", async () => {
  const own = join(folder, 'node_modules', 'own-package');
  await mkdir(own, { recursive: true });
  await writeFile(join(own, 'package.json'), '{"name":"own-package","type":"module","exports":"./i.js"}');
  await writeFile(join(own, 'i.js'), "export const who = 'beside';");
  const file = await write(
    'b.ts',
    "import { who } from 'own-package'; import { z } from 'zod'; import { sep } from 'path'; export default { who, z: typeof z.string, sep };",
  );
  expect(await loadTsModule(file)).toMatchObject({ who: 'beside', z: 'function' });
});

test('says in a sentence what is wrong, with the line', async () => {
  await expect(loadTsModule(join(folder, 'none.ts'))).rejects.toThrow('none.ts does not exist');
  const broken = await write('c.ts', 'export default {\n  a: 1,\n  b: = 2,\n};');
  await expect(loadTsModule(broken)).rejects.toThrow(/c\.ts:3 has an error/);
  const thrower = await write('d.ts', `throw new Error('no luck ${randomBytes(4).toString('hex')}');`);
  await expect(loadTsModule(thrower)).rejects.toThrow(/d\.ts stopped with an error while it ran: no luck/);
  const lost = await write('e.ts', "import 'no-such-package-anywhere';");
  await expect(loadTsModule(lost)).rejects.toThrow(/e\.ts:1 has an error: Could not resolve/);
});
