import path from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../../../driftboard.endpoints';
import { routes } from '../../../checks/routes';
import { EndpointManifest } from '../../../shared/endpoints';
import { schemaPrismaProbe } from '../prisma/schema';
import { testContext } from '../testing-context';
import { endpointsDiscoveredProbe } from './discovered';

const root = path.resolve(import.meta.dirname, '../../../..');
const settings = { source: root, schema: path.join(root, 'prisma/schema.prisma') };
const declared = EndpointManifest.parse(manifest);

async function read() {
  const schema = await schemaPrismaProbe.read(testContext(settings));
  const evidence: [] = [];
  const context = testContext(settings, {
    'schema.prisma': schema,
    'endpoints.declared': { ok: true, value: declared, evidence },
  });
  const found = await endpointsDiscoveredProbe.read(context);
  if (!found.ok) throw new Error(found.reason);
  return found.value;
}

describe('discovery on Americano', () => {
  it('finds its fifteen routes with exactly the models of the manifest, and those of the dashboard', async () => {
    const found = await read();
    const own = found.routes.filter(({ path: url }) => !/^[/](api[/]health|report)[/]/.test(url));
    const ordered = (pairs: [string, string[]][]) => pairs.sort(([a], [b]) => (a < b ? -1 : 1));
    expect(ordered(own.map((route) => [route.path, route.models.map(({ model }) => model).sort()]))).toEqual(
      ordered(declared.endpoints.map((endpoint) => [endpoint.path, [...endpoint.models].sort()])),
    );
    expect(own).toHaveLength(15);
    expect(own.flatMap(({ methods }) => methods)).toEqual(Array(15).fill('GET'));
    const dashboard = found.routes.filter(({ path: url }) => url.startsWith('/api/health/'));
    expect(dashboard.map(({ path: url, methods }) => `${methods} ${url}`)).toContain(
      'GET,DELETE /api/health/jobs/[id]',
    );
    expect(found.uncertain).toEqual([]);

    const compared = routes.runWith(
      { 'endpoints.declared': declared, 'endpoints.discovered': found },
      { ignore: [] },
    );
    expect(compared).toEqual({ compared: 30, findings: [] });
  });

  it('finds them without a schema too, then with each model that has a query of its own', async () => {
    const given = { 'endpoints.declared': { ok: true as const, value: declared, evidence: [] } };
    const found = await endpointsDiscoveredProbe.read(testContext({ source: path.join(root, 'src') }, given));
    const read = found.ok ? found.value.routes : [];
    for (const { path: url } of declared.endpoints) {
      expect(read.find((route) => route.path === url)?.models.map(({ model }) => model)).toContain('User');
    }
  });

  it('says which setting would turn it on, and that a folder is not there', async () => {
    expect(await endpointsDiscoveredProbe.read(testContext({}))).toMatchObject({
      ok: false,
      notConfigured: expect.stringContaining('--source'),
    });
    expect(await endpointsDiscoveredProbe.read(testContext({ source: '/nowhere' }))).toMatchObject({
      ok: false,
      reason: 'The routes below /nowhere could not be read: There is no folder /nowhere. Correct --source.',
    });
  });
});
