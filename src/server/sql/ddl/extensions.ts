import type { AlterExtensionStmt, CreateExtensionStmt, Node } from 'libpg-query';
import { type DdlState, placeOf, type StatementSource } from './state';

/** CREATE EXTENSION. Every database has plpgsql: saying so says nothing. */
export function createExtension(
  state: DdlState,
  statement: CreateExtensionStmt,
  source: StatementSource,
): void {
  const name = statement.extname ?? '';
  if (name === 'plpgsql' || state.extensions.has(name)) return;
  state.extensions.set(name, {
    name,
    version: optionOf(statement.options, 'new_version'),
    schema: optionOf(statement.options, 'schema'),
    ...placeOf(source),
  });
}

/** ALTER EXTENSION … UPDATE. */
export function alterExtension(state: DdlState, statement: AlterExtensionStmt): void {
  const extension = state.extensions.get(statement.extname ?? '');
  if (extension !== undefined) extension.version = optionOf(statement.options, 'new_version');
}

function optionOf(options: readonly Node[] | undefined, name: string): string | null {
  for (const node of options ?? []) {
    if (!('DefElem' in node) || node.DefElem.defname !== name) continue;
    const value = node.DefElem.arg;
    if (value !== undefined && 'String' in value) return value.String.sval ?? null;
  }
  return null;
}
