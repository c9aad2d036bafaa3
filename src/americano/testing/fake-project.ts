import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A folder inside this repository (so that packages resolve) that looks like a project with a generated client. */
export type FakeProject = {
  dir: string;
  /** Writes `internal/class.ts` and `client.ts`; `entry` replaces the latter's text. */
  writeClient(input: { schema: string; models: string[]; entry?: string }): Promise<void>;
  remove(): Promise<void>;
};

export async function createFakeProject(): Promise<FakeProject> {
  const dir = path.join(process.cwd(), '.data', `test-americano-${randomBytes(6).toString('hex')}`);
  const clientDir = path.join(dir, 'src', 'generated', 'americano');
  await mkdir(dir, { recursive: true });
  return {
    dir,
    writeClient: async ({ schema, models, entry }) => {
      await mkdir(path.join(clientDir, 'internal'), { recursive: true });
      const config = `{\n  "clientVersion": "7.10.0",\n  "inlineSchema": ${JSON.stringify(schema)},\n}`;
      await writeFile(path.join(clientDir, 'internal', 'class.ts'), `export const config = ${config};\n`);
      await writeFile(path.join(clientDir, 'client.ts'), entry ?? entryText(models));
    },
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}

function entryText(models: string[]): string {
  const names = JSON.stringify(Object.fromEntries(models.map((model) => [model, model])));
  return `import { config } from './internal/class.ts';
export const Prisma = { ModelName: ${names} };
export class PrismaClient {
  _engineConfig = { inlineSchema: config.inlineSchema };
  disconnected = false;
  async $disconnect() { this.disconnected = true; }
}
`;
}
