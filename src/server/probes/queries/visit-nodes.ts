/**
 * Goes through a tree of the parser and names each object by the member that holds it: `ParamRef`, `RangeVar`, `relation`
 * (the target of an INSERT, UPDATE or DELETE).
 */
export function visitNodes(
  tree: unknown,
  look: (kind: string, node: Record<string, unknown>) => void,
  kind = '',
): void {
  if (Array.isArray(tree)) {
    for (const item of tree) visitNodes(item, look, kind);
    return;
  }
  if (!isObject(tree)) return;
  look(kind, tree);
  for (const [member, value] of Object.entries(tree)) visitNodes(value, look, member);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
