import type { Method } from '../../../shared/endpoints';
import { argumentsOf, bindParams, call, callClosure, callOutside, closure } from './calls';
import { construct, initialise, makeClass, method } from './classes';
import { evaluate } from './expressions';
import { MOST_STEPS, MOST_STEPS_IN_ALL, TooManySteps } from './limits';
import { callMember } from './member-calls';
import { member } from './members';
import { exported, imported, moduleScope, moduleVariable, variable } from './modules';
import { callClientMethod, callOperation } from './prisma-calls';
import type { Project } from './project';
import type { Place, Reading } from './reading';
import { bind } from './statements';
import { ofType, refined } from './types';
import type { Uses } from './uses';
import { type Value, Values } from './values';

/** A reading with nothing read yet. */
export function newReading(project: Project, uses: Uses): Reading {
  const reading: Reading = {
    project,
    values: new Values(),
    uses,
    frames: [],
    known: new Map(),
    steps: 0,
    comparedMethods: new Set(),
    refusesMethods: false,
    depthOfTypes: 0,
    evaluate: (node, scope) => evaluate(reading, node, scope),
    member: (of, name, place) => member(reading, of, name, place),
    call: (callee, args, place, self) => call(reading, callee, args, place, self),
    callMember: (of, name, args, place) => callMember(reading, of, name, args, place),
    callOutside: (callee, args, place) => callOutside(reading, callee, args, place),
    construct: (callee, args, place) => construct(reading, callee, args, place),
    initialise: (of, args, self, place) => initialise(reading, of, args, self, place),
    method: (of, name, self) => method(reading, of, name, self),
    makeClass: (node, scope, name) => makeClass(reading, node, scope, name),
    closure: (node, scope, name, self) => closure(reading, node, scope, name, self),
    callClosure: (of, args, place, self) => callClosure(reading, of, args, place, self),
    bind: (pattern, value, scope) => bind(reading, pattern, value, scope),
    bindParams: (params, args, scope) => bindParams(reading, params, args, scope),
    argumentsOf: (args, scope) => argumentsOf(reading, args, scope),
    variable: (name, scope, place) => variable(reading, name, scope, place),
    moduleVariable: (file, name, place) => moduleVariable(reading, file, name, place),
    exported: (path, name, place) => exported(reading, path, name, place),
    imported: (file, from, name, place) => imported(reading, file, from, name, place),
    moduleScope: (file) => moduleScope(reading, file),
    ofType: (type, scope) => ofType(reading, type, scope),
    refined: (value, type, scope) => refined(reading, value, type, scope),
    model: (operation, args, place) => callOperation(reading, operation, args, place),
    clientMethod: (of, args, place) => callClientMethod(reading, of, args, place),
    silently: (work) => {
      uses.silent += 1;
      try {
        return work();
      } finally {
        uses.silent -= 1;
      }
    },
    uncertain: (reason, place, about = 'models') =>
      uses.uncertain(reason, project.position(place.file, place.offset), about),
  };
  return reading;
}

/** What reading a handler met beside what it uses. */
export type HandlerRead = { comparedMethods: ReadonlySet<string>; refusesMethods: boolean };

/**
 * Reads what a handler does, through everything that it calls.
 * @param exportName under which its file exports it
 * @param as the method of the request, or null for any
 */
export function readHandler(
  project: Project,
  uses: Uses,
  path: string,
  exportName: string,
  as: Method | string | null,
): HandlerRead {
  const reading = newReading(project, uses);
  const file = project.file(path);
  if ('fault' in file) return { comparedMethods: new Set(), refusesMethods: false };
  const place: Place = { file, offset: file.exports.get(exportName)?.offset ?? 0 };
  if (project.steps > MOST_STEPS_IN_ALL) {
    reading.uncertain(
      'The application is larger than is read at once: what this handler uses was not read.',
      place,
    );
    return { comparedMethods: new Set(), refusesMethods: false };
  }
  try {
    const handler = reading.exported(path, exportName, place);
    callHandler(reading, handler, exportName, as, place);
  } catch (error) {
    // Code that is nested too deep, or of a form that nobody thought of, must not hide the other routes.
    const why =
      error instanceof TooManySteps
        ? `After ${MOST_STEPS} steps the reading of the handler was given up`
        : `The reading of the handler failed (${error instanceof Error ? error.message : String(error)})`;
    reading.uncertain(`${why}: it may use more than is named.`, place);
  } finally {
    project.steps += reading.steps;
  }
  return { comparedMethods: reading.comparedMethods, refusesMethods: reading.refusesMethods };
}

function callHandler(
  reading: Reading,
  handler: Value,
  exportName: string,
  as: string | null,
  place: Place,
): void {
  const { values } = reading;
  if (handler.kind === 'outside' || handler.kind === 'literal') {
    reading.uncertain(`What \`${exportName}\` is could not be followed: what it does is not known.`, place);
    return;
  }
  const requestMethod: Value =
    as === null ? { kind: 'any-method', id: values.id('any-method') } : values.literal(as);
  const request = values.object(new Map([['method', requestMethod]]), true, 'request');
  reading.frames.push({
    name: as === null || exportName !== 'default' ? exportName : as,
    returns: [],
    node: place,
  });
  reading.call(handler, [request, values.outside], place, null);
  reading.frames.pop();
}
