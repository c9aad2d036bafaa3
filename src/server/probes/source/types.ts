import type { TSType, TSTypeName, TSTypeParameterDeclaration, TSTypeReference } from 'oxc-parser';
import type { Place, Reading } from './reading';
import { alternatives, Scope, type Value } from './values';

const MOST_TYPES_WITHIN = 30;

/** What the value's type adds to it where nothing else is known. */
export function refined(
  reading: Reading,
  value: Value,
  type: TSType | null | undefined,
  scope: Scope,
): Value {
  const isKnown = alternatives(value).some(
    (one) =>
      one.kind !== 'outside' &&
      one.kind !== 'global' &&
      !(one.kind === 'literal' && (one.value ?? null) === null),
  );
  if (isKnown || type === null || type === undefined) return value;
  const typed = reading.ofType(type, scope);
  return typed.kind === 'outside' ? value : typed;
}

/** A value of which only its type is known. */
export function ofType(reading: Reading, type: TSType, scope: Scope): Value {
  if (reading.depthOfTypes >= MOST_TYPES_WITHIN) return reading.values.outside;
  reading.depthOfTypes += 1;
  try {
    return ofOneType(reading, type, scope);
  } finally {
    reading.depthOfTypes -= 1;
  }
}

function ofOneType(reading: Reading, type: TSType, scope: Scope): Value {
  const { values } = reading;
  const place: Place = { file: scope.file, offset: type.start };
  const inner = (part: TSType) => reading.ofType(part, scope);
  switch (type.type) {
    case 'TSTypeReference':
      return ofReference(reading, type, scope);
    case 'TSUnionType':
    case 'TSIntersectionType':
      return values.union(known(type.types.map(inner), values.outside));
    case 'TSConditionalType':
      return values.union(known([inner(type.trueType), inner(type.falseType)], values.outside));
    case 'TSParenthesizedType':
      return inner(type.typeAnnotation);
    case 'TSTypeOperator':
      return type.operator === 'readonly' ? inner(type.typeAnnotation) : values.outside;
    case 'TSArrayType': {
      const item = inner(type.elementType);
      return item.kind === 'outside' ? item : values.list([item], `type ${scope.file.path}:${type.start}`);
    }
    case 'TSTypeLiteral':
      return shape(reading, type.members, scope, type.start);
    case 'TSFunctionType':
      return {
        kind: 'signature',
        id: values.id(`signature ${scope.file.path}:${type.start} ${scope.id}`),
        name: 'a function',
        params: type.params,
        returns: type.returnType.typeAnnotation,
        scope,
      };
    case 'TSTypeQuery': {
      const { exprName } = type;
      if (exprName.type === 'Identifier')
        return reading.silently(() => reading.variable(exprName.name, scope, place));
      if (exprName.type === 'TSImportType' || exprName.type === 'ThisExpression') return values.outside;
      return values.outside;
    }
    case 'TSIndexedAccessType': {
      const { indexType } = type;
      const isName = indexType.type === 'TSLiteralType' && indexType.literal.type === 'Literal';
      return isName && 'value' in indexType.literal
        ? reading.silently(() =>
            reading.member(
              inner(type.objectType),
              String(indexType.literal.type === 'Literal' ? indexType.literal.value : ''),
              place,
            ),
          )
        : values.outside;
    }
    case 'TSImportType': {
      const name = type.qualifier?.type === 'Identifier' ? type.qualifier.name : null;
      return name === null ? values.outside : importedType(reading, scope, type.source.value, name, place);
    }
    default:
      return values.outside;
  }
}

function known(found: readonly Value[], otherwise: Value): Value[] {
  const some = found.filter(({ kind }) => kind !== 'outside');
  return some.length === 0 ? [otherwise] : some;
}

function shape(
  reading: Reading,
  members: Extract<Value, { kind: 'shape' }>['members'],
  scope: Scope,
  offset: number,
): Value {
  const id = reading.values.id(`shape ${scope.file.path}:${offset} ${scope.id}`);
  return { kind: 'shape', id, members, scope };
}

/** Types that are what their first argument is, or less of it. */
const TRANSPARENT = new Set([
  'Promise',
  'PromiseLike',
  'Awaited',
  'Readonly',
  'Partial',
  'Required',
  'NonNullable',
  'Omit',
  'Pick',
  'Exclude',
  'Extract',
  'NoInfer',
]);
const LISTS = new Set(['Array', 'ReadonlyArray', 'Set', 'ReadonlySet', 'Iterable', 'AsyncIterable']);

function ofReference(
  reading: Reading,
  { typeName, typeArguments, start }: TSTypeReference,
  scope: Scope,
): Value {
  const { values } = reading;
  const args = typeArguments?.params ?? [];
  const [first] = args;
  const place: Place = { file: scope.file, offset: start };
  if (typeName.type === 'TSQualifiedName') return qualified(reading, typeName, scope, place);
  if (typeName.type !== 'Identifier') return values.outside;
  const { name } = typeName;
  const parameter = scope.typeOf(name);
  if (parameter !== undefined) return parameter;
  if (first !== undefined && !scope.file.types.has(name)) {
    if (TRANSPARENT.has(name)) return reading.ofType(first, scope);
    if (LISTS.has(name)) {
      const item = reading.ofType(first, scope);
      return item.kind === 'outside' ? item : values.list([item], `type ${scope.file.path}:${start}`);
    }
    if (name === 'ReturnType') return returned(reading, reading.ofType(first, scope), place);
    if (name === 'InstanceType') return instance(reading, reading.ofType(first, scope), place);
  }
  return namedType(
    reading,
    scope,
    name,
    args.map((part) => reading.ofType(part, scope)),
    place,
  );
}

