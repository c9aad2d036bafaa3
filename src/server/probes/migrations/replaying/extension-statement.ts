import type { Node } from 'libpg-query';
import type { SourcePosition } from '../../../../shared/finding';

/** An extension as a statement declares it. */
export type ExtensionPart = {
  name: string;
  schema: string | null;
  version: string | null;
  source: SourcePosition;
};

/** Name, schema and version of CREATE EXTENSION or ALTER EXTENSION … UPDATE; null for what is not named. */
export function extensionOf(statement: {
  extname?: string;
  options?: Node[];
}): Omit<ExtensionPart, 'source'> {
  const option = (name: string) => {
    for (const node of statement.options ?? []) {
      if ('DefElem' in node && node.DefElem.defname === name) return text(node.DefElem.arg);
    }
    return null;
  };
  return { name: statement.extname ?? '', schema: option('schema'), version: option('new_version') };
}

function text(node: Node | undefined): string | null {
  return node !== undefined && 'String' in node ? (node.String.sval ?? null) : null;
}
