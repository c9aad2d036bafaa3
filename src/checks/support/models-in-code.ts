import type { Discovery } from '../../shared/discovery';
import { routeOf } from '../../shared/endpoint-paths';
import type { EndpointDeclaration } from '../../shared/endpoints';

/** The models that the code of an endpoint reaches, by its own method; none where no route of the code serves it. */
export function modelsInCode(
  { method, path }: Pick<EndpointDeclaration, 'method' | 'path'>,
  discovery: Pick<Discovery, 'routes'> | undefined,
): string[] {
  const route = routeOf(discovery?.routes ?? [], path);
  if (route === null) return [];
  // Next answers HEAD by what answers GET.
  const answering = method === 'HEAD' && !route.methods.includes('HEAD') ? 'GET' : method;
  return route.models.filter(({ methods }) => methods.includes(answering)).map(({ model }) => model);
}
