import { z } from 'zod';
import { GeneratedClient } from '../../../shared/client';
import { isAtLeast } from './layout';

/** What a generated client says of itself, read from its text: nothing of it is executed. */
export type InlineSchema = {
  /** The formatted schema text that it was generated from. */
  schema: string;
  /** Prisma's version, such as `7.10.0`. */
  version: string;
  engineType: GeneratedClient['engineType'];
  runtime: GeneratedClient['runtime'];
};

const RUNTIME_OF_PACKAGE = /(?:require\(|from )\s*["']@prisma\/client\/runtime\//;

const MEMBER = {
  schema: /["']?\binlineSchema["']?\s*:\s*(?=")/,
  version: /["']?\bclientVersion["']?\s*:\s*(?=")/,
};

/**
 * Finds `"inlineSchema": "…"` and `"clientVersion": "…"` in `internal/class.ts` or `index.js`. Null where either lacks.
 * @throws SyntaxError when a literal has begun but does not end: the file was cut off
 */
export function readInlineSchema(source: string): InlineSchema | null {
  const schema = literalAfter(source, MEMBER.schema);
  const version = literalAfter(source, MEMBER.version);
  if (schema === null || version === null) return null;
  return {
    schema,
    version,
    engineType: isAtLeast(version, '7.0') ? 'client' : engineTypeIn(source),
    runtime: RUNTIME_OF_PACKAGE.test(source) ? 'package' : 'own',
  };
}

/** The inline schema has it too, but with its quotes escaped. */
function engineTypeIn(source: string): GeneratedClient['engineType'] {
  const [, found] = /"engineType"\s*:\s*"(\w+)"/.exec(source) ?? [];
  return GeneratedClient.shape.engineType.catch('library').parse(found);
}

function literalAfter(source: string, member: RegExp): string | null {
  const match = member.exec(source);
  if (match === null) return null;
  const start = match.index + match[0].length;
  return z.string().parse(JSON.parse(source.slice(start, literalEnd(source, start))));
}

/** The position after the closing quote of the JSON string that begins at `start`. */
function literalEnd(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at += 1) {
    const character = source[at];
    if (character === '\\') at += 1;
    else if (character === '"') return at + 1;
  }
  throw new SyntaxError('the text ends in the middle of a string');
}
