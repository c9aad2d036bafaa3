import type { Argument, ParamPattern } from 'oxc-parser';
import { MOST_DEPTH, MOST_RECURSION } from './limits';
import type { Place, Reading } from './reading';
import { run } from './statements';
import { bindTypes } from './types';
import { alternatives, type Closure, ids, Scope, type Value } from './values';

export function closure(
  reading: Reading,
  node: Closure['node'],
  scope: Scope,
  name: string,
  self: Value | null = null,
): Closure {
  const id = reading.values.id(`closure ${scope.file.path}:${node.start} ${scope.id} ${self?.id ?? ''}`);
  return { kind: 'closure', id, node, scope, self, name };
}

export function argumentsOf(reading: Reading, args: readonly Argument[], scope: Scope): Value[] {
  return args.flatMap((arg) => {
    if (arg.type !== 'SpreadElement') return [reading.evaluate(arg, scope)];
    const spread = reading.evaluate(arg.argument, scope);
    return spread.kind === 'list' ? spread.items : [spread];
  });
}

/** Reads a function's body with what it is called with, once for the same arguments. */
export function callClosure(
  reading: Reading,
  of: Closure,
  args: readonly Value[],
  place: Place,
  self: Value | null,
): Value {
  const { values, frames, known } = reading;
  const { node } = of;
  const isArrow = node.type === 'ArrowFunctionExpression';
  const own = isArrow ? undefined : (of.self ?? self);
  const key = `call ${of.id} ${ids(args)} ${own?.id ?? ''} ${reading.uses.silent > 0}`;
  const before = known.get(key);
  if (before !== undefined && before !== 'reading') return before;
  const within = frames.filter((frame) => frame.node === node).length;
  const returnType = node.returnType?.typeAnnotation;
  if (before === 'reading' || within >= MOST_RECURSION) {
    return reading.refined(values.outside, returnType, of.scope);
  }
  if (frames.length >= MOST_DEPTH) {
    reading.uncertain(
      `More than ${MOST_DEPTH} calls stand within one another; what is further in was not read.`,
      place,
    );
    return values.outside;
  }
  known.set(key, 'reading');
  const scope = new Scope(of.scope.file, of.scope, values.id(key), own);
  if (node.typeParameters) bindTypes(reading, node.typeParameters, [], scope);
  const frame = { name: of.name === 'a function' ? null : of.name, returns: [], node };
  frames.push(frame);
  const result = body(reading, node, args, scope, frame);
  frames.pop();
  const typed = reading.refined(result, returnType, scope);
  known.set(key, typed);
  return typed;
}

function body(
  reading: Reading,
  node: Closure['node'],
  args: readonly Value[],
  scope: Scope,
  frame: { returns: Value[] },
): Value {
  reading.bindParams(node.params, args, scope);
  if (node.body === null) return reading.values.outside;
  if (node.body.type !== 'BlockStatement') return reading.evaluate(node.body, scope);
  run(reading, node.body.body, scope);
  if (node.generator) return reading.values.outside;
  return reading.values.union(frame.returns);
}

/** Gives parameters their arguments, and what their types say where nothing else is known. */
export function bindParams(
  reading: Reading,
  params: readonly ParamPattern[],
  args: readonly Value[],
  scope: Scope,
): void {
  params.forEach((param, index) => {
    if (param.type === 'RestElement') {
      const rest = reading.values.list(args.slice(index), `rest ${scope.file.path}:${param.start}`);
      reading.bind(param.argument, rest, scope);
    } else if (param.type === 'TSParameterProperty') {
      reading.bind(param.parameter, args[index] ?? reading.values.undefined, scope);
    } else reading.bind(param, args[index] ?? reading.values.undefined, scope);
  });
}

/** Calls a value, whatever it may be. */
export function call(
  reading: Reading,
  callee: Value,
  args: readonly Value[],
  place: Place,
  self: Value | null,
): Value {
  const { values } = reading;
  switch (callee.kind) {
    case 'union':
      return values.union(callee.values.map((one) => reading.call(one, args, place, self)));
    case 'closure':
      return reading.callClosure(callee, args, place, self);
    case 'getter':
      return reading.call(reading.callClosure(callee.closure, [], place, self), args, place, self);
    case 'operation':
      return reading.model(callee, args, place);
    case 'client-method':
      return reading.clientMethod(callee, args, place);
    case 'signature':
      return callSignature(reading, callee, args, place);
    case 'prisma-namespace':
    case 'sql':
    case 'literal':
      return args[0]?.kind === 'sql' ? args[0] : values.outside;
    case 'wrapped':
      for (const value of callee.values) callWrapped(reading, value, args, place);
      return reading.callOutside(callee, args, place);
    default:
      return reading.callOutside(callee, args, place);
  }
}

