import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readClientSource } from './client-source';
import { createFakeProject, type FakeProject } from './testing/fake-project';

let project: FakeProject;
let clientDir: string;
beforeEach(async () => {
  project = await createFakeProject();
  clientDir = path.join(project.dir, 'src', 'generated', 'americano');
});
afterEach(() => project.remove());

it('reads the schema with its quotes, backslashes and line ends', async () => {
  const schema = 'model User {\n  id String @id @default("a\\\\b\\"c")\n}\n';
  await project.writeClient({ schema, models: [] });
  expect(await readClientSource(clientDir)).toMatchObject({ inlineSchema: schema, version: '7.10.0' });
});

it('names what lacks in a half-written class.ts', async () => {
  await project.writeClient({ schema: '', models: [] });
  await writeFile(path.join(clientDir, 'internal', 'class.ts'), 'const config = {');
  await expect(readClientSource(clientDir)).rejects.toThrow('has no `inlineSchema`');
});
