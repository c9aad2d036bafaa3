import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EVERYTHING } from '../../testing/everything';
import * as reading from './read-schema-text';
import { READING, rememberedModels } from './remembered-models';
import { readSchemaFiles } from './schema-files';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'driftboard-remembered-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

/** By names that are the same on every machine. */
async function everything() {
  const files = await readSchemaFiles(EVERYTHING.schema);
  return files.map((file) => ({ ...file, path: path.basename(file.path) }));
}

const CLIENT_KEEPS = `datasource db {
  provider     = "postgresql"
  relationMode = "prisma"
}

model User {
  id    Int    @id
  goals Goal[]
}

model Goal {
  id     Int   @id
  userId Int?  @map("user_id")
  user   User? @relation(fields: [userId], references: [id])
}
`;

describe('the remembered models', () => {
  test('READING stands for the reading as it is', async () => {
    const read = [
      await reading.readPrismaSchemaText(await everything()),
      // Of relations more is read where only the client keeps them.
      await reading.readPrismaSchemaText([{ path: 'client.prisma', text: CLIENT_KEEPS }]),
    ];
    expect(read.map(({ relationMode }) => relationMode)).toEqual(['foreignKeys', 'prisma']);
    const goal = read[1]?.models.find(({ name }) => name === 'Goal');
    expect(goal?.fields.map(({ relation }) => relation)).toEqual([
      undefined,
      undefined,
      { fields: ['userId'], references: ['id'] },
    ]);
    const now = createHash('sha256').update(JSON.stringify(read)).digest('hex').slice(0, 16);
    // Where this differs, the reading has changed: put the new value into remembered-models.ts.
    expect(READING).toBe(now);
  });

  test('are those of the parser, which is then not asked again', async () => {
    const files = await everything();
    const spy = vi.spyOn(reading, 'readPrismaSchemaText');
    const first = await rememberedModels(dataDir, files, 'public');
    const second = await rememberedModels(dataDir, files, 'public');
    expect(spy).toHaveBeenCalledTimes(1);
    expect(second).toEqual(first);
    spy.mockRestore();
    expect(await reading.readPrismaSchemaText(files)).toEqual(first);
  });

  test('are read anew for another text or default schema, and where the memory is broken', async () => {
    const files = [{ path: 'a.prisma', text: 'datasource db {\n  provider = "postgresql"\n}\n' }];
    await rememberedModels(dataDir, files, 'public');
    expect((await rememberedModels(dataDir, files, 'app')).schemas).toEqual(['app']);
    const cache = path.join(dataDir, 'cache');
    const kept = await readdir(cache);
    expect(kept).toHaveLength(2);
    await Promise.all(kept.map((name) => writeFile(path.join(cache, name), '{"models": []}')));
    expect((await rememberedModels(dataDir, files, 'public')).provider).toBe('postgresql');
  });

  test('are kept for a few texts only', async () => {
    for (let count = 0; count < 30; count += 1) {
      const text = `datasource db {\n  provider = "postgresql"\n}\n// ${count}\n`;
      await rememberedModels(dataDir, [{ path: 'a.prisma', text }], 'public');
    }
    expect(await readdir(path.join(dataDir, 'cache'))).toHaveLength(24);
  });

  test('may not be kept: then they are read each time', async () => {
    const file = path.join(dataDir, 'file');
    await writeFile(file, '');
    expect((await rememberedModels(file, await everything(), 'public')).models).not.toEqual([]);
  });
});
