import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LoadedClient } from '../shared/client';
import { ErrorBody } from '../shared/http';
import { clientHealth, clientReload } from './health';
import { unloadClient } from './registry';
import { createFakeProject, type FakeProject } from './testing/fake-project';

let project: FakeProject;
const post = (authorization?: string) =>
  clientReload(
    new Request('http://localhost/api/health/client', {
      method: 'POST',
      headers: authorization ? { authorization } : {},
    }),
  );
const codeOf = async (response: Response) => ErrorBody.parse(await response.json()).error.code;

beforeEach(async () => {
  project = await createFakeProject();
  vi.spyOn(process, 'cwd').mockReturnValue(project.dir);
  vi.stubEnv('DATABASE_URL', 'postgresql://nobody@127.0.0.1:1/nothing');
  vi.stubEnv('DRIFTBOARD_DATA_DIR', undefined);
  vi.stubEnv('DRIFTBOARD_RELOAD_TOKEN', 'a-token-for-tests');
  await project.writeClient({ schema: 'model User { id Int @id }', models: ['User'] });
});
afterEach(async () => {
  await unloadClient();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await project.remove();
});

describe('GET and POST /api/health/client', () => {
  it('loads the client when none is loaded, and answers which it is', async () => {
    const response = await clientHealth();
    expect(response.headers.get('cache-control')).toBe('no-store');
    const first = LoadedClient.parse(await response.json());
    expect(first.models).toEqual(['User']);
    expect(LoadedClient.parse(await (await clientHealth()).json())).toEqual(first);
  });

  it('takes up a new client for the bearer of the token', async () => {
    await clientHealth();
    await project.writeClient({ schema: 'model Card { id Int @id }', models: ['Card'] });
    const response = await post('Bearer a-token-for-tests');
    expect(LoadedClient.parse(await response.json()).models).toEqual(['Card']);
  });

  it.each([undefined, 'Bearer another-token', 'a-token-for-tests'])('answers 401 to %s', async (header) => {
    const response = await post(header);
    expect(response.status).toBe(401);
    expect(await codeOf(response)).toBe('unauthorized');
  });

  it('answers 403 when no token is configured', async () => {
    vi.stubEnv('DRIFTBOARD_RELOAD_TOKEN', '');
    const response = await post('Bearer ');
    expect([response.status, await codeOf(response)]).toEqual([403, 'reload-disabled']);
  });

  it('answers 500 with the reason when there is no client to load', async () => {
    await project.remove();
    const response = await clientHealth();
    expect(response.status).toBe(500);
    expect(ErrorBody.parse(await response.json()).error.message).toContain('prisma generate');
  });
});
