import type {
  AssignmentTarget,
  BinaryExpression,
  CallExpression,
  Expression,
  MemberExpression,
  ObjectExpression,
  PropertyKey,
} from 'oxc-parser';
import { MOST_STEPS, TooManySteps } from './limits';
import { OPERATIONS } from './prisma-names';
import type { Place, Reading } from './reading';
import { sqlText } from './sql-text';
import type { Scope } from './values';
import { alternatives, truth, type Value } from './values';

/** What is known of an expression's value, all calls in it read on the way. */
export function evaluate(reading: Reading, node: Expression, scope: Scope): Value {
  reading.steps += 1;
  if (reading.steps > MOST_STEPS) throw new TooManySteps();
  const { values } = reading;
  const place: Place = { file: scope.file, offset: node.start };
  const inner = (part: Expression) => reading.evaluate(part, scope);
  switch (node.type) {
    case 'Literal': {
      const { value } = node;
      if (value === 405) reading.refusesMethods = true;
      return typeof value === 'bigint' || value instanceof RegExp ? values.outside : values.literal(value);
    }
    case 'TemplateLiteral': {
      const parts = node.expressions.map(inner);
      if (parts.length === 0) return values.literal(node.quasis[0]?.value.cooked ?? '');
      const texts = parts.map((part) => (part.kind === 'literal' ? String(part.value) : null));
      if (texts.includes(null)) return values.outside;
      return values.literal(node.quasis.map(({ value }, index) => value.raw + (texts[index] ?? '')).join(''));
    }
    case 'Identifier':
      return reading.variable(node.name, scope, place);
    case 'ThisExpression':
      return scope.thisValue ?? values.outside;
    case 'ArrayExpression':
      return values.list(listItems(reading, node.elements, scope), placeKey(place));
    case 'ObjectExpression':
      return objectOf(reading, node, scope);
    case 'ArrowFunctionExpression':
      return reading.closure(node, scope, 'a function');
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'TSDeclareFunction':
    case 'TSEmptyBodyFunctionExpression':
      return reading.closure(node, scope, node.id?.name ?? 'a function', null);
    case 'ClassDeclaration':
    case 'ClassExpression':
      return reading.makeClass(node, scope, node.id?.name ?? 'a class');
    case 'AssignmentExpression': {
      const value = inner(node.right);
      assign(reading, node.left, value, scope);
      return value;
    }
    case 'AwaitExpression':
      return inner(node.argument);
    case 'YieldExpression':
      return node.argument === null ? values.outside : inner(node.argument);
    case 'ChainExpression':
      return inner(node.expression);
    case 'ParenthesizedExpression':
    case 'TSNonNullExpression':
    case 'TSInstantiationExpression':
      return inner(node.expression);
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion': {
      const value = inner(node.expression);
      const isEmpty = value.kind === 'object' && value.members.size === 0;
      return reading.refined(isEmpty ? values.outside : value, node.typeAnnotation, scope);
    }
    case 'SequenceExpression':
      return node.expressions.map(inner).at(-1) ?? values.undefined;
    case 'ConditionalExpression': {
      const holds = truth(inner(node.test));
      if (holds !== null) return inner(holds ? node.consequent : node.alternate);
      return values.union([inner(node.consequent), inner(node.alternate)]);
    }
    case 'LogicalExpression':
      return logical(reading, inner(node.left), node.operator, () => inner(node.right));
    case 'BinaryExpression':
      if (node.left.type === 'PrivateIdentifier') return values.outside;
      return binary(reading, node.operator, inner(node.left), inner(node.right));
    case 'UnaryExpression': {
      const value = inner(node.argument);
      const holds = node.operator === '!' ? truth(value) : null;
      return holds === null ? values.outside : values.literal(!holds);
    }
    case 'MemberExpression':
      return memberOf(reading, node, scope);
    case 'CallExpression':
      return callOf(reading, node, scope);
    case 'NewExpression':
      return reading.construct(inner(node.callee), reading.argumentsOf(node.arguments, scope), place);
    case 'ImportExpression': {
      const from = inner(node.source);
      if (from.kind === 'literal' && typeof from.value === 'string')
        return reading.imported(scope.file, from.value, '*', place);
      reading.uncertain(
        'A module whose name is worked out at run time is imported: what it does is not known.',
        place,
      );
      return values.outside;
    }
    case 'TaggedTemplateExpression': {
      const tag = inner(node.tag);
      const parts = node.quasi.expressions.map(inner);
      return reading.call(tag, [sqlText(reading, node.quasi, parts)], place, null);
    }
    default:
      return values.outside;
  }
}

export const placeKey = ({ file, offset }: Place) => `${file.path}:${offset}`;

function listItems(
  reading: Reading,
  elements: readonly (Expression | { type: 'SpreadElement'; argument: Expression } | null)[],
  scope: Scope,
): Value[] {
  return elements.flatMap((element) => {
    if (element === null) return [reading.values.undefined];
    if (element.type !== 'SpreadElement') return [reading.evaluate(element, scope)];
    const spread = reading.evaluate(element.argument, scope);
    return spread.kind === 'list' ? spread.items : [spread];
  });
}

