import { OPERATIONS } from './prisma-names';
import { noteArguments } from './query-arguments';
import type { Place, Reading } from './reading';
import { tablesOf } from './sql-tables';
import { alternatives, type Value } from './values';

/** A delegate's operation, or a method that an extension gave it. */
export function callOperation(
  reading: Reading,
  { model, operation, extensions }: Extract<Value, { kind: 'operation' }>,
  args: readonly Value[],
  place: Place,
): Value {
  const { values } = reading;
  if (!OPERATIONS.has(operation)) {
    const method = extensionMember(
      reading,
      extensions,
      'model',
      [delegateName(model), '$allModels'],
      operation,
      place,
    );
    if (method.length > 0)
      return values.union(
        method.map((one) => reading.call(one, args, place, delegate(reading, model, extensions))),
      );
  }
  noteModel(reading, model, operation === '' ? null : operation, place);
  if (operation === '') {
    reading.uncertain(`An operation on ${model} is named at run time: which one is not known.`, place);
  }
  noteArguments(reading, model, args[0], place, (other, way) => noteModel(reading, other, way, place));
  for (const hook of extensionMember(
    reading,
    extensions,
    'query',
    [delegateName(model), '$allModels'],
    operation,
    place,
  )) {
    reading.call(hook, [values.outside], place, null);
  }
  return { kind: 'record', id: values.id(`record ${model} ${operation}`), model };
}

const delegateName = (model: string) => model.charAt(0).toLowerCase() + model.slice(1);

function delegate(reading: Reading, model: string, extensions: readonly Value[]): Value {
  return { kind: 'delegate', id: reading.values.id(`delegate of ${model}`), model, extensions };
}

/** `extension.model.user.signUp`, of each extension that has it. */
function extensionMember(
  reading: Reading,
  extensions: readonly Value[],
  part: 'model' | 'query',
  models: readonly string[],
  operation: string,
  place: Place,
): Value[] {
  const names = part === 'query' ? [operation, '$allOperations'] : [operation];
  return extensions.flatMap((extension) =>
    models.flatMap((model) =>
      names.flatMap((name) => {
        const found = reading.member(
          reading.member(reading.member(extension, part, place), model, place),
          name,
          place,
        );
        return alternatives(found).filter(({ kind }) => kind === 'closure');
      }),
    ),
  );
}

export function noteModel(reading: Reading, model: string, operation: string | null, place: Place): void {
  const via = reading.frames
    .flatMap(({ name }) => (name === null ? [] : [name]))
    .filter((name, index, all) => name !== all[index - 1]);
  reading.uses.model(model, operation, reading.project.position(place.file, place.offset), via);
}

/** `$transaction`, `$extends`, `$queryRaw` and their like. */
export function callClientMethod(
  reading: Reading,
  { name, extensions }: Extract<Value, { kind: 'client-method' }>,
  args: readonly Value[],
  place: Place,
): Value {
  const { values } = reading;
  const [first] = args;
  switch (name) {
    case '$transaction':
      return first === undefined || first.kind === 'list'
        ? (first ?? values.outside)
        : reading.call(first, [values.client(extensions)], place, null);
    case '$extends':
      if (first?.kind === 'closure') return reading.call(first, [values.client(extensions)], place, null);
      return values.client(first?.kind === 'object' ? [...extensions, first] : extensions);
    case '$queryRaw':
    case '$executeRaw':
    case '$queryRawUnsafe':
    case '$executeRawUnsafe':
      noteSql(reading, name, first, place);
      return values.outside;
    case '$queryRawTyped':
      reading.uncertain('`$queryRawTyped` runs a statement of a file of its own, which is not read.', place);
      return values.outside;
    case '$on':
    case '$use':
      for (const arg of args)
        if (arg.kind === 'closure') reading.call(arg, [values.outside, values.outside], place, null);
      return values.client(extensions);
    default:
      return values.outside;
  }
}

function noteSql(reading: Reading, name: string, statement: Value | undefined, place: Place): void {
  const text =
    statement?.kind === 'sql'
      ? statement.text
      : statement?.kind === 'literal' && typeof statement.value === 'string'
        ? statement.value
        : null;
  const tables = text === null ? null : tablesOf(text);
  if (tables === null) {
    reading.uncertain(
      `The statement of \`${name}\` is put together at run time, or is not one that can be read here.`,
      place,
    );
    return;
  }
  for (const table of tables) {
    const model = reading.project.schema?.tables.get(table);
    if (model !== undefined) noteModel(reading, model, name, place);
    else
      reading.uncertain(
        `The statement of \`${name}\` names ${table}, which is the table of no model that is known.`,
        place,
      );
  }
}
