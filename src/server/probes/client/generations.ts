import type { BrokenFile } from '../../../shared/client';
import { schemaFingerprint } from '../../prisma/fingerprint';
import { readInlineSchema } from './inline-schema';
import type { DetectedLayout } from './layout';

/** The files that say which schema they were made from, beside the one that is taken at its word. */
export function datedFiles({ layout, extension }: DetectedLayout): string[] {
  return layout === 'prisma-client-js' ? ['schema.prisma', 'edge.js', 'wasm.js'] : [`models${extension}`];
}

/**
 * Files of another generation than the rest, as a copy leaves them that was made while somebody generated.
 * @param texts of `datedFiles`, as far as they are there
 * @param inside the schema and the models that the client holds
 */
export function filesOfAnotherGeneration(
  { extension }: DetectedLayout,
  texts: ReadonlyMap<string, string>,
  inside: { schema: string; models: readonly string[] },
): BrokenFile[] {
  const own = schemaFingerprint(inside.schema);
  return [...texts].flatMap(([path, text]): BrokenFile[] => {
    const same =
      path === `models${extension}`
        ? namesModels(text, inside.models)
        : path === 'schema.prisma'
          ? schemaFingerprint(text) === own
          : hasSchema(text, own);
    return same ? [] : [{ path, why: 'of another generation' }];
  });
}

/** `export type * from './models/User.ts'`, once for each model. */
function namesModels(text: string, models: readonly string[]): boolean {
  const named = [...text.matchAll(/from ['"]\.\/models\/(\w+)/g)].map(([, name]) => name);
  return named.length === models.length && models.every((model) => named.includes(model));
}

/** One without a schema of its own (the `wasm.js` of 5 without driver adapters) belongs to every generation. */
function hasSchema(text: string, own: string): boolean {
  try {
    const inline = readInlineSchema(text);
    return inline === null || schemaFingerprint(inline.schema) === own;
  } catch {
    // That it is cut off is told by its end.
    return true;
  }
}