function returned(reading: Reading, of: Value, place: Place): Value {
  if (of.kind !== 'closure') return reading.values.outside;
  return reading.silently(() => reading.callClosure(of, [], place, null));
}

function instance(reading: Reading, of: Value, place: Place): Value {
  return of.kind === 'class' || of.kind === 'prisma-class'
    ? reading.silently(() => reading.construct(of, [], place))
    : reading.values.outside;
}

/** `Prisma.TransactionClient`, `Prisma.UserDelegate`, `db.PrismaClient`. */
function qualified(
  reading: Reading,
  typeName: Extract<TSTypeName, { type: 'TSQualifiedName' }>,
  scope: Scope,
  place: Place,
): Value {
  const { left, right } = typeName;
  if (left.type !== 'Identifier') return reading.values.outside;
  const of = reading.silently(() => reading.variable(left.name, scope, place));
  if (of.kind === 'prisma-namespace') {
    if (right.name === 'TransactionClient') return reading.values.client([]);
    const model = /^(\w+)Delegate$/.exec(right.name)?.[1];
    if (model === undefined) return reading.values.outside;
    const delegate = model.charAt(0).toLowerCase() + model.slice(1);
    return reading.silently(() => reading.member(reading.values.client([]), delegate, place));
  }
  if (of.kind === 'prisma-module' && right.name === 'PrismaClient') return reading.values.client([]);
  if (of.kind !== 'namespace') return reading.values.outside;
  const file = reading.project.file(of.file);
  return 'fault' in file
    ? reading.values.outside
    : namedType(reading, reading.moduleScope(file), right.name, [], place);
}

/** The type of that name as a file sees it. */
function namedType(
  reading: Reading,
  scope: Scope,
  name: string,
  args: readonly Value[],
  place: Place,
): Value {
  const { values } = reading;
  const { file } = scope;
  const type = file.types.get(name);
  if (type !== undefined) {
    const inner = withParameters(reading, reading.moduleScope(file), type.node.typeParameters, args);
    if (type.kind === 'alias') return reading.ofType(type.node.typeAnnotation, inner);
    const own = shape(reading, type.node.body.body, inner, type.node.start);
    const above = type.node.extends.map(({ expression }) =>
      expression.type === 'Identifier'
        ? namedType(reading, scope, expression.name, [], place)
        : values.outside,
    );
    return values.union([own, ...above.filter(({ kind }) => kind !== 'outside')]);
  }
  const declared = file.declared.get(name);
  if (declared?.kind === 'import') {
    return importedType(reading, scope, declared.from, declared.name, place, args);
  }
  if (declared?.kind === 'class') return instance(reading, reading.moduleVariable(file, name, place), place);
  const exported = file.exports.get(name);
  if (exported?.kind === 'from')
    return importedType(reading, scope, exported.from, exported.name, place, args);
  for (const { from } of file.stars) {
    const found = importedType(reading, scope, from, name, place, args);
    if (found.kind !== 'outside') return found;
  }
  return values.outside;
}

function withParameters(
  reading: Reading,
  scope: Scope,
  parameters: TSTypeParameterDeclaration | null,
  args: readonly Value[],
): Scope {
  if (parameters === null) return scope;
  const id = reading.values.id(`types ${scope.id} ${parameters.start} ${args.map(({ id }) => id)}`);
  const inner = new Scope(scope.file, scope, id);
  bindTypes(reading, parameters, args, inner);
  return inner;
}

/** Gives type parameters what stands for them: the argument, or what they extend. */
export function bindTypes(
  reading: Reading,
  parameters: TSTypeParameterDeclaration,
  args: readonly Value[],
  scope: Scope,
): void {
  parameters.params.forEach(({ name, constraint, default: otherwise }, index) => {
    const given = args[index];
    const bound = constraint ?? otherwise;
    scope.types.set(
      name.name,
      given ?? (bound === null ? reading.values.outside : reading.ofType(bound, scope)),
    );
  });
}

function importedType(
  reading: Reading,
  scope: Scope,
  from: string,
  name: string,
  place: Place,
  args: readonly Value[] = [],
): Value {
  const target = reading.project.resolve(scope.file.path, from);
  if (target.kind === 'prisma')
    return name === 'PrismaClient' ? reading.values.client([]) : reading.values.outside;
  if (target.kind !== 'file') return reading.values.outside;
  const file = reading.project.file(target.path);
  if ('fault' in file) return reading.values.outside;
  const exported = file.exports.get(name);
  const local = exported?.kind === 'local' ? exported.name : name;
  return namedType(reading, reading.moduleScope(file), local, args, place);
}
