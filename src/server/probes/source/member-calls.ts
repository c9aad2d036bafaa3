import type { Place, Reading } from './reading';
import { alternatives, type ObjectValue, type Value } from './values';

/** `object.name(…)`, for each object that it may be. */
export function callMember(
  reading: Reading,
  of: Value,
  name: string,
  args: readonly Value[],
  place: Place,
): Value {
  return reading.values.union(alternatives(of).map((one) => callOne(reading, one, name, args, place)));
}

function callOne(reading: Reading, of: Value, name: string, args: readonly Value[], place: Place): Value {
  const { values } = reading;
  if (name === 'then' || name === 'catch' || name === 'finally')
    return chained(reading, of, name, args, place);
  switch (of.kind) {
    case 'closure':
      if (name === 'call') return reading.call(of, args.slice(1), place, args[0] ?? null);
      if (name === 'apply')
        return reading.call(of, args[1]?.kind === 'list' ? args[1].items : [], place, args[0] ?? null);
      if (name === 'bind') return reading.closure(of.node, of.scope, of.name, of.self ?? args[0] ?? null);
      return values.outside;
    case 'global':
      return ofGlobal(reading, of.name, name, args, place);
    case 'list':
      return ofList(reading, of, name, args, place);
    case 'prisma-namespace':
      return ofPrisma(reading, name, args);
    case 'record':
      return ofRecord(reading, of, name, args, place);
    case 'outside':
      return reading.callOutside(of, args, place);
    case 'object':
      if ((name === 'get' || name === 'set') && of.open && !of.members.has(name))
        return ofMap(reading, of, name, args, place);
      return reading.call(reading.member(of, name, place), args, place, of);
    default:
      return reading.call(reading.member(of, name, place), args, place, of);
  }
}

function ofMap(reading: Reading, of: ObjectValue, name: string, args: readonly Value[], place: Place): Value {
  const { values } = reading;
  const [key, value] = args;
  const known = key?.kind === 'literal' ? String(key.value) : null;
  if (name === 'set') {
    if (value === undefined) return of;
    const member = known ?? `of ${value.id}`;
    of.members.set(member, values.union([of.members.get(member) ?? value, value]));
    return of;
  }
  if (known !== null) return of.members.get(known) ?? values.outside;
  const all = [...of.members.keys()].map((member) => reading.member(of, member, place));
  return all.length === 0 ? reading.callOutside(values.outside, args, place) : values.union(all);
}

function chained(reading: Reading, of: Value, name: string, args: readonly Value[], place: Place): Value {
  const { values } = reading;
  const [first, second] = args;
  if (name === 'then') {
    const then = first === undefined ? of : reading.call(first, [of], place, null);
    return second === undefined
      ? then
      : values.union([then, reading.call(second, [values.outside], place, null)]);
  }
  if (first === undefined) return of;
  const result = reading.call(first, [values.outside], place, null);
  return name === 'catch' ? values.union([of, result]) : of;
}

function ofGlobal(
  reading: Reading,
  global: string,
  name: string,
  args: readonly Value[],
  place: Place,
): Value {
  const { values } = reading;
  const [first = values.undefined, second] = args;
  if (global === 'globalThis' || global === 'global') return reading.callOutside(values.outside, args, place);
  switch (`${global}.${name}`) {
    case 'Promise.all':
    case 'Promise.resolve':
    case 'Object.freeze':
    case 'Object.seal':
      return first;
    case 'Promise.race':
    case 'Promise.any':
      return first.kind === 'list' ? values.union(first.items) : values.outside;
    case 'Object.values':
      return first.kind === 'object'
        ? values.list([...first.members.values()], `values ${first.id}`)
        : values.outside;
    case 'Object.entries':
      return first.kind === 'object'
        ? values.list(
            [...first.members].map(([key, value]) =>
              values.list([values.literal(key), value], `entry ${first.id}`),
            ),
            `entries ${first.id}`,
          )
        : values.outside;
    case 'Object.assign': {
      const members = new Map(args.flatMap((arg) => (arg.kind === 'object' ? [...arg.members] : [])));
      return args.every(({ kind }) => kind === 'object') ? values.object(members, false, 'assign') : first;
    }
    case 'Array.from':
      return second === undefined ? first : ofList(reading, first, 'map', [second], place);
    case 'Reflect.get':
      return second?.kind === 'literal'
        ? reading.member(first, String(second.value), place)
        : computed(reading, first, place);
    default:
      return reading.callOutside({ kind: 'global', id: -1, name: global }, args, place);
  }
}