/** What a package made of functions runs them; of several by name nobody knows which one. */
function callWrapped(reading: Reading, value: Value, args: readonly Value[], place: Place): void {
  if (value.kind === 'closure') reading.call(value, args, place, null);
  else if (value.kind === 'object' && [...value.members.values()].filter((one) => callable(one)).length > 1) {
    const names = [...value.members.keys()].slice(0, 4).join(', ');
    reading.uncertain(
      `A package was given several functions (${names}): which of them it calls here is not known.`,
      place,
    );
  } else callWithin(reading, value, place, null, 3);
}

function callIfFunction(reading: Reading, value: Value, args: readonly Value[], place: Place): void {
  for (const one of alternatives(value)) if (one.kind === 'closure') reading.call(one, args, place, null);
}

/** A function of which only its type is known: what it is given it may call; what it does is not known. */
function callSignature(
  reading: Reading,
  callee: Extract<Value, { kind: 'signature' }>,
  args: readonly Value[],
  place: Place,
): Value {
  const { values } = reading;
  args.forEach((arg, index) => {
    const param = callee.params[index];
    const type =
      param !== undefined && 'typeAnnotation' in param ? param.typeAnnotation?.typeAnnotation : undefined;
    const typed = type === undefined ? values.outside : reading.ofType(type, callee.scope);
    const params = typed.kind === 'signature' ? typed.params : [];
    const scope = new Scope(callee.scope.file, callee.scope, values.id(`params ${callee.id}`));
    const given = params.map((one) =>
      'typeAnnotation' in one && one.typeAnnotation
        ? reading.ofType(one.typeAnnotation.typeAnnotation, scope)
        : values.outside,
    );
    callIfFunction(reading, arg, given.length === 0 ? [values.outside] : given, place);
  });
  const answersNothing =
    callee.returns === null || /^(Promise<)?(void|undefined|never)\b/.test(textOf(callee));
  if (!answersNothing || args.some((arg) => holdsClient(arg))) {
    reading.uncertain(`\`${callee.name}\` is known by its type only: what it does is not known.`, place);
  }
  return callee.returns === null ? values.outside : reading.ofType(callee.returns, callee.scope);
}

function textOf({ returns, scope }: Extract<Value, { kind: 'signature' }>): string {
  return returns === null ? '' : scope.file.text.slice(returns.start, returns.end);
}

/** Whether a value is a client or has one in itself. */
export function holdsClient(value: Value, depth = 2): boolean {
  switch (value.kind) {
    case 'client':
    case 'delegate':
      return true;
    case 'union':
      return value.values.some((one) => holdsClient(one, depth));
    case 'object':
      return depth > 0 && [...value.members.values()].some((one) => holdsClient(one, depth - 1));
    case 'list':
      return depth > 0 && value.items.some((one) => holdsClient(one, depth - 1));
    default:
      return false;
  }
}

/**
 * A call of what is not the application's: functions that it is given are called, with data. At the top of a module it
 * only makes something of them (`withAuth(handler)`), which calls them when it is called.
 */
export function callOutside(reading: Reading, callee: Value, args: readonly Value[], place: Place): Value {
  const { values, frames } = reading;
  const given = args.flatMap(alternatives);
  if (given.some((arg) => holdsClient(arg)) && callee.kind !== 'global') {
    const text = place.file.text.slice(place.offset, place.offset + 60).split('\n')[0] ?? '';
    reading.uncertain(
      `\`${text.trim()}\` gives the client to code that is not the application's own.`,
      place,
    );
  }
  const functions = given.filter((arg) => callable(arg));
  // While a module is set up nothing of it runs yet.
  const isRunning = frames.length > 0 && frames.every(({ node }) => node !== null);
  if (isRunning) for (const arg of functions) callWithin(reading, arg, place, null, 3);
  const within = callee.kind === 'wrapped' ? callee.values : [];
  return values.wrapped(
    [...within, ...functions].filter((one, index, all) => all.findIndex(({ id }) => id === one.id) === index),
  );
}

const outsideArguments = (reading: Reading, { node }: Closure) =>
  node.params.map(() => reading.values.outside);

/** Calls a function, or every one in an object or a list, with data. */
function callWithin(reading: Reading, of: Value, place: Place, self: Value | null, depth: number): void {
  for (const one of alternatives(of)) {
    if (one.kind === 'closure') reading.call(one, outsideArguments(reading, one), place, self);
    if (depth === 0) continue;
    if (one.kind === 'list') for (const item of one.items) callWithin(reading, item, place, null, depth - 1);
    if (one.kind === 'object') {
      for (const name of one.members.keys())
        callWithin(reading, reading.member(one, name, place), place, one, depth - 1);
    }
  }
}

function callable(value: Value, depth = 3): boolean {
  if (value.kind === 'closure' || value.kind === 'wrapped') return true;
  if (depth === 0) return false;
  const within =
    value.kind === 'object' ? [...value.members.values()] : value.kind === 'list' ? value.items : [];
  return within.some((part) => alternatives(part).some((one) => callable(one, depth - 1)));
}
