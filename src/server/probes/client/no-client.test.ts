import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testContext } from '../testing-context';
import { clientDiskProbe } from './disk';
import { noClient } from './no-client';

let root: string;
beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'driftboard-no-client-')));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const generator = (name: string, ...lines: string[]) => `generator ${name} {\n${lines.join('\n')}\n}\n`;

async function reason(...generators: string[]): Promise<string> {
  const schema = join(root, 'prisma', 'schema.prisma');
  await mkdir(join(root, 'prisma'), { recursive: true });
  await writeFile(schema, `${generators.join('')}datasource db {\n  provider = "postgresql"\n}\n`);
  return noClient({ schema }, join(root, '.data'));
}

describe('why there is no client to check', () => {
  it('names the folders of all generators, so that they can be copied', async () => {
    const two = [
      generator('a', 'provider = "prisma-client-js"', 'output = "../src/a"'),
      generator('b', 'provider = "prisma-client"', 'output = "../src/b"'),
    ];
    const expected = `No --client is set: give the folder of the generated Prisma Client to check it, here --client ${root}/src/a --client ${root}/src/b.`;
    expect(await reason(...two)).toBe(expected);
    // From what was remembered.
    expect(await reason(...two)).toBe(expected);
  });

  it('names the default folder beside the @prisma/client that is installed', async () => {
    const plain = generator('client', 'provider = "prisma-client-js"');
    expect(await reason(plain)).toContain('no @prisma/client is installed above the schema');
    await mkdir(join(root, 'node_modules', '@prisma', 'client'), { recursive: true });
    expect(await reason(plain)).toContain(`--client ${root}/node_modules/.prisma/client.`);
  });

  it('says what it does not know', async () => {
    expect(await noClient({ schema: null }, root)).toMatch(/^No --client is set: .* to check it\.$/);
    expect(await reason()).toContain('has no generator of one');
    const named = generator('client', 'provider = "prisma-client-js"', 'output = env("NOWHERE_SET")');
    expect(await reason(named)).toContain('its output is env("NOWHERE_SET"), which is not set');
    expect(await noClient({ schema: join(root, 'nowhere.prisma') }, root)).toContain('does not exist');
  });

  it('is the reason for which the probe is left out', async () => {
    const found = await clientDiskProbe.read(testContext({}));
    expect(found).toMatchObject({ ok: false, notConfigured: expect.stringContaining('No --client is set') });
  });
});
