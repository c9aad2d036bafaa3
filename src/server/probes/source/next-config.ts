import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Project } from './project';
import { newReading } from './read-handler';
import type { Place, Reading } from './reading';
import { DEFAULT_PAGE_EXTENSIONS, type NextPaths } from './route-files';
import type { Uses } from './uses';
import { alternatives, type ObjectValue, type Value } from './values';

const NAMES = ['next.config.ts', 'next.config.mjs', 'next.config.js', 'next.config.mts', 'next.config.cjs'];

/** What a configuration says of paths, as far as it stands there literally; the rest goes to `uses` as uncertain. */
export function readNextConfig(
  project: Project,
  root: string,
  uses: Uses,
): { paths: NextPaths; rewrites: string[] } {
  const paths: NextPaths = { basePath: '', pageExtensions: DEFAULT_PAGE_EXTENSIONS };
  const name = NAMES.find((one) => existsSync(path.join(root, one)));
  if (name === undefined) return { paths, rewrites: [] };
  const full = path.join(root, name);
  const file = project.file(full);
  const reading = newReading(project, uses);
  if ('fault' in file) {
    uses.uncertain(
      `${project.displayed(full)} ${file.fault}: basePath, pageExtensions and rewrites are not known.`,
      { file: project.displayed(full), line: 1 },
      'routes',
    );
    return { paths, rewrites: [] };
  }
  const place: Place = { file, offset: file.exports.get('default')?.offset ?? 0 };
  const config = configOf(reading, full, place);
  if (config === null) {
    reading.uncertain(
      `${name} makes its configuration at run time: basePath, pageExtensions and rewrites are not known.`,
      place,
      'routes',
    );
    return { paths, rewrites: [] };
  }
  const text = (key: string): string | null => {
    const value = config.members.get(key);
    if (value === undefined || (value.kind === 'literal' && value.value === undefined)) return null;
    if (value.kind === 'literal' && typeof value.value === 'string') return value.value;
    reading.uncertain(
      `${key} of ${name} is worked out at run time, so the paths of routes are not known for certain.`,
      place,
      'routes',
    );
    return null;
  };
  const extensions = config.members.get('pageExtensions');
  const listed = extensions?.kind === 'list' ? extensions.items.flatMap(stringOf) : null;
  if (
    extensions !== undefined &&
    (listed === null || (extensions.kind === 'list' && listed.length < extensions.items.length))
  ) {
    reading.uncertain(
      `pageExtensions of ${name} is worked out at run time: which files are routes is not known for certain.`,
      place,
      'routes',
    );
  }
  return {
    paths: { ...paths, basePath: text('basePath') ?? '', pageExtensions: listed ?? DEFAULT_PAGE_EXTENSIONS },
    rewrites: rewritesOf(reading, config, name, place),
  };
}

const stringOf = (value: Value): string[] =>
  value.kind === 'literal' && typeof value.value === 'string' ? [value.value] : [];

/** The configuration itself, a function's answer, or what a plugin was given. */
function configOf(reading: Reading, full: string, place: Place): ObjectValue | null {
  const names = place.file.exports;
  const exported = reading.exported(full, names.has('default') ? 'default' : 'module.exports', place);
  const called =
    exported.kind === 'closure' ? reading.call(exported, [reading.values.outside], place, null) : exported;
  const found = alternatives(called).flatMap((one) => (one.kind === 'wrapped' ? one.values : [one]));
  const objects = found.filter((one): one is ObjectValue => one.kind === 'object');
  return objects.length === 1 ? (objects[0] ?? null) : null;
}

/** `[{ source, destination }]`, or the three lists `beforeFiles`, `afterFiles`, `fallback`. */
function rewritesOf(reading: Reading, config: ObjectValue, name: string, place: Place): string[] {
  const rewrites = config.members.get('rewrites');
  if (rewrites === undefined) return [];
  const answer = reading.call(rewrites, [], place, config);
  const lists = answer.kind === 'object' ? [...answer.members.values()] : [answer];
  const items = lists.flatMap((list) => (list.kind === 'list' ? list.items : [null]));
  const sources = items.map((item) => {
    const source = item?.kind === 'object' ? item.members.get('source') : undefined;
    return source === undefined ? [] : stringOf(source);
  });
  if (sources.some((source) => source.length === 0)) {
    reading.uncertain(
      `rewrites of ${name} are worked out at run time: more paths may be served than there are route files.`,
      place,
      'routes',
    );
  }
  const prefix = config.members.get('basePath');
  const basePath = prefix?.kind === 'literal' && typeof prefix.value === 'string' ? prefix.value : '';
  return sources.flat().map((source) => `${basePath}${source}`);
}
