import type { Node } from 'libpg-query';

/** The members of the parser's nodes that hold the name of a function, type, collation or operator. */
const NAME_MEMBERS = new Set(['funcname', 'names', 'collname']);

/**
 * Takes a schema away from before all names of functions, types and collations in a tree, in place. Columns keep what
 * stands before them: that is a table.
 */
export function dropSchema(tree: Node, schema: string): void {
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [member, inner] of Object.entries(value)) {
      if (NAME_MEMBERS.has(member) && Array.isArray(inner) && inner.length > 1 && isName(inner[0], schema))
        inner.shift();
      visit(inner);
    }
  };
  visit(tree);
}

function isName(value: unknown, name: string): boolean {
  if (typeof value !== 'object' || value === null || !('String' in value)) return false;
  const { String: string } = value;
  return typeof string === 'object' && string !== null && 'sval' in string && string.sval === name;
}
