import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EVERYTHING } from '../../testing/everything';
import { findPrismaConfig } from './config-file';
import { readExternal } from './external';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'driftboard-external-'));
  await write('package.json', '{}');
  await write('prisma/schema.prisma', '');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, text: string): Promise<string> {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

function read(timeoutMs = 10_000) {
  const options = { projectRoot: process.cwd(), timeoutMs, signal: new AbortController().signal };
  return readExternal(path.join(folder, 'prisma', 'schema.prisma'), options);
}

describe('where prisma.config.ts is looked for', () => {
  test('beside the schema, above it up to the package, and no further', async () => {
    const schema = path.join(folder, 'prisma', 'schema.prisma');
    expect(await findPrismaConfig(schema)).toBeNull();
    const above = await write('prisma.config.mts', '');
    expect(await findPrismaConfig(schema)).toBe(above);
    const hidden = await write('prisma/.config/prisma.ts', '');
    expect(await findPrismaConfig(path.join(folder, 'prisma'))).toBe(hidden);
    await write('inner/package.json', '{}');
    expect(await findPrismaConfig(path.join(folder, 'inner', 'schema.prisma'))).toBeNull();
  });
});

describe('tables and enums marked as external', () => {
  test('of the schema that uses everything', async () => {
    const options = { projectRoot: process.cwd(), timeoutMs: 10_000, signal: new AbortController().signal };
    expect(await readExternal(EVERYTHING.schema, options)).toEqual({
      external: { tables: ['public.outside_accounts'], enums: ['public.outside_account_kind'] },
      notes: [],
    });
  });

  test('without settings there are none', async () => {
    expect(await read()).toEqual({ external: { tables: [], enums: [] }, notes: [] });
  });

  test('settings that name none are not run at all', async () => {
    await write(
      'prisma.config.ts',
      `import 'dotenv/config'; import { defineConfig } from 'prisma/config'; throw new Error('run'); export default defineConfig({});`,
    );
    expect(await read()).toEqual({ external: { tables: [], enums: [] }, notes: [] });
  });

  test('from another file, in spite of prints, missing variables and open handles', async () => {
    await write('names.ts', `export const tables: { external: string[] } = { external: ['auth.users'] };`);
    await write(
      'prisma.config.ts',
      `import { defineConfig, env } from 'prisma/config';
       import { tables } from './names';
       import path from 'node:path';
       console.log('driftboard-external:{"tables":{"external":["wrong"]}}');
       setInterval(() => {}, 1000);
       export default defineConfig({
         schema: path.join(import.meta.dirname, 'prisma'), datasource: { url: env('NO_SUCH_VARIABLE_AT_ALL') }, tables,
       });`,
    );
    expect(await read()).toEqual({ external: { tables: ['auth.users'], enums: [] }, notes: [] });
  });

  test.each([
    [
      'that throw',
      `throw new Error('postgresql://me:secret@db/app is down'); export default { tables: { external: [] } };`,
      /it stopped with an error while it ran: postgresql:\/\/me:\S*@db\/app is down\.$/,
    ],
    ['with an error', `export default { tables: { external: = } };`, /prisma\.config\.ts:1 has an error/],
    ['that name no list', `export default { tables: { external: 'users' } };`, /are no lists of names\.$/],
    ['that end the process', `process.exit(3); export default { external: 1 };`, /ended with code 3/],
    ['that never end', `while (true) {} export default { external: 1 };`, /not done within 1500 ms\.$/],
  ])('settings %s are a note', async (_name, text, note) => {
    await write('prisma.config.ts', text);
    const { external, notes } = await read(1_500);
    expect(external).toEqual({ tables: [], enums: [] });
    expect(notes).toEqual([expect.stringMatching(note)]);
    expect(notes[0]).toMatch(
      /^\S*prisma\.config\.ts could not be read, so which tables and enums are external/,
    );
    expect(notes[0]).not.toContain('secret');
  });
});
