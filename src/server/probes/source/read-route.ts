import type { DiscoveredRoute } from '../../../shared/discovery';
import { Method } from '../../../shared/endpoints';
import type { Project } from './project';
import { readHandler } from './read-handler';
import type { RouteFile } from './route-files';
import { Uses } from './uses';

/** A route with its methods and all that its handlers use. */
export function readRoute(
  project: Project,
  { file, path, router }: RouteFile,
  isLeftOut: boolean,
): DiscoveredRoute {
  const uses = new Uses();
  const read = project.file(file);
  if ('fault' in read) {
    const at = { file: project.displayed(file), line: 1 };
    const reason = `${project.displayed(file)} ${read.fault}: neither its methods nor what it uses are known.`;
    return {
      path,
      router,
      methods: [],
      at,
      models: [],
      enums: [],
      uncertain: [{ reason, at, about: 'routes' }],
    };
  }
  const methods =
    router === 'app' ? appMethods(project, uses, file, isLeftOut) : pagesMethods(project, uses, file);
  if (isLeftOut) {
    const at = { file: project.displayed(file), line: 1 };
    uses.uncertain('The manifest leaves this route out, so what it uses was not read.', at, 'models');
  }
  const [first] = methods;
  const exported =
    read.exports.get(router === 'app' ? (first ?? '') : 'default') ?? read.exports.get('module.exports');
  const at = project.position(read, exported?.offset ?? 0);
  return { path, router, methods, at, ...uses.result() };
}

/** The methods are the names that the file exports. */
function appMethods(project: Project, uses: Uses, file: string, isLeftOut: boolean): Method[] {
  const names = project.exportNamesOf(file);
  const methods = Method.options.filter((method) => names.has(method));
  const read = project.file(file);
  if ('stars' in read) {
    for (const { from, offset } of read.stars) {
      const target = project.resolve(file, from);
      const isRead = target.kind === 'file' && 'text' in project.file(target.path);
      if (!isRead) {
        const at = project.position(read, offset);
        uses.uncertain(
          `\`export * from '${from}'\` could not be followed: it may bring more methods.`,
          at,
          'routes',
        );
      }
    }
  }
  for (const method of isLeftOut ? [] : methods) {
    uses.method = method;
    readHandler(project, uses, file, method, method);
  }
  return methods;
}

const ANY: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** The methods are what the one handler compares the request's with; each is read as if only it were asked. */
function pagesMethods(project: Project, uses: Uses, file: string): Method[] {
  const read = project.file(file);
  if ('fault' in read) return [];
  const at = project.position(read, read.exports.get('default')?.offset ?? 0);
  const { comparedMethods } = readHandler(project, new Uses(), file, 'default', null);
  const named = Method.options.filter((method) => comparedMethods.has(method));
  if (named.length === 0) {
    uses.uncertain(
      'The handler does not look at the method of the request: it may answer every one.',
      at,
      'routes',
    );
  }
  const methods = named.length === 0 ? [...ANY] : named;
  if (named.length > 0) {
    const others = new Uses();
    const { refusesMethods } = readHandler(project, others, file, 'default', 'TRACE');
    if (others.modelCount > 0 || !refusesMethods) {
      uses.uncertain(
        `The handler names ${named.join(', ')}, but may answer other methods too.`,
        at,
        'routes',
      );
    }
  }
  // One that answers every method alike is read once.
  for (const method of methods) {
    uses.method = method;
    readHandler(project, uses, file, 'default', method);
  }
  return methods;
}
