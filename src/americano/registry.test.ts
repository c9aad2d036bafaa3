import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PrismaClient } from '../generated/americano/client';
import { LoadedClient } from '../shared/client';
import { clientFingerprint, schemaFingerprint } from './fingerprint';
import { getClient, loadedClient, reloadClient, unloadClient, withClient } from './registry';
import { createFakeProject, type FakeProject } from './testing/fake-project';

let project: FakeProject;
const OLD = { schema: 'model User {\n  id String @id\n}\n', models: ['User'] };
const NEW = {
  schema: 'model User { id String @id }\nmodel Card { id String @id }',
  models: ['User', 'Card'],
};

beforeEach(async () => {
  project = await createFakeProject();
  vi.spyOn(process, 'cwd').mockReturnValue(project.dir);
  vi.stubEnv('DATABASE_URL', 'postgresql://nobody:secret@127.0.0.1:1/nothing?schema=public');
  vi.stubEnv('DRIFTBOARD_DATA_DIR', undefined);
  vi.stubEnv('GIT_COMMIT', 'abc');
  await project.writeClient(OLD);
});

afterEach(async () => {
  await unloadClient();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await project.remove();
});

const isDisconnected = (client: PrismaClient) => Reflect.get(client, 'disconnected');

describe('the registry', () => {
  it('loads the client on disk at the first call, once for all who ask at the same time', async () => {
    expect(loadedClient()).toBeNull();
    const [first, second] = await Promise.all([getClient(), getClient()]);
    expect(first).toBe(second);
    const loaded = LoadedClient.parse(loadedClient());
    expect(loaded).toMatchObject({ version: '7.10.0', models: ['User'], pid: process.pid, commit: 'abc' });
    expect(loaded.schemaFingerprint).toBe(schemaFingerprint(OLD.schema));
    expect(loaded.fingerprint).toBe(clientFingerprint(schemaFingerprint(OLD.schema), '7.10.0'));
  });

  it('keeps the old client in memory until a reload, and then disconnects it', async () => {
    const old = await getClient();
    await project.writeClient(NEW);
    expect(await getClient()).toBe(old);
    expect((await reloadClient()).models).toEqual(['User', 'Card']);
    expect(await getClient()).not.toBe(old);
    await vi.waitFor(() => expect(isDisconnected(old)).toBe(true));
  });

  it('leaves the old client connected until the requests that hold it are done', async () => {
    let finish = () => {};
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const old = await getClient();
    const request = withClient(() => held);
    await reloadClient();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isDisconnected(old)).toBe(false);
    finish();
    await request;
    await vi.waitFor(() => expect(isDisconnected(old)).toBe(true));
  });

  it('tells of a former client that cannot be disconnected, and goes on', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const old = await getClient();
    Reflect.set(old, '$disconnect', async () =>
      Promise.reject(new Error('postgresql://u:secret@h/d is gone')),
    );
    await reloadClient();
    await vi.waitFor(() => expect(warn).toHaveBeenCalledOnce());
    expect(warn.mock.calls[0]?.[0]).not.toContain('secret');
  });

  it.each([
    ['does not parse', 'export const = ;', /cannot be bundled: .*client\.ts/],
    ['throws', "throw new Error('half written');", /cannot be imported: half written/],
    ['exports something else', 'export const a = 1;', /is no Prisma Client/],
  ])('keeps the old client when the new one %s, and takes up the repaired one', async (_, entry, message) => {
    const old = await getClient();
    await project.writeClient({ ...NEW, entry });
    await expect(reloadClient()).rejects.toThrow(message);
    expect(await getClient()).toBe(old);
    expect(loadedClient()?.models).toEqual(['User']);
    await project.writeClient(NEW);
    expect((await reloadClient()).models).toEqual(['User', 'Card']);
  });

  it('refuses a client that was rewritten while it was being loaded', async () => {
    const entry = `export const Prisma = { ModelName: { User: 'User' } };
export class PrismaClient { _engineConfig = { inlineSchema: 'model Other { id Int @id }' }; async $disconnect() {} }`;
    await project.writeClient({ ...OLD, entry });
    await expect(getClient()).rejects.toThrow('rewritten while it was being loaded');
  });

  it('says which file lacks, and can load later', async () => {
    await project.remove();
    await expect(getClient()).rejects.toThrow(/internal\/class\.ts: ENOENT.*prisma generate/);
    project = await createProjectAgain();
    await expect(getClient()).resolves.toBeDefined();
  });

  it('asks for DATABASE_URL, and for a data folder inside the project', async () => {
    vi.stubEnv('DATABASE_URL', '');
    await expect(getClient()).rejects.toThrow('DATABASE_URL is not set');
    vi.stubEnv('DRIFTBOARD_DATA_DIR', '../elsewhere');
    await expect(getClient()).rejects.toThrow('DRIFTBOARD_DATA_DIR must name a folder inside the project');
  });
});

async function createProjectAgain(): Promise<FakeProject> {
  vi.restoreAllMocks();
  const again = await createFakeProject();
  vi.spyOn(process, 'cwd').mockReturnValue(again.dir);
  await again.writeClient(OLD);
  return again;
}
