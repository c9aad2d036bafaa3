import type { Class, MethodDefinition } from 'oxc-parser';
import { keyName } from './expressions';
import type { Place, Reading } from './reading';
import { alternatives, type ClassValue, type Closure, type Instance, ids, Scope, type Value } from './values';

/** A class, whose methods find the class above it under the name `super`. */
export function makeClass(reading: Reading, node: Class, scope: Scope, name: string): ClassValue {
  const id = reading.values.id(`class ${scope.file.path}:${node.start} ${scope.id}`);
  const inner = new Scope(scope.file, scope, id);
  if (node.superClass !== null) inner.variables.set('super', reading.evaluate(node.superClass, scope));
  const made: ClassValue = { kind: 'class', id, node, scope: inner, name };
  if (node.id !== null) inner.variables.set(node.id.name, made);
  return made;
}

/** `new X(…)`. */
export function construct(reading: Reading, callee: Value, args: readonly Value[], place: Place): Value {
  const { values } = reading;
  const made = alternatives(callee).map((one): Value => {
    if (one.kind === 'prisma-class') return values.client([]);
    if (one.kind === 'global' && one.name === 'Proxy') return args[0] ?? values.outside;
    if (one.kind === 'global' && one.name === 'Map') return mapOf(reading, args[0], place);
    if (one.kind === 'closure')
      return reading.callClosure(one, args, place, values.object(new Map(), true, 'new'));
    if (one.kind !== 'class') return reading.callOutside(one, args, place);
    return instanceOf(reading, one, args, place);
  });
  return values.union(made);
}

/** `new Map([['a', x]])` as an object of its keys; see callMember for `get` and `set`. */
function mapOf(reading: Reading, entries: Value | undefined, place: Place): Value {
  const members = new Map<string, Value>();
  for (const entry of entries?.kind === 'list' ? entries.items : []) {
    const [key, value] = entry.kind === 'list' ? entry.items : [];
    if (key?.kind === 'literal' && value !== undefined) members.set(String(key.value), value);
  }
  return reading.values.object(members, true, `map ${place.file.path}:${place.offset}`);
}

const instances = new WeakMap<Reading, Map<string, Instance>>();

function instanceOf(reading: Reading, of: ClassValue, args: readonly Value[], place: Place): Value {
  const key = `instance ${of.id} ${ids(args)}`;
  const known = instances.get(reading) ?? new Map<string, Instance>();
  instances.set(reading, known);
  const before = known.get(key);
  if (before !== undefined) return before;
  const instance: Instance = { kind: 'instance', id: reading.values.id(key), of, members: new Map() };
  known.set(key, instance);
  reading.initialise(of, args, instance, place);
  return hasUnknownBase(of) && instance.members.size === 0 && args.length > 0
    ? reading.values.union([instance, reading.callOutside(reading.values.outside, args, place)])
    : instance;
}

const hasUnknownBase = ({ scope }: ClassValue) => {
  const base = scope.variables.get('super');
  return base !== undefined && base.kind !== 'class';
};

/** Runs a class's fields and constructor on an instance of it or of one below it. */
export function initialise(
  reading: Reading,
  of: Value,
  args: readonly Value[],
  self: Instance,
  place: Place,
): void {
  if (of.kind === 'prisma-class') {
    // `class Database extends PrismaClient`: whatever is no member of its own is the client's.
    self.members.set('super', reading.values.client([]));
    return;
  }
  if (of.kind !== 'class') return;
  const scope = new Scope(of.scope.file, of.scope, reading.values.id(`fields ${of.id} ${self.id}`), self);
  const ctor = of.node.body.body.find(
    (element): element is MethodDefinition =>
      element.type === 'MethodDefinition' && element.kind === 'constructor',
  );
  const base = of.scope.variables.get('super');
  if (ctor === undefined && base !== undefined) reading.initialise(base, args, self, place);
  for (const element of of.node.body.body) {
    if (element.type !== 'PropertyDefinition' || element.static) continue;
    const name = keyName(reading, element.key, element.computed, scope);
    if (name === null) continue;
    const value = element.value === null ? reading.values.outside : reading.evaluate(element.value, scope);
    self.members.set(name, reading.refined(value, element.typeAnnotation?.typeAnnotation, scope));
  }
  if (ctor === undefined) return;
  const closure = reading.closure(ctor.value, of.scope, `${of.name}.constructor`, self);
  ctor.value.params.forEach((param, index) => {
    if (param.type !== 'TSParameterProperty') return;
    const pattern = param.parameter;
    const name = pattern.type === 'AssignmentPattern' ? pattern.left : pattern;
    if (name.type !== 'Identifier') return;
    const given =
      args[index] ??
      (pattern.type === 'AssignmentPattern'
        ? reading.evaluate(pattern.right, scope)
        : reading.values.outside);
    self.members.set(name.name, reading.refined(given, name.typeAnnotation?.typeAnnotation, scope));
  });
  reading.callClosure(closure, args, place, self);
}

/** A method or getter of a class, or of one above it; null where there is none. */
export function method(reading: Reading, of: Value, name: string, self: Value): Value | null {
  if (of.kind !== 'class') return null;
  for (const element of of.node.body.body) {
    if (element.type !== 'MethodDefinition' || element.static || element.value.body === null) continue;
    if (element.kind === 'constructor' || element.kind === 'set') continue;
    if (keyName(reading, element.key, element.computed, of.scope) !== name) continue;
    const found: Closure = reading.closure(element.value, of.scope, `${of.name}.${name}`, self);
    return element.kind === 'get' ? { kind: 'getter', id: found.id, closure: found } : found;
  }
  const base = of.scope.variables.get('super');
  return base === undefined ? null : method(reading, base, name, self);
}

/** What a class itself has: `Users.byMail`. */
export function staticMember(reading: Reading, of: ClassValue, name: string): Value | null {
  for (const element of of.node.body.body) {
    if (element.type !== 'MethodDefinition' && element.type !== 'PropertyDefinition') continue;
    if (!element.static || keyName(reading, element.key, element.computed, of.scope) !== name) continue;
    const scope = new Scope(of.scope.file, of.scope, reading.values.id(`static ${of.id}`), of);
    if (element.type === 'PropertyDefinition')
      return element.value === null
        ? reading.refined(reading.values.outside, element.typeAnnotation?.typeAnnotation, scope)
        : reading.evaluate(element.value, scope);
    if (element.type !== 'MethodDefinition') continue;
    const found = reading.closure(element.value, scope, `${of.name}.${name}`, of);
    return element.kind === 'get' ? { kind: 'getter', id: found.id, closure: found } : found;
  }
  const base = of.scope.variables.get('super');
  return base?.kind === 'class' ? staticMember(reading, base, name) : null;
}
