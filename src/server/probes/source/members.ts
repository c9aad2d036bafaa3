import { staticMember } from './classes';
import { upperFirst } from './prisma-names';
import type { Place, Reading } from './reading';
import { alternatives, type Value } from './values';

/** `object.name`, for each object that it may be. */
export function member(reading: Reading, of: Value, name: string, place: Place): Value {
  if (of.kind === 'union') {
    return reading.values.union(alternatives(of).map((one) => reading.member(one, name, place)));
  }
  const found = memberOfOne(reading, of, name, place);
  return found.kind === 'getter' ? reading.callClosure(found.closure, [], place, of) : found;
}

function memberOfOne(reading: Reading, of: Value, name: string, place: Place): Value {
  const { values } = reading;
  switch (of.kind) {
    case 'client':
      return memberOfClient(reading, of, name, place);
    case 'delegate':
      return {
        ...of,
        kind: 'operation',
        operation: name,
        id: values.id(`operation ${of.id} ${name}`),
      };
    case 'prisma-module':
      if (name === 'PrismaClient') return { kind: 'prisma-class', id: values.id('prisma-class') };
      if (name === 'Prisma') return { kind: 'prisma-namespace', id: values.id('prisma-namespace') };
      if (name === 'default' || name === '$Enums') return of;
      return reading.project.schema?.enums.has(name) === true
        ? { kind: 'prisma-enum', id: values.id(`enum ${name}`), name }
        : values.outside;
    case 'prisma-namespace':
      return of;
    case 'prisma-enum':
      reading.uses.enum(of.name);
      return values.outside;
    case 'object': {
      const found = of.members.get(name);
      if (found !== undefined) return found;
      return of.open ? values.outside : values.undefined;
    }
    case 'instance': {
      const own = of.members.get(name) ?? reading.method(of.of, name, of);
      if (own !== null && own !== undefined) return own;
      const above = of.members.get('super');
      return above === undefined ? values.outside : reading.member(above, name, place);
    }
    case 'class':
      return staticMember(reading, of, name) ?? values.outside;
    case 'list':
      return /^\d+$/.test(name) ? (of.items[Number(name)] ?? values.union(of.items)) : values.outside;
    case 'namespace':
      return reading.exported(of.file, name, place);
    case 'shape':
      return memberOfShape(reading, of, name);
    case 'wrapped':
      return memberOfWrapped(reading, of, name, place);
    default:
      return values.outside;
  }
}

const OF_EVERY_OBJECT = new Set(['constructor', 'toString', 'then', 'catch', 'finally', 'hasOwnProperty']);

function memberOfClient(
  reading: Reading,
  of: Extract<Value, { kind: 'client' }>,
  name: string,
  place: Place,
): Value {
  const { values, project } = reading;
  for (const extension of of.extensions) {
    const own = reading.member(reading.member(extension, 'client', place), name, place);
    if (own.kind === 'closure') return own;
  }
  if (name.startsWith('$')) {
    return { ...of, kind: 'client-method', id: values.id(`client-method ${of.id} ${name}`), name };
  }
  if (OF_EVERY_OBJECT.has(name) || name.startsWith('_') || /^\d+$/.test(name)) return values.outside;
  const model = project.schema === null ? upperFirst(name) : project.schema.delegates.get(name);
  if (model !== undefined)
    return { ...of, kind: 'delegate', id: values.id(`delegate ${of.id} ${model}`), model };
  reading.uncertain(`The client is asked for \`${name}\`, which is no model of the schema.`, place);
  return values.outside;
}

function memberOfShape(reading: Reading, of: Extract<Value, { kind: 'shape' }>, name: string): Value {
  const { values } = reading;
  const found = of.members.flatMap((signature): Value[] => {
    if (signature.type === 'TSIndexSignature') return [];
    if (signature.type !== 'TSPropertySignature' && signature.type !== 'TSMethodSignature') return [];
    const { key } = signature;
    const isIt =
      (key.type === 'Identifier' && key.name === name) || (key.type === 'Literal' && key.value === name);
    if (!isIt) return [];
    if (signature.type === 'TSPropertySignature') {
      const type = signature.typeAnnotation?.typeAnnotation;
      return [type === undefined ? values.outside : reading.ofType(type, of.scope)];
    }
    const returns = signature.returnType?.typeAnnotation ?? null;
    const id = values.id(`signature ${of.id} ${name}`);
    return [{ kind: 'signature', id, name, params: signature.params, returns, scope: of.scope }];
  });
  return found.length === 0 ? values.outside : values.union(found);
}

/** `handlers.GET` of what a package made of `{ GET, POST }`. */
function memberOfWrapped(
  reading: Reading,
  of: Extract<Value, { kind: 'wrapped' }>,
  name: string,
  place: Place,
): Value {
  const named = of.values.flatMap((value) => {
    if (value.kind !== 'object') return [];
    const key = [...value.members.keys()].find((one) => one.toLowerCase() === name.toLowerCase());
    return key === undefined ? [] : [reading.member(value, key, place)];
  });
  return named.length === 0 ? of : reading.values.wrapped(named);
}
