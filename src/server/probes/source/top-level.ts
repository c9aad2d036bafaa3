import {
  type BindingPattern,
  type Class,
  type Declaration,
  type Directive,
  type ExportNamedDeclaration,
  type Expression,
  type Function as FunctionNode,
  type ImportDeclaration,
  type ModuleExportName,
  type Program,
  type Statement,
  type TSEnumDeclaration,
  type TSInterfaceDeclaration,
  type TSTypeAliasDeclaration,
  type VariableDeclarator,
  Visitor,
} from 'oxc-parser';

export type Declared =
  | { kind: 'function'; node: FunctionNode }
  | { kind: 'class'; node: Class }
  | { kind: 'enum'; node: TSEnumDeclaration }
  | { kind: 'variable'; node: VariableDeclarator; constant: boolean }
  | { kind: 'import'; from: string; name: string; offset: number };

export type DeclaredType =
  | { kind: 'alias'; node: TSTypeAliasDeclaration }
  | { kind: 'interface'; node: TSInterfaceDeclaration };

/** `name` of this file, `name` of another one (`*` is all of it), or an expression. */
export type Exported =
  | { kind: 'local'; name: string; offset: number }
  | { kind: 'from'; from: string; name: string; offset: number }
  | { kind: 'expression'; node: Expression | FunctionNode | Class; offset: number };

/** What stands at the top of a file. */
export type TopLevel = {
  declared: ReadonlyMap<string, Declared>;
  types: ReadonlyMap<string, DeclaredType>;
  exports: ReadonlyMap<string, Exported>;
  /** `export * from`. */
  stars: readonly { from: string; offset: number }[];
};

type Building = {
  declared: Map<string, Declared>;
  types: Map<string, DeclaredType>;
  exports: Map<string, Exported>;
  stars: { from: string; offset: number }[];
};

/** Gathers what a file declares, imports and exports. */
export function topLevel(program: Program): TopLevel {
  const top: Building = { declared: new Map(), types: new Map(), exports: new Map(), stars: [] };
  for (const statement of program.body) addStatement(top, statement);
  return top;
}

