import type { DiscoveredRoute, Discovery } from '../shared/discovery';
import { matchesAny, rewriteMatches, routeMatches, routeOf } from '../shared/endpoint-paths';
import {
  type EndpointDeclaration,
  type EndpointManifest,
  endpointId,
  type Method,
  SAFE_METHODS,
} from '../shared/endpoints';
import type { Finding } from '../shared/finding';
import { driftFinding } from './support/drift-finding';
import { manifestEntry } from './support/manifest-entry';
import { nearest } from './support/nearest';
import { countOf, inBrief, sentences, withoutStop } from './support/words';
import { defineCheck } from './types';

/** Does the manifest declare every route that the code serves, and does the code serve every one that it declares? */
export const routes = defineCheck({
  id: 'routes',
  group: 'endpoints',
  title: 'Routes in the code',
  needs: ['endpoints.declared', 'endpoints.discovered'],
  run({ 'endpoints.declared': manifest, 'endpoints.discovered': discovery }) {
    const found = discovery.routes.filter((route) => !matchesAny(manifest.ignore, route.path));
    const judged = manifest.endpoints.map((endpoint) => ({
      endpoint,
      served: servedBy(endpoint, discovery),
    }));
    const served = found.reduce((sum, { methods }) => sum + methods.length, 0);
    const unclear = judged
      .filter((one) => one.served === 'unknown')
      .map(({ endpoint }) => endpointId(endpoint));
    return {
      compared: served + manifest.endpoints.length - unclear.length,
      findings: [
        ...unserved(
          judged.filter((one) => one.served === 'no').map(({ endpoint }) => endpoint),
          discovery,
        ),
        ...found.flatMap((route) => undeclared(route, manifest, discovery)),
      ],
      ...unknown(unclear, found, discovery),
    };
  },
});

/** Methods that Next answers of itself where a route has another one. */
function answers({ methods, router }: DiscoveredRoute, method: Method): boolean {
  if (methods.includes(method)) return true;
  if (router === 'pages') return false;
  return method === 'OPTIONS' || (method === 'HEAD' && methods.includes('GET'));
}

const aboutRoutes = ({ uncertain }: Pick<DiscoveredRoute, 'uncertain'>) =>
  uncertain.filter(({ about }) => about === 'routes');

function servedBy(endpoint: EndpointDeclaration, discovery: Discovery): 'yes' | 'no' | 'unknown' {
  const { method, path } = endpoint;
  const route = routeOf(discovery.routes, path);
  if (route !== null && answers(route, method)) return 'yes';
  const isElsewhere =
    discovery.pages.some((page) => routeMatches(page, path)) ||
    discovery.rewrites.some((source) => rewriteMatches(source, path));
  if (isElsewhere) return 'yes';
  const isUncertain = aboutRoutes(discovery).length > 0 || (route !== null && aboutRoutes(route).length > 0);
  return isUncertain ? 'unknown' : 'no';
}

function unserved(endpoints: readonly EndpointDeclaration[], discovery: Discovery): Finding[] {
  // Two requests of one route lack the same route.
  const once = new Map(endpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint]));
  return [...once].map(([id, endpoint]) => {
    const route = routeOf(discovery.routes, endpoint.path);
    const near = nearest(
      endpoint.path,
      discovery.routes.map(({ path }) => path),
    );
    const story = endpoint.story === undefined ? {} : { story: endpoint.story };
    const observed =
      route === null
        ? `no route file serves ${endpoint.path}`
        : `${route.at.file} serves ${route.path} for ${route.methods.join(', ') || 'no method'}`;
    const hint = route === null && near !== null ? `; the nearest is ${near}` : '';
    return driftFinding({
      about: id,
      rule: 'endpoint.unserved',
      severity: 'error',
      impact: 'read',
      subject: { kind: 'endpoint', name: id, ...story },
      message: `${id} is declared, but ${observed}${hint}.`,
      expected: `a route file that serves ${id}`,
      observed: `${observed}${hint}`,
      ...(route === null ? {} : { source: route.at }),
      remedy: {
        kind: 'note',
        text: 'Correct the path or the method in the manifest, take the entry out, or bring the route back.',
      },
    });
  });
}

function undeclared(
  route: DiscoveredRoute,
  manifest: EndpointManifest,
  { routes: all }: Discovery,
): Finding[] {
  const declared = new Set(
    manifest.endpoints.filter(({ path }) => routeOf(all, path) === route).map(({ method }) => method),
  );
  const lacking = route.methods.filter((method) => !declared.has(method));
  // Where nobody knows which methods it answers, one that is declared is enough, and one finding says that none is.
  const isUnsure = aboutRoutes(route).length > 0;
  const told = isUnsure ? (declared.size > 0 ? [] : lacking.slice(0, 1)) : lacking;
  return told.map((method) => {
    const id = `${method} ${route.path}`;
    const isSafe = SAFE_METHODS.includes(method);
    const { file, line } = route.at;
    return driftFinding({
      about: id,
      rule: 'endpoint.undeclared',
      severity: isSafe ? 'warning' : 'info',
      impact: 'none',
      subject: { kind: 'endpoint', name: id },
      message: `${id} is served by ${file}:${line}, and no entry of the manifest requests it.`,
      expected: 'an entry of the manifest',
      observed: `served by ${file}:${line}, requested by nobody`,
      source: route.at,
      remedy: { kind: 'edit', text: manifestEntry(route, method) },
    });
  });
}

function unknown(unclear: readonly string[], found: readonly DiscoveredRoute[], discovery: Discovery) {
  const uncertain = aboutRoutes(discovery).map(
    ({ reason, at }) => `${at.file}:${at.line}: ${withoutStop(reason)}`,
  );
  const methodless = found
    .filter(({ methods }) => methods.length === 0)
    .flatMap((route) => aboutRoutes(route).map(({ reason }) => withoutStop(reason)));
  const reason = sentences(
    unclear.length === 0
      ? null
      : `Whether ${countOf(unclear.length, 'declared endpoint is', 'declared endpoints are')} served is not known (${inBrief(unclear)}).`,
    uncertain.length + methodless.length === 0
      ? null
      : `The code does not tell all of its routes: ${inBrief([...uncertain, ...methodless])}.`,
  );
  return reason === null ? {} : { unknown: reason };
}
