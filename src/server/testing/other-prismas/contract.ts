import { cp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientFreshness } from '../../../checks/client-freshness';
import type { BrokenFile, GeneratedClient } from '../../../shared/client';
import { clientGenerators } from '../../prisma/generator-output';
import { clientInstalledProbe } from '../../probes/client/installed';
import { readClientOnDisk } from '../../probes/client/read-client';
import { readPrismaSchemaText } from '../../probes/prisma/read-schema-text';
import { testContext } from '../../probes/testing-context';
import { generateWith, type LabApplication } from './generate-with';
import { LAB_MODELS, labSchema } from './schema';
import type { Variant } from './variants';
import { majorOf, OWN_PRISMA } from './versions';

/** What is written for every application and loaded by nothing in this client. */
const LOADED_BY_NOTHING =
  /^runtime\/(edge-esm|react-native|wasm|wasm-(compiler|engine)-edge)\.js$|^runtime\/(index-browser|library)\.d\.ts$/;
const CHANGED = `${LAB_MODELS.replace('  mood  Mood\n', '').replace('  SAD\n', '  SAD\n  MEH\n')}model Tag {\n  id Int @id\n}\n`;

/** The tests that a client of each variant has to pass: every state of it is told apart, with the right names. */
export function everyPrismaContract(variants: readonly Variant[]): void {
  describe.each(variants)('a client of Prisma $title', ({ version, options }) => {
    const isEdge = options.options?.some((line) => line.includes('workerd')) === true;
    const isWasm = majorOf(version) === 7 || options.options?.includes('engineType = "client"') === true;
    const schemaFile =
      options.layout === 'prisma-client-js' ? 'index.js' : `internal/class${isEdge ? '.mts' : '.ts'}`;
    let application: LabApplication;
    let copy: string;

    const filesOf = async (): Promise<GeneratedClient['files']> => (await complete(copy)).files;
    beforeAll(async () => {
      application = await generateWith(version, options);
      copy = join(application.root, 'copy');
      await cp(application.client, copy, { recursive: true });
    }, 400_000);
    afterAll(() => application?.remove());

    it('is whole, where its generator says that it lies', async () => {
      const text = await readFile(application.schema, 'utf8');
      expect(await complete(application.client)).toMatchObject({
        layout: options.layout,
        version,
        engineType: isWasm ? 'client' : 'library',
        runtime: options.layout === 'prisma-client' || options.output === 'default' ? 'package' : 'own',
        missingFiles: [],
        brokenFiles: [],
        models: [
          { name: 'User', dbName: 'users' },
          { name: 'Post', story: '5.1' },
        ],
        enums: [{ name: 'Mood' }],
      });
      const [generator] = clientGenerators([{ path: application.schema, text }]);
      expect(generator).toMatchObject({ layout: options.layout, outputDir: application.client });
    });

    it('is fresh; and stale, foreign or of another version with the names of all that differs', async () => {
      const client = await complete(application.client);
      const judge = async (models: string, installed: string) => {
        const text = labSchema(version, options, models);
        const schema = await readPrismaSchemaText([{ path: 'schema.prisma', text }]);
        return clientFreshness.runWith(
          {
            'schema.prisma': schema,
            'client.disk': [{ state: 'complete', client }],
            'client.installed': [{ name: 'client', cli: version, client: installed, adapter: version }],
          },
          { ignore: [] },
        ).findings;
      };
      expect(await judge(LAB_MODELS, version)).toEqual([]);
      expect(await judge(CHANGED, version)).toMatchObject([
        {
          rule: 'client.schema-changed',
          severity: 'error',
          message:
            'The generated client was made from another schema.prisma: it lacks 1 model (Tag) and 1 enum value (Mood.MEH); it has 1 field (User.mood) too many.',
        },
      ]);
      expect(await judge('model Invoice {\n  id Int @id\n}\n', version)).toMatchObject([
        { message: expect.stringContaining('belongs to another schema: of its 2 models (User, Post)') },
      ]);
      const other = version === OWN_PRISMA ? '6.17.1' : OWN_PRISMA;
      expect(await judge(LAB_MODELS, other)).toMatchObject([
        {
          key: 'client.version:client',
          severity: client.runtime === 'package' ? 'error' : 'warning',
          message: expect.stringContaining(`made by Prisma ${version}, while @prisma/client ${other}`),
        },
        { key: 'client.version:client:cli' },
      ]);
    });

    it('has the versions of its own neighbours', async () => {
      const found = await clientInstalledProbe.read(testContext({ client: [application.client] }));
      expect(found).toMatchObject({
        value: [{ name: 'client', cli: version, client: version, adapter: version }],
      });
    });

    it('names each file that is gone, and raises no alarm for what nothing loads', async () => {
      for (const { path } of await filesOf()) {
        const content = await readFile(join(copy, path));
        await rm(join(copy, path));
        const { state, missing } = await faults(copy);
        const harmless = LOADED_BY_NOTHING.test(path) || (isEdge && path.endsWith('.node'));
        if (!harmless) expect(missing, path).toContain(path);
        expect(state, path).toBe(path === schemaFile ? 'incomplete' : 'complete');
        await writeFile(join(copy, path), content);
      }
      expect(await faults(copy)).toEqual({ state: 'complete', missing: [], broken: [] });
    });

    it('names each file that is empty or cut off', async () => {
      for (const { path, sizeBytes } of await filesOf()) {
        const content = await readFile(join(copy, path));
        for (const size of [0, Math.floor(sizeBytes / 2), sizeBytes - 6]) {
          // The native engine says nothing of its length.
          if (size > 0 && path.endsWith('.node')) continue;
          await truncate(join(copy, path), size);
          const { broken } = await faults(copy);
          expect(
            broken.map((file) => file.path),
            `${path} at ${size}`,
          ).toContain(path);
          const why = size === 0 ? 'empty' : 'cut off';
          // The copy of the schema ends like any text: half of it is another schema.
          if (path !== 'schema.prisma') expect(broken).toContainEqual({ path, why });
          await writeFile(join(copy, path), content);
        }
      }
    });
  });
}

async function complete(dir: string): Promise<GeneratedClient> {
  const found = await readClientOnDisk({ dir, name: 'client' });
  if (found.state !== 'complete') throw new Error(`The client in ${dir} is ${found.state}.`);
  return found.client;
}

async function faults(dir: string): Promise<{ state: string; missing: string[]; broken: BrokenFile[] }> {
  const found = await readClientOnDisk({ dir, name: 'client' });
  if (found.state !== 'complete' && found.state !== 'incomplete') {
    return { state: found.state, missing: [], broken: [] };
  }
  const { missingFiles, brokenFiles } = found.state === 'complete' ? found.client : found;
  return { state: found.state, missing: missingFiles, broken: brokenFiles };
}
