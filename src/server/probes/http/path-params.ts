type Params = Readonly<Record<string, string | readonly string[]>>;
type Segment = { name: string; kind: 'one' | 'many' | 'optional' };

const SEGMENT = /^\[(?:\[\.\.\.([^[\]]+)\]|\.\.\.([^[\]]+)|([^[\].]+))\]$/;

/** `[id]`, `[...path]` and `[[...slug]]` as Next reads them; null of a fixed segment. */
function parameterOf(segment: string): Segment | null {
  const found = SEGMENT.exec(segment);
  if (found === null) return null;
  const [, optional, many, one = ''] = found;
  if (optional !== undefined) return { name: optional, kind: 'optional' };
  return many === undefined ? { name: one, kind: 'one' } : { name: many, kind: 'many' };
}

/** What keeps a path and its parameters from becoming an address: each fault a sentence without its end. */
export function pathFaults(path: string, params: Params): string[] {
  const segments = path.split('/');
  const wanted = segments.flatMap((segment) => parameterOf(segment) ?? []);
  const names = new Set(wanted.map(({ name }) => name));
  return [
    ...segments
      .filter((segment) => /[[\]]/.test(segment) && parameterOf(segment) === null)
      .map((segment) => `path: \`${segment}\` is no parameter: write [name], [...name] or [[...name]]`),
    ...segments
      .filter((segment) => /^(\.|%2e){1,2}$/i.test(segment))
      .map((segment) => `path: \`${segment}\` would lead to another path`),
    ...wanted.flatMap((one) => faultsOf(one, params[one.name])),
    ...Object.keys(params)
      .filter((name) => !names.has(name))
      .map((name) => `params.${name}: the path has no parameter of this name`),
  ];
}

function faultsOf({ name, kind }: Segment, value: string | readonly string[] | undefined): string[] {
  const at = `params.${name}`;
  if (value === undefined || value.length === 0)
    return kind === 'optional' ? [] : [`${at}: the path needs a value for it`];
  if (kind === 'one' && typeof value !== 'string') return [`${at}: [${name}] takes one text, not a list`];
  return [value]
    .flat()
    .flatMap((one) => segmentFault(one) ?? [])
    .map((fault) => `${at}: ${fault}`);
}

/** An empty segment would name another route, and `..` lead to one. */
export function segmentFault(value: string): string | null {
  if (value === '') return 'an empty text names another route';
  return value === '.' || value === '..' ? `\`${value}\` would lead to another path` : null;
}

/** Puts the values into the path, encoded. What is wrong with them has been said by `pathFaults` before. */
export function fillPath(path: string, params: Params, fill: (value: string) => string): string {
  const filled = path.split('/').flatMap((segment) => {
    const parameter = parameterOf(segment);
    if (parameter === null) return [segment];
    const values = [params[parameter.name] ?? []].flat();
    return values.map((value) => encodeURIComponent(fill(value)));
  });
  return filled.join('/') || '/';
}