function computed(reading: Reading, of: Value, place: Place): Value {
  if (of.kind === 'client')
    reading.uncertain('A member of the client is named at run time: which one is not known.', place);
  return reading.values.outside;
}

function ofList(reading: Reading, of: Value, name: string, args: readonly Value[], place: Place): Value {
  const { values } = reading;
  const items = of.kind === 'list' ? of.items : [];
  const item = items.length === 0 ? values.outside : values.union(items);
  const [first] = args;
  if ((name === 'push' || name === 'unshift') && of.kind === 'list') {
    for (const arg of args)
      if (of.items.length < 50 && !of.items.some(({ id }) => id === arg.id)) of.items.push(arg);
    return values.outside;
  }
  if (name === 'includes') {
    // `['GET', 'POST'].includes(request.method)`
    if (first?.kind === 'any-method')
      for (const one of items) if (one.kind === 'literal') reading.comparedMethods.add(String(one.value));
    const isLiteral =
      first?.kind === 'literal' && items.length > 0 && items.every(({ kind }) => kind === 'literal');
    return isLiteral ? values.literal(items.some(({ id }) => id === first.id)) : values.outside;
  }
  const given =
    name === 'reduce' || name === 'reduceRight' ? [args[1] ?? item, item] : [item, values.outside];
  // One after the other where they are known, so that each function meets its own argument.
  const results =
    name === 'map' && items.length > 0 && items.length <= 12
      ? items.map((one) =>
          first === undefined ? values.outside : reading.call(first, [one, values.outside], place, null),
        )
      : args.map((arg) => (arg.kind === 'closure' ? reading.call(arg, given, place, null) : values.outside));
  if (name === 'map') return values.list(results, `map ${of.id}`);
  if (name === 'flatMap') {
    return values.list(
      results.flatMap((one) => (one.kind === 'list' ? one.items : [one])),
      `flatMap ${of.id}`,
    );
  }
  if (['find', 'at', 'pop', 'shift', 'findLast'].includes(name)) return item;
  if (['filter', 'slice', 'concat', 'flat', 'sort', 'toSorted', 'reverse'].includes(name)) return of;
  return name.startsWith('reduce') ? values.union([...results, ...args.slice(1)]) : values.outside;
}

/** `Prisma.sql`, `Prisma.defineExtension` and their like. */
function ofPrisma(reading: Reading, name: string, args: readonly Value[]): Value {
  const [first] = args;
  if (name === 'defineExtension') return first ?? reading.values.outside;
  if (first?.kind === 'sql') return first;
  if (name === 'empty') return { kind: 'sql', id: reading.values.id('sql'), text: '' };
  const literal = first?.kind === 'literal' && typeof first.value === 'string' ? first.value : null;
  if (name === 'raw' && literal !== null)
    return { kind: 'sql', id: reading.values.id(`sql ${literal}`), text: literal };
  return reading.values.outside;
}

/** `prisma.user.findUnique(…).posts()`: a relation of what was found. */
function ofRecord(
  reading: Reading,
  of: Extract<Value, { kind: 'record' }>,
  name: string,
  args: readonly Value[],
  place: Place,
): Value {
  const field = reading.project.schema?.fields.get(of.model)?.get(name);
  if (field?.kind !== 'object') return reading.callOutside(reading.values.outside, args, place);
  const id = reading.values.id(`operation ${field.type} ${name}`);
  return reading.model(
    { kind: 'operation', id, model: field.type, operation: 'findMany', extensions: [] },
    args,
    place,
  );
}
