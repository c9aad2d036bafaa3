import { unsteady } from './expressions';
import type { Place, Reading } from './reading';
import type { SourceFile } from './source-file';
import type { Value } from './values';
import { Scope } from './values';

const GLOBALS = new Set([
  'Promise',
  'Object',
  'Array',
  'Reflect',
  'Proxy',
  'globalThis',
  'global',
  'console',
  'JSON',
  'Map',
  'Set',
  'setTimeout',
]);

/** The value of a variable, wherever it is declared. */
export function variable(reading: Reading, name: string, scope: Scope, place: Place): Value {
  const { values } = reading;
  const owner = scope.owner(name);
  const own = owner?.variables.get(name);
  if (own !== undefined) return own;
  if (scope.file.declared.has(name)) return reading.moduleVariable(scope.file, name, place);
  if (name === 'undefined') return values.undefined;
  return GLOBALS.has(name) ? { kind: 'global', id: values.id(`global ${name}`), name } : values.outside;
}

export function moduleScope(reading: Reading, file: SourceFile): Scope {
  return new Scope(file, null, reading.values.id(`module ${file.path}`), null);
}

/** A variable at the top of a file, read when it is asked for. */
export function moduleVariable(reading: Reading, file: SourceFile, name: string, place: Place): Value {
  const { values, known } = reading;
  const declared = file.declared.get(name);
  if (declared === undefined) return values.outside;
  if (declared.kind === 'import')
    return reading.imported(file, declared.from, declared.name, { file, offset: declared.offset });
  const key = `variable ${file.path} ${name} ${reading.uses.silent > 0}`;
  const before = known.get(key);
  if (before === 'reading') return values.outside;
  if (before !== undefined) return before;
  known.set(key, 'reading');
  reading.frames.push({ name: null, returns: [], node: null });
  const value = declaredValue(reading, file, name, place);
  reading.frames.pop();
  known.set(key, value);
  return value;
}

function declaredValue(reading: Reading, file: SourceFile, name: string, place: Place): Value {
  const { values } = reading;
  const scope = reading.moduleScope(file);
  const declared = file.declared.get(name);
  switch (declared?.kind) {
    case 'function':
      return reading.closure(declared.node, scope, name, null);
    case 'class':
      return reading.makeClass(declared.node, scope, name);
    case 'variable': {
      const { id, init } = declared.node;
      const first = init === null ? values.undefined : reading.evaluate(init, scope);
      const named =
        first.kind === 'closure' && id.type === 'Identifier' && first.name === 'a function'
          ? { ...first, name }
          : first;
      const inner = new Scope(file, null, values.id(`pattern ${file.path}:${id.start}`), null);
      reading.bind(id, declared.constant ? named : unsteady(reading, named), inner);
      const value = inner.variables.get(name) ?? values.outside;
      return declared.constant ? value : values.union([value, ...assignedLater(reading, file, name, scope)]);
    }
    case undefined:
      reading.uncertain(`\`${name}\` is not declared.`, place);
      return values.outside;
    default:
      return values.outside;
  }
}

/** What functions of the module put into its variable: a client that is made at the first use. */
function assignedLater(reading: Reading, file: SourceFile, name: string, scope: Scope): Value[] {
  return reading.silently(() =>
    (file.assigned.get(name) ?? []).map((node) => unsteady(reading, reading.evaluate(node, scope))),
  );
}

/** What an import brings; `*` is the whole module, `module.exports` what `require` answers. */
export function imported(
  reading: Reading,
  file: SourceFile,
  from: string,
  name: string,
  place: Place,
): Value {
  const { values, project } = reading;
  const target = project.resolve(file.path, from);
  if (target.kind === 'prisma') {
    const module: Value = { kind: 'prisma-module', id: values.id('prisma-module') };
    return name === '*' || name === 'module.exports' ? module : reading.member(module, name, place);
  }
  if (target.kind === 'lost') {
    reading.uncertain(`The module ${from} was not found, so what comes from it is not known.`, place);
    return values.outside;
  }
  if (target.kind === 'outside') return values.outside;
  if (name === '*' || name === 'module.exports') {
    const read = project.file(target.path);
    if ('text' in read && read.exports.has('module.exports'))
      return reading.exported(target.path, 'module.exports', place);
    return { kind: 'namespace', id: values.id(`namespace ${target.path}`), file: target.path };
  }
  return reading.exported(target.path, name, place);
}

/** What a file exports under a name, through any number of files that pass it on. */
export function exported(reading: Reading, path: string, name: string, place: Place): Value {
  const { values, project, known } = reading;
  const file = project.file(path);
  if ('fault' in file) {
    reading.uncertain(`${project.displayed(path)} ${file.fault}, so what comes from it is not known.`, place);
    return values.outside;
  }
  const found = file.exports.get(name);
  if (found !== undefined) {
    const at: Place = { file, offset: found.offset };
    if (found.kind === 'local') return reading.moduleVariable(file, found.name, at);
    if (found.kind === 'from') return reading.imported(file, found.from, found.name, at);
    const key = `export ${path} ${name} ${reading.uses.silent > 0}`;
    const before = known.get(key);
    if (before === 'reading') return values.outside;
    if (before !== undefined) return before;
    known.set(key, 'reading');
    reading.frames.push({ name: null, returns: [], node: null });
    const value = reading.evaluate(found.node, reading.moduleScope(file));
    reading.frames.pop();
    const named = value.kind === 'closure' && value.name === 'a function' ? { ...value, name } : value;
    known.set(key, named);
    return named;
  }
  const whole = file.exports.get('module.exports');
  if (whole !== undefined && name !== 'module.exports') {
    const exports = reading.exported(path, 'module.exports', place);
    return name === 'default' ? exports : reading.member(exports, name, place);
  }
  if (name === 'default') return values.outside;
  for (const star of file.stars) {
    if (!project.exportNames(path, star.from).has(name)) continue;
    return reading.imported(file, star.from, name, { file, offset: star.offset });
  }
  return values.outside;
}
