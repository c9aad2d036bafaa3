import type { Discovery } from '../../shared/discovery';
import { type EndpointDeclaration, endpointId } from '../../shared/endpoints';
import { modelsInCode } from './models-in-code';

/**
 * The models that each declared endpoint uses: what its declaration says, and what reading its source found through the
 * functions that it calls. Relations between models add nothing: that one hangs on another does not say that it is read.
 */
export function endpointModels(
  declarations: readonly EndpointDeclaration[],
  discovery: Discovery | undefined,
): Map<string, string[]> {
  return new Map(
    declarations.map((declaration) => {
      const read = modelsInCode(declaration, discovery);
      return [endpointId(declaration), [...new Set([...declaration.models, ...read])]];
    }),
  );
}
