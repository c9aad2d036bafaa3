import { routes } from '../../../checks/routes';
import { manifestEntry } from '../../../checks/support/manifest-entry';
import { modelsInCode } from '../../../checks/support/models-in-code';
import type { DiscoveredRoute, Discovery } from '../../../shared/discovery';
import { matchesAny } from '../../../shared/endpoint-paths';
import { type EndpointManifest, endpointId } from '../../../shared/endpoints';
import type { Finding } from '../../../shared/finding';
import type { Comparison } from '../../../shared/route-comparison';

/** Holds a manifest against the code, as the check does, and the models that its entries name too. */
export function compare(manifest: EndpointManifest, discovery: Discovery): Comparison {
  const { findings, unknown } = routes.runWith(
    { 'endpoints.declared': manifest, 'endpoints.discovered': discovery },
    { ignore: [] },
  );
  const of = (rule: Finding['rule']) =>
    findings
      .filter((finding) => finding.rule === rule)
      .map(({ subject, message }) => ({ id: subject.name, message }));
  return {
    undeclared: of('endpoint.undeclared'),
    unserved: of('endpoint.unserved'),
    models: manifest.endpoints.flatMap((endpoint) => {
      if (endpoint.models.length === 0) return [];
      const used = modelsInCode(endpoint, discovery);
      const lacking = used.filter((model) => !endpoint.models.includes(model));
      return lacking.length === 0 ? [] : [{ id: endpointId(endpoint), lacking }];
    }),
    unknown: unknown ?? null,
  };
}

/** Entries for what no manifest declares: one for each route and method, JSON each. */
export function proposed(
  discovery: Discovery,
  manifest: EndpointManifest | null,
  comparison: Comparison | null,
): string[] {
  const wanted = comparison === null ? null : new Set(comparison.undeclared.map(({ id }) => id));
  const found = discovery.routes.filter(({ path }) => !matchesAny(manifest?.ignore ?? [], path));
  return found.flatMap((route) =>
    methodsToPropose(route)
      .filter((method) => wanted === null || wanted.has(`${method} ${route.path}`))
      .map((method) => manifestEntry(route, method)),
  );
}

/** Of a handler that may answer every method only the first: it says nothing of the others. */
function methodsToPropose({ methods, uncertain }: DiscoveredRoute) {
  return uncertain.some(({ about }) => about === 'routes') ? methods.slice(0, 1) : methods;
}

/** A whole manifest of entries, as JSON or as a module. */
export function manifestText(entries: readonly string[], form: 'json' | 'ts'): string {
  const list = entries.map((entry) => `    ${entry}`).join(',\n');
  if (form === 'json') return `{\n  "endpoints": [\n${list}\n  ]\n}\n`;
  return `/** What \`driftboard discover\` found in the code. Give parameters their values, and each answer its shape. */\nexport default {\n  endpoints: [\n${list},\n  ],\n};\n`;
}