function addStatement(top: Building, statement: Statement | Directive): void {
  switch (statement.type) {
    case 'ImportDeclaration':
      addImports(top, statement);
      return;
    case 'ExportNamedDeclaration':
      addExports(top, statement);
      return;
    case 'ExportAllDeclaration': {
      const from = statement.source.value;
      if (statement.exported === null) top.stars.push({ from, offset: statement.start });
      else
        top.exports.set(exportName(statement.exported), {
          kind: 'from',
          from,
          name: '*',
          offset: statement.start,
        });
      return;
    }
    case 'ExportDefaultDeclaration': {
      const node = statement.declaration;
      if (node.type === 'TSInterfaceDeclaration') return;
      const offset = node.start;
      if ((node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') && node.id !== null) {
        addDeclaration(top, node);
        top.exports.set('default', { kind: 'local', name: node.id.name, offset });
      } else top.exports.set('default', { kind: 'expression', node, offset });
      return;
    }
    case 'TSExportAssignment':
      top.exports.set('module.exports', {
        kind: 'expression',
        node: statement.expression,
        offset: statement.start,
      });
      return;
    case 'ExpressionStatement':
      addCommonJs(top, statement.expression);
      return;
    default:
      addDeclaration(top, statement);
  }
}

function addImports(top: Building, { source, specifiers }: ImportDeclaration): void {
  for (const specifier of specifiers) {
    const name =
      specifier.type === 'ImportDefaultSpecifier'
        ? 'default'
        : specifier.type === 'ImportNamespaceSpecifier'
          ? '*'
          : exportName(specifier.imported);
    top.declared.set(specifier.local.name, {
      kind: 'import',
      from: source.value,
      name,
      offset: specifier.start,
    });
  }
}

function addExports(
  top: Building,
  { declaration, source, specifiers, exportKind }: ExportNamedDeclaration,
): void {
  if (declaration !== null) {
    for (const name of addDeclaration(top, declaration)) {
      top.exports.set(name, { kind: 'local', name, offset: offsetOf(declaration, name) });
    }
  }
  if (exportKind === 'type') return;
  for (const { local, exported, start, exportKind: kind } of specifiers) {
    if (kind === 'type') continue;
    const name = exportName(local);
    top.exports.set(
      exportName(exported),
      source === null
        ? { kind: 'local', name, offset: start }
        : { kind: 'from', from: source.value, name, offset: start },
    );
  }
}

function offsetOf(declaration: Declaration, name: string): number {
  if (declaration.type !== 'VariableDeclaration') return declaration.start;
  return declaration.declarations.find(({ id }) => namesOf(id).includes(name))?.start ?? declaration.start;
}

/** @returns the names that have a value */
function addDeclaration(top: Building, node: Statement): string[] {
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
      if (node.id === null || node.body === null) return [];
      top.declared.set(node.id.name, { kind: 'function', node });
      return [node.id.name];
    case 'ClassDeclaration':
      if (node.id === null) return [];
      top.declared.set(node.id.name, { kind: 'class', node });
      return [node.id.name];
    case 'TSEnumDeclaration':
      top.declared.set(node.id.name, { kind: 'enum', node });
      return [node.id.name];
    case 'VariableDeclaration':
      return node.declarations.flatMap((declarator) => {
        const names = namesOf(declarator.id);
        for (const name of names) {
          top.declared.set(name, { kind: 'variable', node: declarator, constant: node.kind === 'const' });
        }
        return names;
      });
    case 'TSTypeAliasDeclaration':
      top.types.set(node.id.name, { kind: 'alias', node });
      return [];
    case 'TSInterfaceDeclaration':
      top.types.set(node.id.name, { kind: 'interface', node });
      return [];
    case 'TSImportEqualsDeclaration':
      if (node.moduleReference.type === 'TSExternalModuleReference') {
        const from = node.moduleReference.expression.value;
        top.declared.set(node.id.name, { kind: 'import', from, name: 'default', offset: node.start });
      }
      return [];
    default:
      return [];
  }
}

/** `module.exports = …`, `exports.name = …`. */
function addCommonJs(top: Building, node: Expression): void {
  if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression') return;
  const { object, property } = node.left;
  if (property.type !== 'Identifier') return;
  const expression = { kind: 'expression', node: node.right, offset: node.start } as const;
  if (object.type === 'Identifier' && object.name === 'module' && property.name === 'exports') {
    top.exports.set('module.exports', expression);
  } else if (
    (object.type === 'Identifier' && object.name === 'exports') ||
    (object.type === 'MemberExpression' &&
      object.property.type === 'Identifier' &&
      object.property.name === 'exports')
  ) {
    top.exports.set(property.name, expression);
  }
}

/** The names that a pattern binds. */
export function namesOf(pattern: BindingPattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'AssignmentPattern':
      return namesOf(pattern.left);
    case 'ArrayPattern':
      return pattern.elements.flatMap((part) =>
        part === null ? [] : namesOf(part.type === 'RestElement' ? part.argument : part),
      );
    case 'ObjectPattern':
      return pattern.properties.flatMap((part) =>
        namesOf(part.type === 'RestElement' ? part.argument : part.value),
      );
  }
}

/** What is assigned to plain names, anywhere in a file. */
export function assignedIn(program: Program): Map<string, Expression[]> {
  const assigned = new Map<string, Expression[]>();
  new Visitor({
    AssignmentExpression({ left, right }) {
      if (left.type === 'Identifier') assigned.set(left.name, [...(assigned.get(left.name) ?? []), right]);
    },
  }).visit(program);
  return assigned;
}

export function exportName(name: ModuleExportName): string {
  return name.type === 'Literal' ? name.value : name.name;
}
