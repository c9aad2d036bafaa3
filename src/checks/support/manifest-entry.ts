import type { DiscoveredRoute } from '../../shared/discovery';
import { type Method, SAFE_METHODS } from '../../shared/endpoints';

/** An entry for a manifest, as JSON on one line: what the code tells, and a place for what only a person knows. */
export function manifestEntry(route: DiscoveredRoute, method: Method): string {
  const params = [...route.path.matchAll(/\[(?:\[?\.\.\.)?(\w+)\]/g)].flatMap(([, name]) => name ?? []);
  const models = route.models.filter(({ methods }) => methods.includes(method)).map(({ model }) => model);
  const entry = {
    ...(method === 'GET' ? {} : { method }),
    path: route.path,
    ...(params.length === 0 ? {} : { params: Object.fromEntries(params.map((name) => [name, 'VALUE'])) }),
    ...(models.length === 0 ? {} : { models }),
    ...(SAFE_METHODS.includes(method) ? {} : { sideEffects: 'WHAT IT CHANGES', safeOn: [] }),
  };
  return JSON.stringify(entry);
}
