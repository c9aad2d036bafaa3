import type { Settings } from '../../../shared/config';
import {
  type EndpointDeclaration,
  type EndpointResult,
  endpointId,
  SAFE_METHODS,
} from '../../../shared/endpoints';

/** Whether a request may change something: by its method, or because its declaration says so. */
export function isWrite({ method, sideEffects }: EndpointDeclaration): boolean {
  return sideEffects !== undefined || !SAFE_METHODS.includes(method);
}

/** Whether sending it again changes no more than sending it once: then a failed try may be repeated. */
export function isRepeatable(declaration: EndpointDeclaration): boolean {
  const { method } = declaration;
  return !isWrite(declaration) || method === 'PUT' || method === 'DELETE';
}

/** @returns null where it may be sent, or which setting would let it be */
export function heldBack(
  declaration: EndpointDeclaration,
  { env, production, allowWrites }: Pick<Settings, 'env' | 'production' | 'allowWrites'>,
): EndpointResult['notSent'] {
  if (!isWrite(declaration)) return null;
  const id = endpointId(declaration);
  const skipped = (reason: string) => ({ verdict: 'skipped' as const, reason });
  const { sideEffects, safeOn } = declaration;
  if (sideEffects === undefined)
    return skipped(
      `${id} may change something, so it is not sent: say in the manifest what it changes (\`sideEffects\`), and where it may be sent (\`safeOn: ["${env}"]\`).`,
    );
  if (!safeOn.includes(env))
    return skipped(
      `${id} changes something and is not declared safe on the environment ${env}: \`safeOn: ["${env}"]\` in the manifest would let it be sent.`,
    );
  if (production && !allowWrites)
    return skipped(
      `${id} changes something and the environment ${env} is marked as production: --allow-writes would let it be sent.`,
    );
  return null;
}
