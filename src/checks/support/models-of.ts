import type { Discovery } from '../../shared/discovery';
import { routeOf } from '../../shared/endpoint-paths';
import type { EndpointDeclaration } from '../../shared/endpoints';

/** The models that an endpoint uses: those that its declaration names, or where it names none those that its code reaches. */
export function modelsOf(declaration: EndpointDeclaration, discovery: Discovery | undefined): string[] {
  if (declaration.models.length > 0 || discovery === undefined) return declaration.models;
  const method = declaration.method === 'HEAD' ? 'GET' : declaration.method;
  const route = routeOf(discovery.routes, declaration.path);
  const used = route?.models.filter(
    ({ methods }) => methods.includes(method) || methods.includes(declaration.method),
  );
  return (used ?? []).map(({ model }) => model);
}