/** A member's name; null where it is worked out at run time. */
export function keyName(reading: Reading, key: PropertyKey, computed: boolean, scope: Scope): string | null {
  if (!computed && (key.type === 'Identifier' || key.type === 'PrivateIdentifier')) return key.name;
  if (key.type === 'PrivateIdentifier') return key.name;
  const value = reading.evaluate(key, scope);
  return value.kind === 'literal' ? String(value.value) : null;
}

function objectOf(reading: Reading, node: ObjectExpression, scope: Scope): Value {
  const members = new Map<string, Value>();
  let open = false;
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') {
      open = spreadInto(reading, members, reading.evaluate(property.argument, scope)) || open;
      continue;
    }
    const name = keyName(reading, property.key, property.computed, scope);
    const isFunction = property.value.type === 'FunctionExpression';
    // A method's `this` is the object that it is called on; see callMember.
    const value = reading.evaluate(property.value, scope);
    const named = value.kind === 'closure' && name !== null ? { ...value, name } : value;
    if (name === null) open = true;
    else if (property.kind === 'get' && isFunction && named.kind === 'closure') {
      members.set(name, { kind: 'getter', id: named.id, closure: named });
    } else if (property.kind !== 'set') members.set(name, named);
  }
  return reading.values.object(members, open, `${scope.file.path}:${node.start}`);
}

/** @returns whether what is spread may bring more than is known */
function spreadInto(reading: Reading, members: Map<string, Value>, spread: Value): boolean {
  let open = false;
  const all = alternatives(spread);
  for (const one of all) {
    if (one.kind === 'object' || one.kind === 'instance') {
      for (const [name, value] of one.members) {
        const before = all.length > 1 ? members.get(name) : undefined;
        members.set(name, before === undefined ? value : reading.values.union([before, value]));
      }
      if (one.kind === 'object') open ||= one.open;
    } else if (one.kind === 'shape' || one.kind === 'wrapped' || one.kind === 'outside') open = true;
  }
  return open;
}

function logical(reading: Reading, left: Value, operator: string, right: () => Value): Value {
  const holds = truth(left);
  if (operator === '??') {
    const isNothing = left.kind === 'literal' ? (left.value ?? null) === null : holds === true ? false : null;
    if (isNothing === true) return right();
    if (isNothing === false) return left;
  } else if (holds !== null) {
    return holds === (operator === '&&') ? right() : left;
  }
  return reading.values.union([left, right()]);
}

const EQUAL = ['==', '==='];
const UNEQUAL = ['!=', '!=='];

function binary(reading: Reading, operator: BinaryExpression['operator'], left: Value, right: Value): Value {
  const { values } = reading;
  if (operator === '+' && left.kind === 'literal' && right.kind === 'literal') {
    return values.literal(`${left.value}${right.value}`);
  }
  if (!EQUAL.includes(operator) && !UNEQUAL.includes(operator)) return values.outside;
  const isEqual = comparedEqual(reading, left, right);
  return isEqual === null ? values.outside : values.literal(isEqual === EQUAL.includes(operator));
}

/** Whether two values are the same; null where that is not known. Remembers what the request's method is compared with. */
export function comparedEqual(reading: Reading, left: Value, right: Value): boolean | null {
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (one.kind !== 'any-method') continue;
    for (const literal of alternatives(other)) {
      if (literal.kind === 'literal' && typeof literal.value === 'string')
        reading.comparedMethods.add(literal.value);
    }
    return null;
  }
  return left.kind === 'literal' && right.kind === 'literal' ? left.value === right.value : null;
}

function memberOf(reading: Reading, node: MemberExpression, scope: Scope): Value {
  const place: Place = { file: scope.file, offset: node.start };
  const object = objectOfMember(reading, node, scope);
  if (!node.computed) return reading.member(object, node.property.name, place);
  return computedMember(reading, object, reading.evaluate(node.property, scope), node, place);
}

function objectOfMember(reading: Reading, node: MemberExpression, scope: Scope): Value {
  return node.object.type === 'Super'
    ? (scope.thisValue ?? reading.values.outside)
    : reading.evaluate(node.object, scope);
}

function computedMember(reading: Reading, object: Value, key: Value, node: Expression, place: Place): Value {
  const { values } = reading;
  const found = alternatives(object).map((one): Value => {
    const names = alternatives(key).flatMap((name) => (name.kind === 'literal' ? [String(name.value)] : []));
    if (names.length === alternatives(key).length)
      return values.union(names.map((name) => reading.member(one, name, place)));
    if (one.kind === 'object') {
      if (key.kind === 'any-method') for (const name of one.members.keys()) reading.comparedMethods.add(name);
      return values.union([...one.members.keys()].map((name) => reading.member(one, name, place)));
    }
    if (one.kind === 'list') return values.union(one.items);
    if (one.kind === 'delegate')
      return { ...one, kind: 'operation', id: values.id(`computed ${one.id}`), operation: '' };
    if (['client', 'namespace', 'class', 'instance'].includes(one.kind)) {
      const text = place.file.text.slice(node.start, Math.min(node.end, node.start + 60));
      reading.uncertain(`\`${text}\` names its member at run time: which one is not known.`, place);
    }
    return values.outside;
  });
  return values.union(found);
}

