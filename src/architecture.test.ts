import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const SRC = path.resolve(import.meta.dirname);

/** Who may import whom, beside its own layer; `docs/architecture.md` draws the same arrows. */
const ARROWS: Record<string, readonly string[]> = {
  app: ['ui', 'server', 'americano', 'shared'],
  cli: ['server', 'shared'],
  ui: ['shared'],
  server: ['checks', 'shared'],
  americano: ['shared', 'generated'],
  checks: ['shared'],
  shared: [],
};

/** Packages and built-in modules that a layer keeps away from, each for the reason that DESIGN names. */
const FORBIDDEN: Record<string, RegExp> = {
  checks: /^(node:|pg$|next|react|undici|libpg-query|@prisma)/,
  shared: /^(?!zod$)/,
  server: /^(next|react)(\/|$)/,
  ui: /^(node:|pg$|undici|libpg-query|@prisma|esbuild|pino)/,
  americano: /^(react)(\/|$)/,
};

type Import = { file: string; layer: string; specifier: string; target: string | null };

function sourceFiles(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(dir, entry.name);
    if (entry.isDirectory()) return entry.name === 'generated' ? [] : sourceFiles(full);
    // A test may look at everything, and so may what only tests use.
    const production = /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name);
    return production && !/[/\\](testing|contract|vitest-global-setup)([/\\.]|$)/.test(full) ? [full] : [];
  });
}

function importsOf(file: string): Import[] {
  // What a comment quotes is no import.
  const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const layer = path.relative(SRC, file).split(path.sep)[0] ?? '';
  const found = text.matchAll(/(?:\bfrom\s+|\bimport\s*\(\s*|^import\s+)'([^']+)'/gm);
  return [...found].map(([, specifier = '']) => {
    const absolute = specifier.startsWith('@/')
      ? path.join(SRC, specifier.slice(2))
      : specifier.startsWith('.')
        ? path.resolve(path.dirname(file), specifier)
        : null;
    return { file: path.relative(SRC, file), layer, specifier, target: absolute };
  });
}

const imports = sourceFiles(SRC).flatMap(importsOf);
const layerOf = (target: string) => path.relative(SRC, target).split(path.sep)[0] ?? '';

describe('the arrows between layers', () => {
  test('there is something to look at in every layer', () => {
    const layers = new Set(imports.map((entry) => entry.layer));
    for (const layer of Object.keys(ARROWS)) expect(layers).toContain(layer);
  });

  test('a layer imports only what its arrows allow', () => {
    const wrong = imports.filter(({ layer, target }) => {
      if (target === null || !(layer in ARROWS)) return false;
      const to = layerOf(target);
      return (
        to !== layer && !ARROWS[layer]?.includes(to) && !(layer === 'server' && allowedGenerated(to, target))
      );
    });
    expect(wrong.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
  });

  test('a layer keeps away from the packages that it must not know', () => {
    const wrong = imports.filter(
      ({ layer, specifier, target }) => target === null && FORBIDDEN[layer]?.test(specifier) === true,
    );
    expect(wrong.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
  });

  test('checks do not read the clock', () => {
    const files = sourceFiles(path.join(SRC, 'checks'));
    const wrong = files.filter((file) =>
      /\bDate\.now\(|\bnew Date\(\)|performance\.now/.test(readFileSync(file, 'utf8')),
    );
    expect(wrong).toEqual([]);
  });

  test('there is no cycle of imports', () => {
    expect(findCycle()).toBeNull();
  });
});

/** The store is the only part of the server that may come to use a generated client. */
function allowedGenerated(to: string, target: string): boolean {
  return to === 'generated' && target.includes(`${path.sep}store${path.sep}`);
}

/** The first cycle among source files, as their names in a row, or null. */
function findCycle(): string[] | null {
  const files = new Set(sourceFiles(SRC));
  const resolve = (target: string) =>
    [`${target}.ts`, `${target}.tsx`, path.join(target, 'index.ts'), target].find((name) => files.has(name));
  const edges = new Map<string, string[]>();
  for (const entry of imports) {
    const to = entry.target === null ? undefined : resolve(entry.target);
    if (to === undefined) continue;
    const from = path.join(SRC, entry.file);
    edges.set(from, [...(edges.get(from) ?? []), to]);
  }
  const done = new Set<string>();
  const visit = (file: string, trail: string[]): string[] | null => {
    if (trail.includes(file))
      return [...trail.slice(trail.indexOf(file)), file].map((name) => path.relative(SRC, name));
    if (done.has(file)) return null;
    for (const next of edges.get(file) ?? []) {
      const cycle = visit(next, [...trail, file]);
      if (cycle !== null) return cycle;
    }
    done.add(file);
    return null;
  };
  for (const file of edges.keys()) {
    const cycle = visit(file, []);
    if (cycle !== null) return cycle;
  }
  return null;
}
