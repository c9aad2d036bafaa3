import type { Discovery } from '../../shared/discovery';
import { type EndpointDeclaration, endpointId } from '../../shared/endpoints';

/**
 * The models that each declared endpoint uses: what its declaration says, and what reading its source found through the
 * functions that it calls. Relations between models add nothing: that one hangs on another does not say that it is read.
 */
export function endpointModels(
  declarations: readonly EndpointDeclaration[],
  discovery: Discovery | undefined,
): Map<string, string[]> {
  const found = new Map(
    (discovery?.routes ?? []).flatMap(({ path, methods, models }) =>
      methods.map((method) => [`${method} ${path}`, models.map(({ model }) => model)]),
    ),
  );
  return new Map(
    declarations.map((declaration) => {
      const { method, path, models } = declaration;
      const read = found.get(endpointId({ method, path })) ?? [];
      return [endpointId(declaration), [...new Set([...models, ...read])]];
    }),
  );
}