function callOf(reading: Reading, node: CallExpression, scope: Scope): Value {
  const { callee } = node;
  const place: Place = { file: scope.file, offset: node.start };
  if (callee.type === 'Super') {
    const args = reading.argumentsOf(node.arguments, scope);
    const self = scope.thisValue;
    if (self?.kind === 'instance') reading.initialise(superOf(reading, scope), args, self, place);
    return reading.values.undefined;
  }
  if (callee.type === 'MemberExpression') {
    const object = objectOfMember(reading, callee, scope);
    if (callee.object.type === 'Super' && !callee.computed) {
      const args = reading.argumentsOf(node.arguments, scope);
      const method = reading.method(superOf(reading, scope), callee.property.name, object);
      return reading.call(method ?? reading.values.outside, args, place, object);
    }
    if (!callee.computed) {
      const args = reading.argumentsOf(node.arguments, scope);
      guess(reading, object, callee, place);
      return reading.callMember(object, callee.property.name, args, place);
    }
    const value = computedMember(reading, object, reading.evaluate(callee.property, scope), callee, place);
    return reading.call(value, reading.argumentsOf(node.arguments, scope), place, object);
  }
  if (callee.type === 'Identifier' && callee.name === 'require' && scope.owner('require') === null) {
    const [from] = reading.argumentsOf(node.arguments, scope);
    if (from?.kind === 'literal' && typeof from.value === 'string')
      return reading.imported(scope.file, from.value, 'module.exports', place);
    reading.uncertain(
      'A module whose name is worked out at run time is required: what it does is not known.',
      place,
    );
    return reading.values.outside;
  }
  const value = reading.evaluate(callee, scope);
  const result = reading.call(value, reading.argumentsOf(node.arguments, scope), place, null);
  const [type] = node.typeArguments?.params ?? [];
  return result.kind === 'outside' && type !== undefined && node.typeArguments?.params.length === 1
    ? reading.refined(result, type, scope)
    : result;
}

/** The class above the one in whose body this stands; see makeClass. */
function superOf(reading: Reading, scope: Scope): Value {
  return scope.owner('super')?.variables.get('super') ?? reading.values.outside;
}

/** A call that looks like a query, on something that nothing says to be a client. */
function guess(reading: Reading, object: Value, callee: MemberExpression, place: Place): void {
  if (object.kind !== 'outside' || callee.computed || !OPERATIONS.has(callee.property.name)) return;
  const delegate = callee.object;
  if (delegate.type !== 'MemberExpression' || delegate.computed) return;
  const model = reading.project.schema?.delegates.get(delegate.property.name);
  const client = place.file.text.slice(delegate.object.start, delegate.object.end);
  const isLikely = reading.project.schema === null ? /prisma/i.test(client) : model !== undefined;
  if (!isLikely || client.length > 60) return;
  reading.uncertain(
    `\`${client}.${delegate.property.name}.${callee.property.name}\` looks like a query, but nothing says that \`${client}\` is a Prisma Client.`,
    place,
  );
}

/** Puts a value to what it is assigned to, beside what was there. */
export function assign(reading: Reading, target: AssignmentTarget, value: Value, scope: Scope): void {
  const { values } = reading;
  switch (target.type) {
    case 'Identifier': {
      const owner = scope.owner(target.name);
      if (owner === null) return;
      const before = owner.variables.get(target.name) ?? value;
      owner.variables.set(target.name, values.union([before, unsteady(reading, value)]));
      return;
    }
    case 'MemberExpression': {
      if (target.object.type === 'Super') return;
      const object = reading.evaluate(target.object, scope);
      const name = target.computed ? null : target.property.name;
      for (const one of alternatives(object)) {
        if (name === null || (one.kind !== 'object' && one.kind !== 'instance')) continue;
        const before = one.members.get(name);
        const known = before === undefined ? value : values.union([before, unsteady(reading, value)]);
        one.members.set(name, known);
      }
      return;
    }
    case 'ObjectPattern':
      for (const part of target.properties) {
        if (part.type === 'RestElement') continue;
        const name = keyName(reading, part.key, part.computed, scope);
        const inner = part.value.type === 'AssignmentPattern' ? part.value.left : part.value;
        const place: Place = { file: scope.file, offset: part.start };
        if (name !== null) assign(reading, inner, reading.member(value, name, place), scope);
      }
      return;
    case 'ArrayPattern':
      target.elements.forEach((part, index) => {
        if (part === null || part.type === 'RestElement') return;
        const inner = part.type === 'AssignmentPattern' ? part.left : part;
        assign(
          reading,
          inner,
          reading.member(value, String(index), { file: scope.file, offset: part.start }),
          scope,
        );
      });
      return;
    default:
  }
}

/** A literal in what changes says nothing of its value at another moment. */
export function unsteady(reading: Reading, value: Value): Value {
  return value.kind === 'literal' && value.value !== undefined && value.value !== null
    ? reading.values.outside
    : value;
}
